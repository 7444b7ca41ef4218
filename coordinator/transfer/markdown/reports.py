"""What happened rather than what is planned: status sections, progress updates by date, completion reports."""

import re
from dataclasses import replace

from ..inline import caption, leading_emoji, plain, without_pictographs
from . import tasks
from .entities import LISTED
from .labels import Label, read_label
from .names import Owner, read_owner
from .owners import add_agent, find
from .place import Place, Reader
from .tasklines import read_task_line, read_unnamed
from .tree import ITEM, TEXT, Node, is_label

_MEASURED = re.compile(
    r"\d[\d.,]*\s*%?\s*(?:→|->|=>|⇒)\s*~?\d|\bfrom\s+\d[\d.,]*\s*%?\s+to\s+\d|\bvon\s+\d[\d.,]*\s*%?\s+auf\s+\d"
    r"|(?<![\w./-])\d{1,6}\s*/\s*\d{1,6}(?![\w./-])|(?<![\w.])\d{1,3}(?:[.,]\d+)?\s*%",
    re.IGNORECASE,
)


def read_report(reader: Reader, node: Node, place: Place) -> None:
    """One line of a report, with all below it."""
    label = read_label(node.text)
    found = read_task_line(node.text)
    owner = None if found else read_owner(label.name if label else node.text)
    if owner and _is_about_somebody(reader, owner, label, place):
        _about_owner(reader, owner, label, node, place)
    elif found and (found.has_noun or reader.draft.task(found.key)):
        tasks.open_task(reader, found, node, place)
    elif label and label.role and not _only_gathers(label, node, place):
        reader.apply(label, node, place)
    elif node.children and is_label(node.text):
        reader.draft.cover(node)
        if caption(node.text) == plain(node.text) or any(child.kind not in (ITEM, TEXT) for child in node.children):
            reader.draft.note("progress", plain(node.text), node.line, place.about, place.date)
        for child in node.children:
            reader.visit(child, replace(place, group=caption(node.text)))
    else:
        _name_task_at_end(reader, node, place)
        tell(reader, node, place)


def tell(reader: Reader, node: Node, place: Place) -> None:
    """Keeps a line and what is below it as news about whom it concerns."""
    kind = "progress" if place.when or place.section in ("status", "updates") else "note"
    if _MEASURED.search(node.text) and kind == "progress":
        kind = "measurement"
    before = f"{place.group}: " if place.group else ""
    reader.draft.keep(kind, node, place.about, place.date, before)


def _is_about_somebody(reader: Reader, owner: Owner, label: Label | None, place: Place) -> bool:
    return any(find(reader.draft, owner)) or (place.section == "status" and label is not None and owner.is_worker)


def _only_gathers(label: Label, node: Node, place: Place) -> bool:
    """`Focus areas:` over a line for each instance is nobody's focus."""
    is_nobodys = not place.owner and not place.agent
    return is_nobodys and is_label(node.text) and any(read_owner(child.text) for child in node.children)


def _about_owner(reader: Reader, owner: Owner, label: Label | None, node: Node, place: Place) -> None:
    draft = reader.draft
    track, agent = find(draft, owner)
    value = label.value if label else ""
    if not track and not agent:
        agent = add_agent(draft, replace(owner, title=without_pictographs(leading_emoji(plain(value)).rest)), node.line)
        value = ""
    inside = replace(place, track=track, agent=agent, task=None)
    if not node.children:
        tell(reader, node, inside)
        return
    draft.cover(node)
    if value or (owner.title and label):
        draft.note("progress", plain(node.text), node.line, inside.about, place.date)
    inside = replace(inside, group=plain(label.name).rstrip(" :") if label and owner.about else "")
    for child in node.children:
        reader.visit(child, inside)


def _name_task_at_end(reader: Reader, node: Node, place: Place) -> None:
    """`Orchestrating the unification (Task 32)` names a task that need not stand anywhere else."""
    unnamed = read_unnamed(node.text)
    if node.kind == ITEM and unnamed.key and (place.track or place.agent) and not reader.draft.task(unnamed.key):
        tasks.name_task(reader, unnamed.key, unnamed.title, node.line, place, LISTED)
