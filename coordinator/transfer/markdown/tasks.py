"""Lists of tasks and what stands below each task: subtasks, steps, labels. Makes up a key where there is none."""

import re
from dataclasses import replace

from tracks.document import DONE, IN_PROGRESS, TODO, StepEntry

from ..inline import plain
from ..keys import parent_of
from ..mentions import mentions
from ..nouns import TASK
from ..statuses import read_mark, trailing_status
from ..waits import begins_with_wait
from . import reports
from .draft import ERROR, INFERRED, INFO, LISTED, OWN, WARNING, Claim, Need, Sighting, TaskDraft
from .labels import read_label
from .place import Place, Reader
from .tasklines import TaskLine, read_task_line, read_unnamed, unknown_state
from .tree import FENCE, HEADING, ITEM, TABLE, Node, is_label

_BOXED = re.compile(r"^\[[ xX~!/-]?\]\s")


def read_tasks(reader: Reader, nodes: list[Node], place: Place, status: str = "") -> None:
    """The entries under a label such as Tasks. `status` is what the label itself says of them (Active Tasks)."""
    made_up: list[str] = []
    states_stand_in_brackets = any(trailing_status(plain(node.text))[1] for node in nodes if node.kind == ITEM)
    for node in nodes:
        if node.kind in (HEADING, TABLE, FENCE):
            reader.visit(node, place)
        elif node.kind == ITEM or read_task_line(node.text):
            task = _entry(reader, node, place, status, made_up)
            if task and states_stand_in_brackets:
                _warn_of_unknown_state(reader, node, task)
        elif not place.is_report and place.owner:
            place.owner.notes.append(plain(node.text))
            reader.draft.cover(node)
            read_tasks(reader, node.children, place, status)
        else:
            reader.visit(node, place)
    _tell_made_up(reader, nodes, made_up)


def read_details(reader: Reader, nodes: list[Node], place: Place) -> None:
    """What stands below a task."""
    states_stand_in_brackets = any(trailing_status(plain(node.text))[1] for node in nodes if node.kind == ITEM)
    for node in nodes:
        subtask = _detail(reader, node, place)
        if subtask and states_stand_in_brackets:
            _warn_of_unknown_state(reader, node, subtask)


def add_steps(reader: Reader, nodes: list[Node], task: TaskDraft) -> None:
    """Checklist lines; those nested below them become lines of their own."""
    for node in nodes:
        if node.kind in (ITEM, "text"):
            reader.draft.cover(node)
            marked = read_mark(node.text)
            text, status = trailing_status(plain(marked.rest))
            state = status.status if status else marked.status
            task.steps.append(StepEntry(text, state == DONE, node.line))
            if state not in (None, TODO, DONE):
                reader.draft.note("progress", plain(node.text), node.line, task.reference)
            add_steps(reader, node.children, task)
        else:
            reader.draft.keep("note", node, task.reference)


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
            subtask = TaskDraft(key, f"{parent.title} ({key})" if parent.title else "", line, parent.key)
            subtask.claims.append(Claim(place.track, place.agent, line, OWN))
            reader.draft.tasks[key.casefold()] = subtask


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
    _note_status(reader, found, node, task, place, status)
    _note_remarks(reader, found, node, task, place)
    below = replace(place, task=task)
    if place.is_report:
        for child in node.children:
            reader.visit(child, below)
    else:
        read_details(reader, node.children, below)
    return task


def _entry(reader: Reader, node: Node, place: Place, status: str, made_up: list[str]) -> TaskDraft | None:
    found = read_task_line(node.text)
    if found:
        return open_task(reader, found, node, place, status)
    label = read_label(node.text)
    if label and label.role and not _BOXED.match(node.text):
        reader.apply(label, node, place)
        return None
    if _is_group(node):
        reader.draft.cover(node)
        read_tasks(reader, node.children, replace(place, group=plain(node.text).rstrip(":")), status)
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
    made_up.append(key)
    unnamed.remarks.title = unnamed.remarks.title.rstrip(" :")
    return open_task(reader, replace(unnamed, key=key), node, place, status)


