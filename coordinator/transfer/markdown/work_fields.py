"""Labels that say what there is to do, how it stands, and what it waits for."""

import re
from dataclasses import replace

from tracks.document import IN_PROGRESS

from ..inline import folded, plain
from ..mentions import mentions
from ..nouns import TASK
from ..statuses import read_mark, read_percent, read_status
from ..waits import waits_for
from . import tasklists
from .draft import INFO, WARNING
from .entities import OWN, Need, Sighting, TaskDraft
from .field_values import add_note, kept, values
from .labels import Label
from .place import Place, Reader
from .remarks import PRIORITIES, read_estimate, read_parallel, read_priority
from .tasks import name_task
from .told import told
from .tree import Node


def take_status(reader: Reader, label: Label, node: Node, place: Place) -> None:
    if not label.value and len(node.children) != 1:  # a list under Current State tells many things
        kept(reader, label, node, place)
        return
    text = " ".join([label.value, *(told(child) for child in node.children[:1] if not label.value)]).strip()
    values(reader, label, node, place)
    item, status = place.owner, read_status(text)
    if item is None:
        _told_of_agent(reader, label, node, place, text)
        return
    item.notes += [told(child) for child in node.children if label.value]
    if status is None:
        item.notes.append(f"{label.name}: {plain(text)}")
        return
    if status.doubt:
        severity = INFO if status.known else WARNING
        reader.draft.problem(node.line, status.doubt, severity)
    if place.is_report:
        reader.draft.note("progress", f"{label.name}: {plain(text)}", node.line, place.about, place.date)
    item.sightings.append(Sighting(status.status, plain(text), node.line, OWN, place.when))
    if isinstance(item, TaskDraft) and status.percent is not None:
        item.percent = status.percent
    if what := waits_for(text):
        reader.draft.needs.append(Need(item, what, node.line, is_weak=True, is_told=True))


def _told_of_agent(reader: Reader, label: Label, node: Node, place: Place, text: str) -> None:
    if place.agent:
        place.agent.notes.append(f"{label.name}: {plain(text)}")
    else:
        reader.draft.note("note", f"{label.name}: {plain(text)}", node.line)


def take_tasks(reader: Reader, label: Label, node: Node, place: Place) -> None:
    reader.draft.cover(node)
    status = IN_PROGRESS if label.role == "active" else ""
    if place.task and label.role == "tasks":
        reader.read_details(node.children, place)
    else:
        tasklists.read_tasks(reader, node.children, replace(place, task=None, section=""), status)
    if not label.value:
        return
    named = [key for mention in mentions(f"{TASK} {plain(label.value)}") for key in mention.keys]
    for key in named:
        name_task(reader, key, "", node.line, place, OWN)
    if not named or not node.children:
        reader.draft.note("note", f"{label.name}: {plain(label.value)}", node.line, place.about, place.date)


def take_steps(reader: Reader, label: Label, node: Node, place: Place) -> None:
    if not place.task:
        take_tasks(reader, label, node, place)
        return
    reader.draft.cover(node)
    if label.value:
        place.task.notes.append(f"{label.name}: {plain(label.value)}")
    reader.read_details(node.children, place)


def take_dependencies(reader: Reader, label: Label, node: Node, place: Place) -> None:
    item = place.owner
    if item is None:
        kept(reader, label, node, place)
        return
    for line, text in values(reader, label, node, place):
        text = plain(read_mark(text).rest)
        item.declares = item.declares or text
        reader.draft.needs.append(Need(item, text, line, is_weak=place.is_report))


def take_blocks(reader: Reader, label: Label, node: Node, place: Place) -> None:
    item = place.owner
    for line, text in values(reader, label, node, place):
        if item:
            reader.draft.needs.append(Need(item, plain(text), line, turned=True, is_told=True))
            item.notes.append(f"{label.name}: {plain(text)}")


def take_priority(reader: Reader, label: Label, node: Node, place: Place) -> None:
    text = " ".join(plain(text) for _, text in values(reader, label, node, place))
    item, priority = place.owner, read_priority(text)
    if item and priority:
        item.priority = priority
    if not isinstance(item, TaskDraft) or folded(text) not in PRIORITIES:
        add_note(reader, label, node, place, text)


def take_estimate(reader: Reader, label: Label, node: Node, place: Place) -> None:
    text = " ".join(plain(text) for _, text in values(reader, label, node, place))
    if place.task:
        place.task.estimate = read_estimate(text)
    add_note(reader, label, node, place, text)


def take_progress(reader: Reader, label: Label, node: Node, place: Place) -> None:
    text = " ".join(plain(text) for _, text in values(reader, label, node, place))
    if place.task:
        place.task.percent = read_percent(text)
    add_note(reader, label, node, place, text)


def take_parallel(reader: Reader, label: Label, node: Node, place: Place) -> None:
    text = " ".join(plain(text) for _, text in values(reader, label, node, place))
    if place.task:
        place.task.parallel = read_parallel(text)
        add_note(reader, label, node, place, text)
    elif place.track and not place.track.parallelizable:
        place.track.parallelizable = text
    else:
        add_note(reader, label, node, place, text)


def take_weeks(reader: Reader, label: Label, node: Node, place: Place) -> None:
    text = " ".join(plain(text) for _, text in values(reader, label, node, place))
    if place.track and not place.task and (weeks := [int(number) for number in re.findall(r"\b\d{1,2}\b", text)]):
        place.track.weeks += [week for week in weeks if week not in place.track.weeks]
    add_note(reader, label, node, place, text)


def take_capabilities(reader: Reader, label: Label, node: Node, place: Place) -> None:
    texts = [plain(text) for _, text in values(reader, label, node, place)]
    if place.task:
        place.task.capabilities += [part.strip(" `") for text in texts for part in text.split(",")]
    else:
        add_note(reader, label, node, place, ", ".join(texts))
