"""What the labels of a track, worker or task say: one small function per role of `labels`."""

import re
from collections.abc import Callable
from dataclasses import replace

from tracks.document import DONE, IN_PROGRESS, DeliverableEntry

from ..inline import plain, without_code_marks
from ..mentions import mentions
from ..nouns import TASK
from ..statuses import read_mark, read_percent, read_status, trailing_status
from ..waits import waits_for
from . import reports, tasks
from .draft import INFO, OWN, TaskDraft, Need, Sighting, told
from .labels import Label
from .names import read_owner
from .place import Place, Reader
from .remarks import read_estimate, read_parallel, read_priority
from .tree import HEADING, ITEM, TEXT, Node

Field = Callable[[Reader, Label, Node, Place], None]

_COMMA = re.compile(r",\s+(?![^()]*\))")
_ONE_PATH = re.compile(r"^`([^`]+)`(?:\s*[(—–-]\s*(?P<remark>.*?)\)?)?$")


def apply_label(reader: Reader, label: Label, node: Node, place: Place) -> None:
    """Hands a label to the field it names; one without a row is kept in the notes of whose section it is in."""
    field = FIELDS.get(label.role, _kept)
    if not place.owner and not place.agent and label.role not in _NEED_NO_OWNER:
        field = _kept
    field(reader, label, node, place)


def _values(reader: Reader, label: Label, node: Node) -> list[tuple[int, str]]:
    """The value behind a label and the entries below it, each with its line; all are covered by this."""
    reader.draft.cover_all(node)
    inline = [(node.line, label.value)] if label.value else []
    return inline + [(child.line, told(child)) for child in node.children]


def _focus(reader: Reader, label: Label, node: Node, place: Place) -> None:
    if _is_taken(place, bool((place.track and place.track.focus) or (place.agent and place.agent.focus))):
        _kept(reader, label, node, place)
        return
    for _, text in _values(reader, label, node):
        if place.track:
            place.track.focus.append(plain(text))
        if place.agent:
            place.agent.focus += [without_code_marks(part) for part in _COMMA.split(plain(text))]


def _owner(reader: Reader, label: Label, node: Node, place: Place) -> None:
    names = ", ".join(plain(text) for _, text in _values(reader, label, node))
    if place.task:
        place.task.assignee = names
    elif place.track and not place.track.owner:
        place.track.owner, place.track.owner_line = names, node.line
    else:
        reader.draft.note("note", f"{label.name}: {names}", node.line, place.about, place.date)


def _status(reader: Reader, label: Label, node: Node, place: Place) -> None:
    text = " ".join(text for _, text in _values(reader, label, node))
    item, status = place.owner, read_status(text)
    if item is None:
        _told_of_agent(reader, label, node, place, text)
        return
    item.notes += [told(child) for child in node.children]
    if status is None:
        item.notes.append(f"{label.name}: {plain(text)}")
        return
    if status.doubt:
        severity = INFO if status.known else "warning"
        reader.draft.problem(node.line, status.doubt, severity)
    item.sightings.append(Sighting(status.status, plain(text), node.line, OWN, place.when))
    if isinstance(item, TaskDraft) and status.percent is not None:
        item.percent = status.percent
    if what := waits_for(text):
        reader.draft.needs.append(Need(item, what, node.line, is_weak=True))


def _told_of_agent(reader: Reader, label: Label, node: Node, place: Place, text: str) -> None:
    if place.agent:
        place.agent.notes.append(f"{label.name}: {plain(text)}")
    else:
        reader.draft.note("note", f"{label.name}: {plain(text)}", node.line)


def _tasks(reader: Reader, label: Label, node: Node, place: Place) -> None:
    reader.draft.cover(node)
    status = IN_PROGRESS if label.role == "active" else ""
    if place.task and label.role == "tasks":
        tasks.read_details(reader, node.children, place)
    else:
        tasks.read_tasks(reader, node.children, replace(place, task=None, section=""), status)
    if not label.value:
        return
    named = [key for mention in mentions(f"{TASK} {plain(label.value)}") for key in mention.keys]
    for key in named:
        tasks.name_task(reader, key, "", node.line, place, OWN)
    if not named or not node.children:
        reader.draft.note("note", f"{label.name}: {plain(label.value)}", node.line, place.about, place.date)


def _deliverables(reader: Reader, label: Label, node: Node, place: Place) -> None:
    if not place.track or place.task or place.is_report:
        _kept(reader, label, node, place)
        return
    for line, text in _values(reader, label, node):
        marked = read_mark(text)
        title, status = trailing_status(plain(marked.rest))
        state = status.status if status else marked.status
        place.track.deliverables.append(DeliverableEntry(title, state == DONE, line))


def _dependencies(reader: Reader, label: Label, node: Node, place: Place) -> None:
    item = place.owner
    if item is None:
        _kept(reader, label, node, place)
        return
    for line, text in _values(reader, label, node):
        text = plain(read_mark(text).rest)
        item.declares = item.declares or text
        reader.draft.needs.append(Need(item, text, line, is_weak=place.is_report))


def _blocks(reader: Reader, label: Label, node: Node, place: Place) -> None:
    item = place.owner
    for line, text in _values(reader, label, node):
        if item:
            reader.draft.needs.append(Need(item, plain(text), line, turned=True))