def _detail(reader: Reader, node: Node, place: Place) -> TaskDraft | None:
    task, draft = place.task, reader.draft
    assert task
    if node.kind in (HEADING, TABLE):
        reader.visit(node, place)
        return None
    if node.kind == FENCE:
        draft.keep("note", node, task.reference)
        return None
    found, label = read_task_line(node.text), read_label(node.text)
    if found:
        return open_task(reader, found, node, place)
    if label and (label.role or not is_label(node.text)):
        reader.apply(label, node, place)
    elif subtasks := _subtasks_named(node.text, task.key):
        draft.cover(node)
        add_subtasks(reader, subtasks, task, node.line, place)
        task.notes.append(plain(node.text))
        read_details(reader, node.children, place)
    elif what := begins_with_wait(plain(node.text)):
        draft.keep("note", node, task.reference)
        draft.needs.append(Need(task, what, node.line))
    elif node.kind == ITEM:
        add_steps(reader, [node], task)
    else:
        draft.cover(node)
        task.notes.append(plain(node.text))
        read_details(reader, node.children, place)
    return None


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
    heading = f"{place.headings[-1]}: " if place.listed and place.headings else ""
    reader.draft.note("progress", heading + plain(node.text), node.line, task.reference, place.date)


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
    reader.draft.needs += [Need(task, what, node.line) for what in remarks.waits]
    task.priority = remarks.priority or task.priority
    task.estimate = remarks.estimate or task.estimate
    task.parallel = remarks.parallel if remarks.parallel is not None else task.parallel
    if remarks.owner:
        agent = reader.draft.agent(remarks.owner)
        track = next((track for track in reader.draft.tracks.values() if agent and track.agent is agent), None)
        task.claims.append(Claim(track, agent, node.line, LISTED))
        task.assignee = task.assignee or remarks.owner
    if subtasks := remarks.subtasks or _subtasks_named(remarks.title, task.key):
        add_subtasks(reader, subtasks, task, node.line, place)


def _subtasks_named(text: str, key: str) -> list[str]:
    """The keys of a phrase such as `All subtasks from 2.1 to 2.7`, if they all extend the task's key."""
    named = [found for mention in mentions(text) if mention.kind == TASK for found in mention.keys]
    return named if named and all(parent_of(found) == key for found in named) else []


def _several(text: str) -> list[str]:
    """The keys of a line about several tasks: `Work on Tasks 5, 11-20`."""
    named = [mention.keys for mention in mentions(text) if mention.kind == TASK]
    return [key for keys in named for key in keys] if any(len(keys) > 1 for keys in named) else []


def _is_group(node: Node) -> bool:
    """`- **Backend**:` over a list of tasks only gathers them."""
    if not is_label(node.text) or read_mark(node.text).status:
        return False
    return any(child.kind == ITEM and (_BOXED.match(child.text) or read_task_line(child.text)) for child in node.children)


def _free_key(reader: Reader, place: Place) -> str:
    """A key for a task that has none: the owner's key and the next number that the document uses nowhere."""
    owner = place.task or place.track or place.agent
    return reader.draft.next_key(owner.key if owner else "T")


def _tell_made_up(reader: Reader, nodes: list[Node], keys: list[str]) -> None:
    if keys:
        told = f"{keys[0]} to {keys[-1]}" if len(keys) > 1 else keys[0]
        tasks = f"{len(keys)} tasks have" if len(keys) > 1 else "This task has"
        line = next(node.line for node in nodes if node.line in reader.draft.covered)
        reader.draft.problem(line, f"{tasks} no key in the document; called {told} here", INFO)


def _warn_of_unknown_state(reader: Reader, node: Node, task: TaskDraft) -> None:
    """Where its neighbours state a status in brackets, a word there that is none is no part of the title."""
    word = unknown_state(node.text)
    if not word or word not in task.title:
        return
    task.title = task.title.removesuffix(f"({word})").strip()
    told = [sighting for sighting in task.sightings if sighting.line == node.line]
    status = told[-1].status if told and told[-1].status != DONE else IN_PROGRESS if told else TODO
    task.sightings = [sighting for sighting in task.sightings if sighting.line != node.line]
    task.sightings.append(Sighting(status, word, node.line, OWN))
    taken = status.replace("_", " ") if status != TODO else "not started"
    reader.draft.problem(node.line, f"“{word}” is not a status we know; taken as {taken}", WARNING)
