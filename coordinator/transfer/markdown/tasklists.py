"""Lists of tasks. Makes up a key for an entry that has none."""

import re
from dataclasses import replace

from ..inline import caption, plain
from ..mentions import mentions
from ..nouns import TASK
from ..statuses import read_mark, trailing_status
from . import reports
from .details import warn_of_unknown_state
from .entities import INFERRED, TaskDraft
from .labels import read_label
from .place import Place, Reader
from .tasklines import read_task_line, read_unnamed
from .tasks import name_task, open_task
from .tree import ITEM, TEXT, Node, is_label

_BOXED = re.compile(r"^\[[ xX~!/-]?\]\s")


def read_tasks(reader: Reader, nodes: list[Node], place: Place, status: str = "") -> None:
    """The entries under a label such as Tasks. `status` is what the label itself says of them (Active Tasks)."""
    states_stand_in_brackets = any(trailing_status(plain(node.text))[1] for node in nodes if node.kind == ITEM)
    for node in nodes:
        if node.kind not in (ITEM, TEXT):
            reader.visit(node, place)
        elif node.kind == ITEM or read_task_line(node.text):
            task = _entry(reader, node, place, status)
            if task and states_stand_in_brackets:
                warn_of_unknown_state(reader, node, task)
        else:
            _words_between(reader, node, place, status)


def _entry(reader: Reader, node: Node, place: Place, status: str) -> TaskDraft | None:
    found = read_task_line(node.text)
    if found:
        return open_task(reader, found, node, place, status)
    label = read_label(node.text)
    if label and label.role and ":" in node.text and not _BOXED.match(node.text):
        reader.apply(label, node, place)
        return None
    if _is_group(node):
        reader.draft.cover(node)
        read_tasks(reader, node.children, replace(place, group=caption(node.text)), status)
        return None
    if several := _several(node.text):
        for key in several:
            name_task(reader, key, "", node.line, place, INFERRED)
        reader.draft.keep("note", node, place.about)
        return None
    unnamed = read_unnamed(node.text)
    if unnamed.key:
        return open_task(reader, unnamed, node, place, status)
    if place.is_report and not _BOXED.match(node.text):
        reports.tell(reader, node, place)
        return None
    key = _free_key(reader, place)
    unnamed.remarks.title = unnamed.remarks.title.rstrip(" :")
    task = open_task(reader, replace(unnamed, key=key), node, place, status)
    if task:
        task.is_made_up = True
    return task


def _words_between(reader: Reader, node: Node, place: Place, status: str) -> None:
    """A line of prose or a label among the entries of a list."""
    label = read_label(node.text)
    if label and label.role:
        reader.apply(label, node, place)
        return
    reader.draft.cover(node)
    if place.owner and not place.is_report:
        place.owner.notes.append(plain(node.text))
    else:
        reader.draft.note("note", plain(node.text), node.line, place.about, place.date)
    read_tasks(reader, node.children, place, status)


def _is_group(node: Node) -> bool:
    """`- **Backend**:` over a list of tasks only gathers them."""
    if not is_label(node.text) or read_mark(node.text).status:
        return False
    return any(child.kind == ITEM and (_BOXED.match(child.text) or read_task_line(child.text)) for child in node.children)


def _several(text: str) -> list[str]:
    """The keys of a line about several tasks: `Work on Tasks 5, 11-20`."""
    named = [mention.keys for mention in mentions(text) if mention.kind == TASK]
    return [key for keys in named for key in keys] if any(len(keys) > 1 for keys in named) else []


def _free_key(reader: Reader, place: Place) -> str:
    """A key for a task that has none: the owner's key and the next number that the document uses nowhere."""
    owner = place.task or place.track or place.agent
    return reader.draft.next_key(owner.key if owner else "T")
