"""What stands below a task: subtasks, steps, labels, words."""

from tracks.document import DONE, IN_PROGRESS, NOT_STARTED, StepEntry

from ..inline import plain
from ..statuses import read_mark, trailing_status
from ..waits import begins_with_wait
from .entities import OWN, Need, Sighting, TaskDraft
from .labels import read_label
from .place import Place, Reader
from .tasklines import read_task_line, unknown_state
from .tasks import add_subtasks, open_task, subtasks_named
from .tree import ITEM, TEXT, Node, is_label


def read_details(reader: Reader, nodes: list[Node], place: Place) -> None:
    """What stands below a task."""
    states_stand_in_brackets = any(trailing_status(plain(node.text))[1] for node in nodes if node.kind == ITEM)
    for node in nodes:
        subtask = _detail(reader, node, place)
        if subtask and states_stand_in_brackets:
            warn_of_unknown_state(reader, node, subtask)


def add_steps(reader: Reader, nodes: list[Node], task: TaskDraft) -> None:
    """Checklist lines; those nested below them become lines of their own."""
    for node in nodes:
        if node.kind in (ITEM, TEXT):
            reader.draft.cover(node)
            marked = read_mark(node.text)
            text, status = trailing_status(plain(marked.rest))
            state = status.status if status else marked.status
            task.steps.append(StepEntry(text, state == DONE, node.line))
            if state not in (None, NOT_STARTED, DONE):
                reader.draft.note("progress", plain(node.text), node.line, task.reference)
            add_steps(reader, node.children, task)
        else:
            reader.draft.keep("note", node, task.reference)


def warn_of_unknown_state(reader: Reader, node: Node, task: TaskDraft) -> None:
    """Where its neighbours state a status in brackets, a word there that is none is no part of the title."""
    word = unknown_state(node.text)
    if not word or word not in task.title:
        return
    task.title = task.title.removesuffix(f"({word})").strip()
    told = [sighting for sighting in task.sightings if sighting.line == node.line]
    status = told[-1].status if told and told[-1].status != DONE else IN_PROGRESS if told else NOT_STARTED
    task.sightings = [sighting for sighting in task.sightings if sighting.line != node.line]
    task.sightings.append(Sighting(status, word, node.line, OWN))
    taken = status.replace("_", " ") if status != NOT_STARTED else "not started"
    reader.draft.problem(node.line, f"“{word}” is not a status we know; taken as {taken}")


def _detail(reader: Reader, node: Node, place: Place) -> TaskDraft | None:
    task, draft = place.task, reader.draft
    assert task
    if node.kind not in (ITEM, TEXT):
        reader.visit(node, place)
        return None
    found, label = read_task_line(node.text), read_label(node.text)
    if found:
        return open_task(reader, found, node, place)
    if label and (label.role or not is_label(node.text)):
        reader.apply(label, node, place)
    elif subtasks := subtasks_named(node.text, task.key):
        draft.cover(node)
        add_subtasks(reader, subtasks, task, node.line, place)
        task.notes.append(plain(node.text))
        read_details(reader, node.children, place)
    elif what := begins_with_wait(plain(node.text)):
        draft.keep("note", node, task.reference)
        draft.needs.append(Need(task, what, node.line, is_told=True))
    elif node.kind == ITEM:
        add_steps(reader, [node], task)
    else:
        draft.cover(node)
        task.notes.append(plain(node.text))
        read_details(reader, node.children, place)
    return None
