"""What the events in the life of a task change."""

from collections.abc import Callable
from typing import Any

from agents.plan import KEPT_STINTS
from tracks import events as e
from tracks.draft import Draft
from tracks.events.about import AboutTask
from tracks.happened import Happened
from tracks.offers import MOST_LEASES
from tracks.terms import demands
from tracks.work import Lease, Step, Task


def task_claimed(draft: Draft, event: e.TaskClaimed, at: Happened) -> None:
    task = draft.tasks[event.key]
    state = task.state if task.state == "in_progress" else "claimed"
    lease = Lease(event.agent, at.sequence, at.at, event.lease_until)
    change(
        draft, event, at, state=state, lease=lease, last_fence=at.sequence, held=holders(task, lease),
        attempts=task.attempts + 1, reason="",
    )


def task_handed_over(draft: Draft, event: e.TaskHandedOver, at: Happened) -> None:
    lease = Lease(event.agent, at.sequence, at.at, event.lease_until)
    held = holders(draft.tasks[event.key], lease)
    change(draft, event, at, lease=lease, last_fence=at.sequence, held=held)


def holders(task: Task, lease: Lease) -> tuple[tuple[int, str], ...]:
    """Who had the task lately, with this lease as the last: by this a late one is known."""
    return (*task.held[-MOST_LEASES + 1:], (lease.fence, lease.agent))


def task_started(draft: Draft, event: e.TaskStarted, at: Happened) -> None:
    change(draft, event, at, state="in_progress", started_at=draft.tasks[event.key].started_at or at.at)


def task_progressed(draft: Draft, event: e.TaskProgressed, at: Happened) -> None:
    done = set(event.steps_done)
    steps = tuple(Step(step.text, place in done) for place, step in enumerate(draft.tasks[event.key].steps))
    change(draft, event, at, reported=event.percent, steps=steps)


def task_blocked(draft: Draft, event: e.TaskBlocked, at: Happened) -> None:
    change(draft, event, at, state="blocked", reason=event.reason, waits_for=event.waits_for)


def task_unblocked(draft: Draft, event: e.TaskUnblocked, at: Happened) -> None:
    state = "in_progress" if draft.tasks[event.key].lease else "open"
    change(draft, event, at, state=state, reason="", waits_for=())


def task_submitted(draft: Draft, event: e.TaskSubmitted, at: Happened) -> None:
    credit(draft, draft.tasks[event.key].lease, at)
    change(
        draft, event, at, state="in_review", lease=None, summary=event.summary, evidence=event.evidence, accepted=False,
        done_by=doers(draft, event, at),
    )


def task_approved(draft: Draft, event: e.TaskApproved, at: Happened) -> None:
    count(draft, doer(draft.tasks[event.key]), "tasks_done")
    task = draft.tasks[event.key]
    verified = at.actor not in task.done_by or bool(demands(draft, task))
    finish(draft, event, at, summary=task.summary, evidence=task.evidence, verified=verified)


def task_rejected(draft: Draft, event: e.TaskRejected, at: Happened) -> None:
    count(draft, doer(draft.tasks[event.key]), "tasks_rejected")
    change(draft, event, at, state="open", reason=event.reason)


def task_completed(draft: Draft, event: e.TaskCompleted, at: Happened) -> None:
    lease = draft.tasks[event.key].lease
    credit(draft, lease, at)
    count(draft, lease.agent if lease else "", "tasks_done")
    finish(
        draft, event, at, summary=event.summary, evidence=event.evidence, done_by=doers(draft, event, at),
        verified=bool(demands(draft, draft.tasks[event.key])),
    )


def doers(draft: Draft, event: AboutTask, at: Happened) -> tuple[str, ...]:
    """Who held the task, and who says that it is done."""
    lease = draft.tasks[event.key].lease
    return tuple(dict.fromkeys([*([f"agent/{lease.agent}"] if lease else []), at.actor]))


