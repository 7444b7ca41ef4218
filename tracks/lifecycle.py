"""The life of a task: one table of every transition and who may make it, and the rules that guard it.

The page about task life in the docs is drawn from TRANSITIONS.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tracks import commands as c
from tracks import events as e
from tracks.errors import (
    Fenced, FenceRequired, InvalidField, LeaseIsAlive, NotAllowed, TaskHasSubtasks, TaskIsNotClaimed, UnknownReference,
    UnknownTask, WrongStatus,
)
from tracks.facts import Facts
from tracks.plan import Plan, Task

HOLDER = "the holder, or an operator who steps in"
PERSON = "an operator"


@dataclass(frozen=True, slots=True)
class Transition:
    """`verb` takes a task from one of `before` to `after`; `who` may ask for it."""

    verb: str
    before: tuple[str, ...]
    after: str
    who: str


TRANSITIONS: dict[type, Transition] = {
    c.ClaimTask: Transition("claim", ("open", "in_progress"), "claimed", "an agent that fits"),
    c.StartTask: Transition("start", ("claimed", "in_progress"), "in_progress", HOLDER),
    c.ReportProgress: Transition("progress", ("claimed", "in_progress", "blocked"), "as it was", HOLDER),
    c.BlockTask: Transition("block", ("open", "claimed", "in_progress"), "blocked", HOLDER),
    c.UnblockTask: Transition("unblock", ("blocked",), "in_progress with its holder, else open", HOLDER),
    c.SubmitTask: Transition("submit", ("claimed", "in_progress"), "in_review", HOLDER),
    c.ApproveTask: Transition("approve", ("in_review",), "done", PERSON),
    c.RejectTask: Transition("reject", ("in_review",), "open", PERSON),
    c.CompleteTask: Transition("complete", ("open", "claimed", "in_progress"), "done", HOLDER),
    c.FailTask: Transition("fail", ("claimed", "in_progress", "blocked"), "failed", HOLDER),
    c.RetryTask: Transition("retry", ("failed",), "open", PERSON),
    c.ReleaseTask: Transition("release", ("claimed", "in_progress", "blocked"), "open, or still blocked", HOLDER),
    c.CancelTask: Transition(
        "cancel", ("open", "claimed", "in_progress", "in_review", "blocked", "failed", "deferred"), "cancelled", PERSON
    ),
    c.DeferTask: Transition("defer", ("open", "blocked", "failed"), "deferred", PERSON),
    c.ReopenTask: Transition("reopen", ("done", "cancelled", "deferred", "failed"), "open", PERSON),
    c.ExpireLease: Transition("expire", ("claimed", "in_progress", "blocked"), "open, or still blocked", "the sweeper"),
}


def decide_life(plan: Plan, command: c.OfTask, facts: Facts) -> list[Any]:
    """The event that a command about a task's life leads to, or none when it is so already."""
    task = guarded(plan, command, facts)
    return DECISIONS[type(command)](task, command, plan) if task else []


def guarded(plan: Plan, command: c.OfTask, facts: Facts) -> Task | None:
    """The task, once it is sure that this caller may do this to it now; None when the caller has done it before."""
    transition = TRANSITIONS[type(command)]
    task: Task | None = plan.tasks.get(command.key)
    if task is None:
        raise UnknownTask(key=command.key, project=plan.project)
    if plan.has_subtasks(task.key):
        subtasks = ", ".join(member.key for member in plan.members_of(task.ref)[:8])
        raise TaskHasSubtasks(key=task.key, subtasks=subtasks)
    if transition.who == PERSON and not facts.may_step_in:
        raise NotAllowed(actor=facts.actor, role="operator")
    if command.fence is not None:
        if is_repeated(task, command):
            return None
        check_fence(task, command.fence)
        check_holder(task, facts)
    elif task.lease and not (command.step_in and facts.may_step_in):
        raise FenceRequired(key=task.key, agent=task.lease.agent)
    elif not facts.may_step_in:
        raise TaskIsNotClaimed(key=task.key, status=task.status)
    if task.state not in transition.before:
        allowed = ", ".join(transition.before)
        raise WrongStatus(key=task.key, status=task.status, verb=transition.verb, allowed=allowed)
    return task


def is_repeated(task: Task, command: c.OfTask) -> bool:
    """Whether the last holder says again what it said before its lease ended: an answer got lost on the way."""
    said = {c.CompleteTask: "done", c.SubmitTask: "in_review", c.FailTask: "failed"}.get(type(command))
    return task.lease is None and task.last_fence == command.fence and task.state == said


def check_fence(task: Task, fence: int) -> None:
    if task.lease is None:
        raise Fenced(key=task.key, fence=fence, holder=f"nobody holds it now, it is {task.status}")
    if task.lease.fence != fence:
        holder = f"{task.lease.agent} holds it with fence {task.lease.fence} since {task.lease.granted_at:%H:%M:%S} UTC"
        raise Fenced(key=task.key, fence=fence, holder=holder)


