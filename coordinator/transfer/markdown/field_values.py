"""What every label has in common: its values, and the place its words are kept when no field takes them."""

from ..inline import plain
from . import reports
from .labels import Label, read_label
from .place import Place, Reader
from .told import told
from .tree import HEADING, ITEM, TEXT, Node


def values(reader: Reader, label: Label, node: Node, place: Place) -> list[tuple[int, str]]:
    """The value behind a label and the entries below it, each with its line; all are covered by this.

    A label of its own that stands below a heading is no entry of that heading's list.
    """
    reader.draft.cover_all(node)
    found = [(node.line, label.value)] if label.value else []
    for child in node.children:
        other = read_label(child.text) if node.kind == HEADING and child.kind == TEXT else None
        if other and other.role:
            reader.apply(other, child, place)
        else:
            found.append((child.line, told(child)))
    return found


def kept(reader: Reader, label: Label, node: Node, place: Place) -> None:
    """A label without a rule: its words stay, with those they belong to."""
    if place.is_report or not (place.owner or place.agent):
        reports.tell(reader, node, place)
        return
    reader.draft.cover(node)
    lines = [f"{label.name}: {plain(label.value)}" if label.value else f"{label.name}:"]
    for child in node.children:
        if child.kind in (ITEM, TEXT, HEADING):
            reader.draft.cover_all(child)
            lines.append(f"- {told(child)}")
        else:
            reader.visit(child, place)
    notes(place).append("\n".join(lines))


def add_note(reader: Reader, label: Label, node: Node, place: Place, text: str) -> None:
    if place.is_report or not (place.owner or place.agent):
        reader.draft.note("note", f"{label.name}: {text}", node.line, place.about, place.date)
    else:
        notes(place).append(f"{label.name}: {text}")


def notes(place: Place) -> list[str]:
    holder = place.task or place.track or place.agent
    assert holder
    return holder.notes