def task_failed(draft: Draft, event: e.TaskFailed, at: Happened) -> None:
    lease = draft.tasks[event.key].lease
    count(draft, lease.agent if lease else "", "tasks_failed")
    failures = draft.tasks[event.key].failures + 1
    change(draft, event, at, state="failed", lease=None, reason=event.reason, failures=failures, retry_at=None)


def task_decomposed(draft: Draft, event: e.TaskDecomposed, at: Happened) -> None:
    change(draft, event, at, state="open", lease=None, reason="", waits_for=())


def task_released(draft: Draft, event: e.TaskReleased, at: Happened) -> None:
    freed(draft, event, at)


def lease_expired(draft: Draft, event: e.LeaseExpired, at: Happened) -> None:
    count(draft, event.agent, "leases_lost")
    freed(draft, event, at)


def task_cancelled(draft: Draft, event: e.TaskCancelled, at: Happened) -> None:
    change(draft, event, at, state="cancelled", lease=None, reason=event.reason, finished_at=at.at)


def task_deferred(draft: Draft, event: e.TaskDeferred, at: Happened) -> None:
    change(draft, event, at, state="deferred", lease=None, reason=event.reason)


def task_opened(draft: Draft, event: e.TaskReopened | e.TaskRetried, at: Happened) -> None:
    failures = draft.tasks[event.key].failures if isinstance(event, e.TaskRetried) else 0
    change(
        draft, event, at, state="open", lease=None, reason="", finished_at=None, reported=0, accepted=False,
        verified=False, failures=failures, retry_at=None,
    )


def doer(task: Task) -> str:
    """Whose result is in review: who had the task last."""
    return task.held[-1][1] if task.held else ""


def count(draft: Draft, agent: str, what: str) -> None:
    if agent in draft.agents:
        draft.change_agent(agent, **{what: getattr(draft.agents[agent], what) + 1})


def credit(draft: Draft, lease: Lease | None, at: Happened) -> None:
    """How long the holder had the task until it gave a result."""
    if lease and lease.agent in draft.agents:
        stint = max(0, int((at.at - lease.granted_at).total_seconds()))
        draft.change_agent(lease.agent, stints=(*draft.agents[lease.agent].stints, stint)[-KEPT_STINTS:])


def change(draft: Draft, event: AboutTask, at: Happened, **values: Any) -> None:
    draft.change_task(event.key, version=at.sequence, changed_at=at.at, **values)


def finish(draft: Draft, event: AboutTask, at: Happened, **values: Any) -> None:
    started = draft.tasks[event.key].started_at or at.at
    change(
        draft, event, at, state="done", lease=None, reason="", started_at=started, finished_at=at.at, accepted=False,
        **values,
    )


def freed(draft: Draft, event: AboutTask, at: Happened) -> None:
    """What was blocked stays blocked; anything else may be taken again."""
    state = "blocked" if draft.tasks[event.key].state == "blocked" else "open"
    change(draft, event, at, state=state, lease=None)


EVOLVE: dict[type, Callable[[Draft, Any, Happened], None]] = {
    e.TaskClaimed: task_claimed,
    e.TaskStarted: task_started,
    e.TaskProgressed: task_progressed,
    e.TaskBlocked: task_blocked,
    e.TaskUnblocked: task_unblocked,
    e.TaskSubmitted: task_submitted,
    e.TaskApproved: task_approved,
    e.TaskRejected: task_rejected,
    e.TaskCompleted: task_completed,
    e.TaskFailed: task_failed,
    e.TaskReleased: task_released,
    e.TaskDecomposed: task_decomposed,
    e.TaskHandedOver: task_handed_over,
    e.LeaseExpired: lease_expired,
    e.TaskCancelled: task_cancelled,
    e.TaskDeferred: task_deferred,
    e.TaskRetried: task_opened,
    e.TaskReopened: task_opened,
}
