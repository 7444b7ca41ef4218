"""Goes through the document from top to bottom and hands each piece to the rule for the place it stands in."""

from collections.abc import Callable
from dataclasses import replace

from ..inline import caption, plain
from ..keys import looks_like_key
from ..statuses import read_mark
from ..waits import begins_with_wait
from . import (
    allocation,
    conflicts,
    dependency_lines,
    details,
    integration,
    notes,
    owners,
    reports,
    schedule,
    sync,
    tables,
    tasklists,
    tasks,
)
from .dates import read_when
from .draft import Draft
from .entities import Need
from .fields import apply_label
from .labels import Label, read_label, role_of
from .names import read_owner
from .place import Place, Reader
from .sections import section_kind, status_list
from .tasklines import read_task_line
from .tree import COMMENT, FENCE, HEADING, ITEM, LONG, TABLE, TEXT, Node, is_label

Rule = Callable[[Reader, Node, Place], None]

# Kinds of sections whose lines all go to one rule; the others are read by what a line itself looks like.
RULES: dict[str, Rule] = {
    "schedule": schedule.read_schedule_line,
    "sync": sync.read_sync_point,
    "conflicts": conflicts.read_conflict,
    "integration": integration.read_integration_point,
    "allocation": allocation.read_allocation,
    "rates": notes.read_rate,
    "dependencies": dependency_lines.read_dependency,
    "graph": dependency_lines.read_dependency,
    **dict.fromkeys(notes.KINDS, notes.read_note),
}
_REPORTS = {"status", "updates"}
_NOT_INHERITED = {"overview", "graph"}


class Walk:
    """Reads one document into a draft."""

    def __init__(self, draft: Draft, root: Node) -> None:
        self.draft = draft
        headings = [node.text for node in root.walk() if node.kind == HEADING]
        named = [owner for text in headings if (owner := read_owner(text))]
        self.workers_are_tracks = all(owner.is_worker for owner in named)
        self.names_nobody = not named
        for node in root.children:
            self.visit(node, Place())
        for rule in draft.later:
            rule()

    def visit(self, node: Node, place: Place) -> None:
        if node.kind == HEADING:
            self._heading(node, place)
        elif node.kind == FENCE:
            notes.read_fence(self, node, place)
        elif node.kind == TABLE:
            if not tables.visit_table(self, node, place):
                self.draft.keep("note" if place.section in RULES else "unread", node, place.about, place.date)
        elif node.kind == COMMENT:
            self.draft.keep("note", node, place.about, place.date)
        elif node.kind != LONG:
            self._line(node, place)

    def read_details(self, nodes: list[Node], place: Place) -> None:
        details.read_details(self, nodes, place)

    def apply(self, label: Label, node: Node, place: Place) -> None:
        apply_label(self, label, node, place)

    def _heading(self, node: Node, place: Place) -> None:
        below = replace(place, parent_line=node.line)
        if node.level == 1 and not self.draft.title:
            self.draft.title = caption(node.text)
            self.draft.cover(node)
            owner = read_owner(node.text)
            if not owner or not looks_like_key(owner.key):
                self._title_page(node, below)
                return
        role = role_of(node.text)
        if owner := read_owner(node.text):
            owners.open_section(self, owner, node, place, self.workers_are_tracks)
        elif role and (place.owner or place.agent or role == "tasks"):
            self.apply(Label(role, caption(node.text), ""), node, below)
        elif (found := read_task_line(node.text)) and place.section not in RULES:
            tasks.open_task(self, found, node, below)
        else:
            self._section(node, below.under(caption(node.text)))

    def _title_page(self, node: Node, place: Place) -> None:
        """What stands between the title and the first heading introduces the document."""
        for child in node.children:
            is_prose = child.kind == TEXT and not read_task_line(child.text) and not child.children
            label = read_label(child.text) if is_prose else None
            introduces = is_prose and not (label and label.role)
            self.visit(child, replace(place, section="overview") if introduces else place)

    def _section(self, node: Node, place: Place) -> None:
        """A heading that gathers: by topic, by status, by date, or only by its words."""
        kind, listed, when = section_kind(node.text), status_list(node.text), read_when(node.text)
        self.draft.cover(node)
        if listed:
            place = replace(place, listed=listed, section="")
        elif kind:
            place = replace(place, section=kind, listed=None, is_report=place.is_report or kind in _REPORTS, group="")
        elif when:
            place = replace(place, is_report=True, section=place.section or "updates")
        elif place.section in _NOT_INHERITED:
            place = replace(place, section="")
        if when and place.is_report:
            place = replace(place, when=when)
            self.draft.note("history", plain(node.text), node.line, place.about, when.text)
        elif place.section in notes.KINDS and not kind:
            place = replace(place, group=caption(node.text))
        elif self.names_nobody and not place.section and not place.listed and any(map(_is_boxed, node.children)):
            place = owners.open_checklist(self, node, place)
        if not node.children:
            self.draft.covered.discard(node.line)
        self._children(node, place)

    def _children(self, node: Node, place: Place) -> None:
        for child in node.children:
            self.visit(child, place)

    def _line(self, node: Node, place: Place) -> None:
        if rule := RULES.get(place.section):
            rule(self, node, place)
        elif place.listed:
            tasklists.read_tasks(self, [node], place)
        elif place.is_report:
            reports.read_report(self, node, place)
        elif place.task:
            self.read_details([node], place)
        else:
            self._planned(node, place)

    def _planned(self, node: Node, place: Place) -> None:
        """A line of the plan: a label, a task, or words about whoever the section belongs to."""
        label, found = read_label(node.text), read_task_line(node.text)
        has_box = _is_boxed(node)
        if found and (node.kind == ITEM or found.has_noun):
            tasks.open_task(self, found, node, place)
        elif label and not has_box and (label.role or (label.value and (place.owner or place.agent))):
            self.apply(label, node, place)
        elif has_box and (place.owner or place.agent):
            tasklists.read_tasks(self, [node], place)
        elif (what := begins_with_wait(plain(node.text))) and place.owner:
            self.draft.keep("note", node, place.about)
            self.draft.needs.append(Need(place.owner, what, node.line, is_told=True))
        elif node.children and is_label(node.text):
            notes.keep_caption(self, node, place)
            self._children(node, replace(place, group=caption(node.text)))
        else:
            notes.keep_unread(self, node, place)


def _is_boxed(node: Node) -> bool:
    return node.kind == ITEM and read_mark(node.text).mark.startswith("[")
