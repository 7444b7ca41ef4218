"""Decides which track, parent and person each task belongs to, where a document says so in several places."""

from ..keys import parent_of
from .draft import INFO, Draft
from .entities import LISTED, Claim, TaskDraft, TrackDraft


def settle_parents(draft: Draft) -> None:
    """`32.1` is a subtask of `32` wherever the two stand; a parent that would contain itself is dropped."""
    for task in draft.tasks.values():
        head = draft.task(parent_of(task.key))
        if not task.parent and head and head is not task:
            task.parent = head.key
        parent = draft.task(task.parent) if task.parent else None
        task.parent = parent.key if parent and not _is_below(draft, parent, task) else ""


def track_of_tasks(draft: Draft) -> dict[str, TrackDraft | None]:
    """The track of every task, by its key; tells where two sections claim one task."""
    found: dict[str, TrackDraft | None] = {}
    for task in draft.tasks.values():
        chain = [task]
        while chain[-1].parent and chain[-1].key not in found and len(chain) < 50:
            parent = draft.task(chain[-1].parent)
            if parent is None:
                break
            chain.append(parent)
        for one in reversed(chain):
            if one.key not in found:
                found[one.key] = _track(draft, one, found.get(one.parent))
    return found


def assignee_of(task: TaskDraft) -> str:
    """Who is to do it: as the document names them, else the worker under whom it stands."""
    claim = _claim(task)
    return task.assignee or (claim.agent.name if claim and claim.agent else "")


def _track(draft: Draft, task: TaskDraft, of_parent: TrackDraft | None) -> TrackDraft | None:
    claim = _claim(task)
    if claim and claim.track and not task.parent:
        _tell_other_claims(draft, task, claim)
        return claim.track
    return of_parent or (claim.track if claim else None) or draft.track(parent_of(task.key))


def _claim(task: TaskDraft) -> Claim | None:
    return max(task.claims, key=lambda claim: claim.weight, default=None)


def _tell_other_claims(draft: Draft, task: TaskDraft, taken: Claim) -> None:
    assert taken.track
    for claim in task.claims:
        if claim.track and claim.track is not taken.track:
            reason = f"Task {task.key} is given to {claim.track.name} here and to {taken.track.name} in line {taken.line}"
            draft.problem(claim.line, f"{reason}; the latter is taken", INFO if taken.weight >= LISTED else "warning")


def _is_below(draft: Draft, task: TaskDraft, above: TaskDraft) -> bool:
    """Whether a task stands somewhere below another, or is it."""
    seen: set[str] = set()
    at: TaskDraft | None = task
    while at and at.key not in seen:
        if at is above:
            return True
        seen.add(at.key)
        at = draft.task(at.parent) if at.parent else None
    return False
