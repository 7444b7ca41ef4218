"""Sections whose entries are kept as texts of a kind: overview, protocols, risks, next steps, criteria, history."""

import re

from ..inline import plain
from .draft import INFO
from .labels import read_label
from .pictures import arrows
from .place import Place, Reader
from .tree import FENCE, TABLE, Node

_ITALIC = re.compile(r"^([*_])(?![*_\s]).*(?<![*_\s])\1$")
KINDS = {
    "overview": "overview",
    "protocol": "protocol",
    "risks": "risk",
    "next": "next_step",
    "criteria": "criterion",
    "history": "history",
    "legend": "note",
    "template": "note",
}


def read_note(reader: Reader, node: Node, place: Place) -> None:
    """One entry of such a section, with all below it."""
    label = read_label(node.text)
    if label and label.role == "updated" and not node.children:
        reader.apply(label, node, place)
        return
    before = f"{place.group}: " if place.group else ""
    if _ITALIC.match(node.text):  # a line about the document itself, at its foot
        reader.draft.keep("note", node)
        return
    reader.draft.keep(KINDS[place.section], node, place.about, place.date, before)


def read_fence(reader: Reader, node: Node, place: Place) -> None:
    """Code is kept as it stands. A drawing is looked at later, a block that looks like a plan is pointed out."""
    draft = reader.draft
    draft.cover_all(node)
    text = "\n".join(line for _, line in node.source)
    draft.note("note", text, node.line, place.about, place.date)
    draft.arrows += arrows(node)
    if looks := _looks_like_plan(node):
        draft.problem(node.line, f"{looks} lines in this code block look like tasks or states; code is left alone", INFO)


def _looks_like_plan(node: Node) -> int:
    """How many lines of a code block have a box or a status label; one or two are an example."""
    lines = [line.strip() for _, line in node.source[1:-1]]
    found = sum(line.startswith(("- [ ]", "- [x]", "- [X]", "**Status")) for line in lines)
    return found if found > 2 else 0


def read_rate(reader: Reader, node: Node, place: Place) -> None:
    """A line of completion rates; its counters are set beside our own in the end."""
    for line, text in node.whole_source():
        reader.draft.counters.append((line, plain(text)))
    reader.draft.keep("measurement", node, place.about, place.date)


def keep_caption(reader: Reader, node: Node, place: Place) -> None:
    """A line that only announces what follows it."""
    holder = place.owner or place.agent
    if holder:
        reader.draft.cover(node)
        holder.notes.append(plain(node.text))


def keep_unread(reader: Reader, node: Node, place: Place) -> None:
    """A line no rule knows, inside a section that belongs to somebody: kept with its owner."""
    draft = reader.draft
    holder = place.owner or place.agent
    if holder is None or node.kind in (TABLE, FENCE):
        return
    draft.cover(node)
    holder.notes.append(plain(node.text))
    for child in node.children:
        reader.visit(child, place)
