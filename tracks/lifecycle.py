"""The rules of a task's life, from the start of the work to its end, one decision a verb.

What may follow what stands in transitions.py, who may say it in guarding.py.
"""

from collections.abc import Callable
from typing import Any

from tracks import commands as c
from tracks import events as e
from tracks.blockers import waiting_word
from tracks.claiming import check_fits, working_agent
from tracks.contention import check_free_paths, clashes_of_task
from tracks.errors import (
    AgentHasNotJoined, DependsOnItself, InvalidField, LeaseIsAlive, NothingToWaitFor, TaskIsNotClaimed, UnknownReference,
)
from tracks.facts import Facts
from tracks.guarding import guarded
from tracks.holding import pulse_of
from tracks.plan import Plan
from tracks.proving import check_reviewer, check_terms, retry_after
from tracks.work import Evidence, Task


def decide_life(plan: Plan, command: c.OfTask, facts: Facts) -> list[Any]:
    """The event that a command about a task's life leads to, or none when it is so already."""
    task = guarded(plan, command, facts)
    return DECISIONS[type(command)](task, command, plan, facts) if task else []


def start(task: Task, command: c.StartTask, plan: Plan, facts: Facts) -> list[Any]:
    return [] if task.state == "in_progress" else [e.TaskStarted(key=task.key)]


def progress(task: Task, command: c.ReportProgress, plan: Plan, facts: Facts) -> list[Any]:
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


def block(task: Task, command: c.BlockTask, plan: Plan, facts: Facts) -> list[Any]:
    for reference in command.waits_for:
        if not plan.exists(reference):
            raise UnknownReference(reference=reference)
        if reference == task.ref:
            raise DependsOnItself(item=reference)
    if command.waits_for and all(map(plan.is_settled, command.waits_for)):
        raise NothingToWaitFor(waits_for=", ".join(map(waiting_word, command.waits_for)))
    return [e.TaskBlocked(key=task.key, reason=command.reason, waits_for=command.waits_for)]


def unblock(task: Task, command: c.UnblockTask, plan: Plan, facts: Facts) -> list[Any]:
    return [e.TaskUnblocked(key=task.key, note=command.note)]


def submit(task: Task, command: c.SubmitTask, plan: Plan, facts: Facts) -> list[Any]:
    summary, evidence = result(task, command)
    check_terms(plan, task, evidence, reviewed=True)
    return [e.TaskSubmitted(key=task.key, summary=summary, evidence=evidence)]


def approve(task: Task, command: c.ApproveTask, plan: Plan, facts: Facts) -> list[Any]:
    check_reviewer(plan, task, facts)
    check_terms(plan, task, task.evidence, reviewed=True)
    return [e.TaskApproved(key=task.key, note=command.note)]


def reject(task: Task, command: c.RejectTask, plan: Plan, facts: Facts) -> list[Any]:
    return [e.TaskRejected(key=task.key, reason=command.reason)]


def complete(task: Task, command: c.CompleteTask, plan: Plan, facts: Facts) -> list[Any]:
    summary, evidence = result(task, command)
    check_terms(plan, task, evidence, reviewed=False)
    return [e.TaskCompleted(key=task.key, summary=summary, evidence=evidence)]


def result(task: Task, command: c.SubmitTask | c.CompleteTask) -> tuple[str, tuple[Evidence, ...]]:
    """What is sent; where nothing is, the offered result that was accepted."""
    if task.accepted and not command.summary and not command.evidence:
        return task.summary, task.evidence
    return command.summary, command.evidence


def fail(task: Task, command: c.FailTask, plan: Plan, facts: Facts) -> list[Any]:
    return [e.TaskFailed(key=task.key, reason=command.reason), *retry_after(plan, task, facts)]


def retry(task: Task, command: c.RetryTask, plan: Plan, facts: Facts) -> list[Any]:
    return [e.TaskRetried(key=task.key)]


def release(task: Task, command: c.ReleaseTask, plan: Plan, facts: Facts) -> list[Any]:
    if task.lease is None:
        raise TaskIsNotClaimed(key=task.key, status=task.status)
    return [e.TaskReleased(key=task.key, reason=command.reason)]


def hand_over(task: Task, command: c.HandOverTask, plan: Plan, facts: Facts) -> list[Any]:
    if task.lease is None:
        raise TaskIsNotClaimed(key=task.key, status=task.status)
    agent = working_agent(plan, command.to)
    if not agent.joined:
        raise AgentHasNotJoined(agent=agent.name)
    if agent.name == task.lease.agent:
        raise InvalidField(field="to", problem=f"{agent.name} holds {task.key} already")
    check_fits(plan, task, agent)
    # What third parties hold kept the giver from nothing more than it keeps the other; the giver's own holds may.
    giver = task.lease.agent
    check_free_paths(plan, (one for one in clashes_of_task(plan, task, agent.name) if one.hold.agent == giver), facts)
    until = facts.now + facts.lease_for
    return [e.TaskHandedOver(
        key=task.key, giver=task.lease.agent, agent=agent.name, lease_until=until, note=command.note
    )]


def cancel(task: Task, command: c.CancelTask, plan: Plan, facts: Facts) -> list[Any]:
    return [e.TaskCancelled(key=task.key, reason=command.reason)]


def defer(task: Task, command: c.DeferTask, plan: Plan, facts: Facts) -> list[Any]:
    return [e.TaskDeferred(key=task.key, reason=command.reason)]


def reopen(task: Task, command: c.ReopenTask, plan: Plan, facts: Facts) -> list[Any]:
    return [e.TaskReopened(key=task.key, reason=command.reason)]


def expire_lease(plan: Plan, command: c.ExpireLease, facts: Facts) -> list[Any]:
    """Ends a lease that has run out, by its pulse as read again under the lock; a renewal that came first wins."""
    task: Task | None = plan.tasks.get(command.key)
    if task is None or task.lease is None or task.lease.fence != command.fence:
        return []
    until = pulse_of(task.lease, task.key, facts).until
    if until > facts.now:
        raise LeaseIsAlive(key=task.key, until=f"{until:%H:%M:%S} UTC")
    return [e.LeaseExpired(key=task.key, agent=task.lease.agent, fence=task.lease.fence)]


DECISIONS: dict[type, Callable[[Task, Any, Plan, Facts], list[Any]]] = {
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
    c.HandOverTask: hand_over,
    c.CancelTask: cancel,
    c.DeferTask: defer,
    c.ReopenTask: reopen,
}


DECIDE: dict[type, Callable[[Plan, Any, Facts], list[Any]]] = {
    **dict.fromkeys(DECISIONS, decide_life),
    c.ExpireLease: expire_lease,
}
