"""Takes in a line that names a task: defines it, or notes what a report or list says of one already known."""

from dataclasses import replace

from ..inline import plain
from ..keys import parent_of
from ..mentions import mentions
from ..nouns import TASK
from .draft import ERROR
from .entities import LISTED, OWN, Claim, Need, Sighting, TaskDraft
from .place import Place, Reader
from .tasklines import TaskLine
from .tree import Node


def open_task(reader: Reader, found: TaskLine, node: Node, place: Place, status: str = "") -> TaskDraft | None:
    """Takes in a line that names a task, with everything below it. None for the second task of one key."""
    draft = reader.draft
    task = draft.task(found.key)
    is_plan = not place.is_report and place.listed is None
    if task and not task.is_mention and is_plan:
        draft.problem(node.line, f"A task “{found.key}” stands in line {task.line} already; this one is kept as a note", ERROR)
        draft.keep("note", node, task.reference)
        return None
    draft.cover(node)
    if task is None or (task.is_mention and is_plan):
        task = _define(reader, found, node, place)
    else:
        _mentioned(reader, found, node, task, place)
    if not is_plan:
        heading = f"{place.headings[-1]}: " if place.listed and place.headings else ""
        draft.note("progress", heading + plain(node.text), node.line, task.reference, place.date)
    _note_status(reader, found, node, task, place, status)
    _note_remarks(reader, found, node, task, place)
    below = replace(place, task=task)
    if place.is_report:
        for child in node.children:
            reader.visit(child, below)
    else:
        reader.read_details(node.children, below)
    return task


def name_task(reader: Reader, key: str, title: str, line: int, place: Place, weight: int) -> TaskDraft:
    """The task of this key; if no line defined it yet, one that is only mentioned so far."""
    task = reader.draft.task(key)
    if task is None:
        task = TaskDraft(key, title, line, is_mention=True)
        reader.draft.tasks[key.casefold()] = task
    if place.track or place.agent:
        task.claims.append(Claim(place.track, place.agent, line, weight))
    return task


def add_subtasks(reader: Reader, keys: list[str], parent: TaskDraft, line: int, place: Place) -> None:
    """Subtasks that are only given as a range; their titles come from the task they belong to."""
    for key in keys:
        if key.casefold() not in reader.draft.tasks:
            title = f"{parent.title} ({key})" if parent.title else ""
            subtask = TaskDraft(key, title, line, parent.key, is_of_range=True)
            subtask.claims.append(Claim(place.track, place.agent, line, OWN))
            reader.draft.tasks[key.casefold()] = subtask


def subtasks_named(text: str, key: str) -> list[str]:
    """The keys of a phrase such as `All subtasks from 2.1 to 2.7`, if they all extend the task's key."""
    named = [found for mention in mentions(text) if mention.kind == TASK for found in mention.keys]
    return named if named and all(parent_of(found) == key for found in named) else []


def _define(reader: Reader, found: TaskLine, node: Node, place: Place) -> TaskDraft:
    """A new task, or the line that gives one mentioned before its title and place."""
    task = name_task(reader, found.key, found.title, node.line, place, LISTED if place.is_report else OWN)
    task.title = found.title or task.title
    task.line = node.line
    task.is_mention = place.is_report
    task.parent = place.task.key if place.task and place.task is not task else task.parent
    if found.said and not (found.status and found.status.word == found.said):
        task.notes.append(found.said)
    return task


def _mentioned(reader: Reader, found: TaskLine, node: Node, task: TaskDraft, place: Place) -> None:
    """A task known already turns up in a report or a list: what is said there is kept as progress."""
    if not task.title:
        task.title, task.line = found.title, node.line
    if place.track or place.agent:
        task.claims.append(Claim(place.track, place.agent, node.line, LISTED))


def _note_status(reader: Reader, found: TaskLine, node: Node, task: TaskDraft, place: Place, listed: str) -> None:
    weight = OWN if not place.is_report and place.listed is None else LISTED
    if found.doubt:
        reader.draft.problem(node.line, found.doubt)
    if found.status:
        if found.status.doubt:
            reader.draft.problem(node.line, found.status.doubt)
        task.percent = found.status.percent if found.status.percent is not None else task.percent
        task.sightings.append(Sighting(found.status.status, found.status.word, node.line, weight, place.when))
    elif place.listed:
        word = place.headings[-1] if place.headings else ""
        task.sightings.append(Sighting(place.listed.status, word, node.line, LISTED, place.when))
    elif listed:
        task.sightings.append(Sighting(listed, listed.replace("_", " "), node.line, LISTED, place.when))
    if place.listed and place.listed.priority:
        task.priority = place.listed.priority


def _note_remarks(reader: Reader, found: TaskLine, node: Node, task: TaskDraft, place: Place) -> None:
    remarks = found.remarks
    is_told = place.is_report or place.listed is not None
    reader.draft.needs += [Need(task, what, node.line, is_told=is_told) for what in remarks.waits]
    task.priority = remarks.priority or task.priority
    task.estimate = remarks.estimate or task.estimate
    task.parallel = remarks.parallel if remarks.parallel is not None else task.parallel
    if remarks.owner:
        agent = reader.draft.agent(remarks.owner)
        track = next((track for track in reader.draft.tracks.values() if agent and track.agent is agent), None)
        task.claims.append(Claim(track, agent, node.line, LISTED))
        task.assignee = task.assignee or remarks.owner
    if subtasks := remarks.subtasks or subtasks_named(remarks.title, task.key):
        add_subtasks(reader, subtasks, task, node.line, place)
