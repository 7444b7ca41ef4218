"""Decides how each task and track stands, where a document says so in several places, and tells where they disagree.

The newest dated section wins, else the item's own line, else a list or table elsewhere; of two readings of equal weight
the one that promises less.
"""

from collections.abc import Iterable

from tracks.document import CANCELLED, DONE, IN_PROGRESS, NOT_STARTED

from ..status_words import PROGRESS
from .draft import INFO, WARNING, Draft
from .entities import INFERRED, LISTED, OWN, Sighting, TaskDraft, TrackDraft


def chosen(sightings: Iterable[Sighting]) -> Sighting | None:
    """The statement that counts."""
    stated = [sighting for sighting in sightings if sighting.weight > INFERRED]
    dated = [sighting for sighting in stated if sighting.when]
    if dated:
        newest = max(sighting.when for sighting in dated if sighting.when)
        stated = [sighting for sighting in dated if sighting.when == newest]
    if not stated:
        return None
    weight = max(sighting.weight for sighting in stated)
    return min((one for one in stated if one.weight == weight), key=lambda one: PROGRESS[one.status])


def stand_of_tasks(draft: Draft) -> dict[str, tuple[str, str]]:
    """Status and the document's own word for it, by task key."""
    subtasks: dict[str, list[TaskDraft]] = {}
    for task in draft.tasks.values():
        subtasks.setdefault(task.parent, []).append(task)
    found: dict[str, tuple[str, str]] = {}
    for task in reversed(list(draft.tasks.values())):
        statement = chosen(task.sightings)
        if statement:
            found[task.key] = statement.status, statement.word
            _tell_contradictions(draft, task, statement)
    _follow_their_parent(draft, subtasks, found)
    for task in sorted(draft.tasks.values(), key=lambda task: _depth(draft, task), reverse=True):
        if task.key not in found:
            parts = [found[part.key][0] for part in subtasks.get(task.key, ())]
            found[task.key] = _by_parts(task, parts), ""
    _tell_open_parts(draft, subtasks, found)
    return found


def stand_of_track(track: TrackDraft, draft: Draft) -> tuple[str, str]:
    """The same for a track; rows of a progress table are compared elsewhere."""
    statement = chosen(track.sightings)
    if statement is None:
        return NOT_STARTED, ""
    own = [sighting for sighting in track.sightings if sighting.weight == OWN]
    _tell(draft, f"Track {track.key}", own, statement)
    return statement.status, statement.word


def _follow_their_parent(draft: Draft, subtasks: dict[str, list[TaskDraft]], found: dict[str, tuple[str, str]]) -> None:
    """Subtasks that are only given as a range are done when their task is."""
    for task in draft.tasks.values():
        silent = [part for part in subtasks.get(task.key, ()) if part.is_of_range and part.key not in found and not part.steps]
        if silent and found.get(task.key, (NOT_STARTED, ""))[0] == DONE:
            found.update((part.key, (DONE, "")) for part in silent)
            keys = f"{silent[0].key} to {silent[-1].key}" if len(silent) > 1 else silent[0].key
            draft.problem(silent[0].line, f"{keys} taken as done, because Task {task.key} is", INFO)


def _depth(draft: Draft, task: TaskDraft) -> int:
    depth = 0
    while task.parent and (above := draft.task(task.parent)):
        task, depth = above, depth + 1
    return depth


def _by_parts(task: TaskDraft, parts: list[str]) -> str:
    """A task without a status of its own stands as its subtasks and steps do."""
    done = [step.done for step in task.steps] + [part == DONE for part in parts if part != CANCELLED]
    if done and all(done):
        return DONE
    begun = any(done) or any(part not in (NOT_STARTED, CANCELLED) for part in parts)
    return IN_PROGRESS if begun or any(one.weight == INFERRED for one in task.sightings) else NOT_STARTED


def _tell_contradictions(draft: Draft, task: TaskDraft, statement: Sighting) -> None:
    _tell(draft, f"Task {task.key}", [one for one in task.sightings if one.weight >= LISTED], statement)


def _tell(draft: Draft, name: str, sightings: list[Sighting], statement: Sighting) -> None:
    """Older dates are history; anything else that says otherwise is worth a look."""
    for other in sightings:
        is_history = bool(other.when and statement.when and other.when < statement.when)
        if other.status != statement.status and not is_history:
            taken = statement.status.replace("_", " ")
            reason = f"{name}: “{other.word}” here, “{statement.word}” in line {statement.line}; taken as {taken}"
            draft.problem(other.line, reason, WARNING if other.weight == statement.weight else INFO)


def _tell_open_parts(draft: Draft, subtasks: dict[str, list[TaskDraft]], found: dict[str, tuple[str, str]]) -> None:
    for task in draft.tasks.values():
        parts = subtasks.get(task.key, [])
        is_open = [part.key for part in parts if found[part.key][0] not in (DONE, CANCELLED)]
        if is_open and found[task.key][0] == DONE:
            are = "are" if len(is_open) > 1 else "is"
            reason = f"Task {task.key} is said to be done, but {', '.join(is_open[:10])} below it {are} open"
            draft.problem(task.line, reason, WARNING)
        elif parts and not is_open and found[task.key][0] == NOT_STARTED and task.sightings:
            draft.problem(task.line, f"Task {task.key} is said to be open, but all its subtasks are done", INFO)