def _files(reader: Reader, label: Label, node: Node, place: Place) -> None:
    notes = place.owner.notes if place.owner else place.agent.notes if place.agent else []
    for _, text in _values(reader, label, node):
        path = _ONE_PATH.match(text.strip())
        name = path[1] if path else without_code_marks(plain(text))
        if path and path["remark"]:
            notes.append(f"{name}: {path['remark']}")
        if place.task:
            place.task.paths += [part.strip() for part in name.split(",")] if "\n" not in name else [name]
        for owner in (None if place.task else place.track, None if place.task else place.agent):
            if owner and name not in owner.key_files:
                owner.key_files.append(name)


def _directory(reader: Reader, label: Label, node: Node, place: Place) -> None:
    text = " ".join(without_code_marks(plain(text)) for _, text in _values(reader, label, node))
    owners = [owner for owner in (place.track, place.agent) if owner and not owner.working_directory]
    for owner in owners:
        owner.working_directory = text
    if not owners or place.task:
        reader.draft.note("note", f"{label.name}: {text}", node.line, place.about, place.date)


def _role(reader: Reader, label: Label, node: Node, place: Place) -> None:
    text = " ".join(plain(text) for _, text in _values(reader, label, node))
    if place.agent and not place.agent.role:
        place.agent.role = text
        if place.track:
            place.track.role = text
    else:
        reader.draft.note("note", f"{label.name}: {text}", node.line, place.about, place.date)


def _steps(reader: Reader, label: Label, node: Node, place: Place) -> None:
    if not place.task:
        _tasks(reader, label, node, place)
        return
    reader.draft.cover(node)
    if label.value:
        place.task.notes.append(f"{label.name}: {plain(label.value)}")
    tasks.read_details(reader, node.children, place)


def _criteria(reader: Reader, label: Label, node: Node, place: Place) -> None:
    for line, text in _values(reader, label, node):
        reader.draft.note("criterion", text if line != node.line else plain(text), line, place.about, place.date)


def _priority(reader: Reader, label: Label, node: Node, place: Place) -> None:
    text = " ".join(plain(text) for _, text in _values(reader, label, node))
    item, priority = place.owner, read_priority(text)
    if item and priority:
        item.priority = priority
    if not isinstance(item, TaskDraft) or not priority:
        _add_note(reader, label, node, place, text)


def _estimate(reader: Reader, label: Label, node: Node, place: Place) -> None:
    text = " ".join(plain(text) for _, text in _values(reader, label, node))
    if place.task:
        place.task.estimate = read_estimate(text)
    _add_note(reader, label, node, place, text)


def _progress(reader: Reader, label: Label, node: Node, place: Place) -> None:
    text = " ".join(plain(text) for _, text in _values(reader, label, node))
    if place.task:
        place.task.percent = read_percent(text)
    _add_note(reader, label, node, place, text)


def _parallel(reader: Reader, label: Label, node: Node, place: Place) -> None:
    text = " ".join(plain(text) for _, text in _values(reader, label, node))
    if place.task:
        place.task.parallel = read_parallel(text)
        _add_note(reader, label, node, place, text)
    elif place.track and not place.track.parallelizable:
        place.track.parallelizable = text
    else:
        _add_note(reader, label, node, place, text)


def _weeks(reader: Reader, label: Label, node: Node, place: Place) -> None:
    text = " ".join(plain(text) for _, text in _values(reader, label, node))
    if place.track and not place.task and (weeks := [int(number) for number in re.findall(r"\b\d{1,2}\b", text)]):
        place.track.weeks += [week for week in weeks if week not in place.track.weeks]
    _add_note(reader, label, node, place, text)


def _capabilities(reader: Reader, label: Label, node: Node, place: Place) -> None:
    texts = [plain(text) for _, text in _values(reader, label, node)]
    if place.task:
        place.task.capabilities += [part.strip(" `") for text in texts for part in text.split(",")]
    else:
        _add_note(reader, label, node, place, ", ".join(texts))


def _risks(reader: Reader, label: Label, node: Node, place: Place) -> None:
    for line, text in _values(reader, label, node):
        reader.draft.note("risk" if label.role == "risks" else "next_step", text, line, place.about, place.date)


def _updated(reader: Reader, label: Label, node: Node, place: Place) -> None:
    text = " ".join(plain(text) for _, text in _values(reader, label, node))
    reader.draft.note("history", f"{label.name}: {text}", node.line, place.about, text)


def _kept(reader: Reader, label: Label, node: Node, place: Place) -> None:
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
    _notes(place).append("\n".join(lines))


def _add_note(reader: Reader, label: Label, node: Node, place: Place, text: str) -> None:
    if place.is_report or not (place.owner or place.agent):
        reader.draft.note("note", f"{label.name}: {text}", node.line, place.about, place.date)
    else:
        _notes(place).append(f"{label.name}: {text}")


def _notes(place: Place) -> list[str]:
    holder = place.task or place.track or place.agent
    assert holder
    return holder.notes


def _is_taken(place: Place, is_set: bool) -> bool:
    return place.task is not None or (place.is_report and is_set)


FIELDS: dict[str, Field] = {
    "focus": _focus,
    "owner": _owner,
    "status": _status,
    "tasks": _tasks,
    "active": _tasks,
    "deliverables": _deliverables,
    "dependencies": _dependencies,
    "blocks": _blocks,
    "files": _files,
    "directory": _directory,
    "role": _role,
    "steps": _steps,
    "criteria": _criteria,
    "priority": _priority,
    "estimate": _estimate,
    "progress": _progress,
    "parallel": _parallel,
    "weeks": _weeks,
    "capabilities": _capabilities,
    "risks": _risks,
    "next": _risks,
    "updated": _updated,
}
_NEED_NO_OWNER = {"tasks", "active", "criteria", "risks", "next", "updated"}