def check_holder(task: Task, facts: Facts) -> None:
    """Fences stand in the log for everybody to read, so an agent may use only those that were given to itself."""
    holder = task.lease.agent if task.lease else ""
    if facts.actor.startswith("agent/") and facts.actor != f"agent/{holder}" and not facts.may_step_in:
        raise NotAllowed(actor=facts.actor, role=f"operator, or the token of {holder}")


def start(task: Task, command: c.StartTask, plan: Plan) -> list[Any]:
    return [] if task.state == "in_progress" else [e.TaskStarted(key=task.key)]


def progress(task: Task, command: c.ReportProgress, plan: Plan) -> list[Any]:
    done = {place for place, step in enumerate(task.steps) if step.done}
    for place, is_done in command.steps:
        if not 0 <= place < len(task.steps):
            raise InvalidField(field="steps", problem=f"{task.key} has {len(task.steps)} steps, there is no {place}")
        done = done | {place} if is_done else done - {place}
    percent = command.percent
    if percent is None:
        percent = 100 * len(done) // len(task.steps) if command.steps else task.reported
    if not 0 <= percent <= 100:
        raise InvalidField(field="percent", problem="must be from 0 to 100")
    same = percent == task.reported and done == {place for place, step in enumerate(task.steps) if step.done}
    if same and not command.note:
        return []
    return [e.TaskProgressed(key=task.key, percent=percent, steps_done=tuple(sorted(done)), note=command.note)]


def block(task: Task, command: c.BlockTask, plan: Plan) -> list[Any]:
    for reference in command.waits_for:
        if not plan.exists(reference):
            raise UnknownReference(reference=reference)
    return [e.TaskBlocked(key=task.key, reason=command.reason, waits_for=command.waits_for)]


def unblock(task: Task, command: c.UnblockTask, plan: Plan) -> list[Any]:
    return [e.TaskUnblocked(key=task.key, note=command.note)]


def submit(task: Task, command: c.SubmitTask, plan: Plan) -> list[Any]:
    return [e.TaskSubmitted(key=task.key, summary=command.summary, evidence=command.evidence)]


def approve(task: Task, command: c.ApproveTask, plan: Plan) -> list[Any]:
    return [e.TaskApproved(key=task.key, note=command.note)]


def reject(task: Task, command: c.RejectTask, plan: Plan) -> list[Any]:
    return [e.TaskRejected(key=task.key, reason=command.reason)]


def complete(task: Task, command: c.CompleteTask, plan: Plan) -> list[Any]:
    return [e.TaskCompleted(key=task.key, summary=command.summary, evidence=command.evidence)]


def fail(task: Task, command: c.FailTask, plan: Plan) -> list[Any]:
    return [e.TaskFailed(key=task.key, reason=command.reason)]


def retry(task: Task, command: c.RetryTask, plan: Plan) -> list[Any]:
    return [e.TaskRetried(key=task.key)]


def release(task: Task, command: c.ReleaseTask, plan: Plan) -> list[Any]:
    if task.lease is None:
        raise TaskIsNotClaimed(key=task.key, status=task.status)
    return [e.TaskReleased(key=task.key, reason=command.reason)]


def cancel(task: Task, command: c.CancelTask, plan: Plan) -> list[Any]:
    return [e.TaskCancelled(key=task.key, reason=command.reason)]


def defer(task: Task, command: c.DeferTask, plan: Plan) -> list[Any]:
    return [e.TaskDeferred(key=task.key, reason=command.reason)]


def reopen(task: Task, command: c.ReopenTask, plan: Plan) -> list[Any]:
    return [e.TaskReopened(key=task.key, reason=command.reason)]


def expire_lease(plan: Plan, command: c.ExpireLease, facts: Facts) -> list[Any]:
    """Ends a lease that has run out, by its pulse as read again under the lock; a renewal that came first wins."""
    task: Task | None = plan.tasks.get(command.key)
    if task is None or task.lease is None or task.lease.fence != command.fence:
        return []
    pulse = facts.pulses.get(command.key)
    until = pulse.until if pulse and pulse.fence == command.fence else task.lease.until
    if until > facts.now:
        raise LeaseIsAlive(key=task.key, until=f"{until:%H:%M:%S} UTC")
    return [e.LeaseExpired(key=task.key, agent=task.lease.agent, fence=task.lease.fence)]


DECISIONS: dict[type, Callable[[Task, Any, Plan], list[Any]]] = {
    c.StartTask: start,
    c.ReportProgress: progress,
    c.BlockTask: block,
    c.UnblockTask: unblock,
    c.SubmitTask: submit,
    c.ApproveTask: approve,
    c.RejectTask: reject,
    c.CompleteTask: complete,
    c.FailTask: fail,
    c.RetryTask: retry,
    c.ReleaseTask: release,
    c.CancelTask: cancel,
    c.DeferTask: defer,
    c.ReopenTask: reopen,
}
