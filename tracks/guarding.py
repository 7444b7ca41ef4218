"""Who may say something about a task now: its holder with the right fence, an operator who steps in, nobody else."""

from tracks import commands as c
from tracks.checks import known_task
from tracks.errors import FenceRequired, Fenced, NotAllowed, TaskHasSubtasks, TaskIsNotClaimed, WrongStatus
from tracks.facts import Facts
from tracks.holding import holder_of
from tracks.plan import Plan
from tracks.transitions import PERSON, TRANSITIONS
from tracks.work import Task


def guarded(plan: Plan, command: c.OfTask, facts: Facts) -> Task | None:
    """The task, once it is sure that this caller may do this to it now; None when the caller has done it before."""
    transition = TRANSITIONS[type(command)]
    task = known_task(plan, command.key)
    if plan.has_subtasks(task.key):
        subtasks = ", ".join(member.key for member in plan.members_of(task.ref)[:8])
        raise TaskHasSubtasks(key=task.key, subtasks=subtasks)
    if transition.who == PERSON and not facts.may_step_in:
        raise NotAllowed(actor=facts.actor, role="operator")
    if command.fence is not None and is_repeated(task, command):
        return None
    check_right(task, command, facts)
    if task.state not in transition.before:
        allowed = ", ".join(transition.before)
        raise WrongStatus(key=task.key, status=task.status, verb=transition.verb, allowed=allowed)
    return task


def check_right(task: Task, command: c.OfTask, facts: Facts) -> None:
    """The fence of the lease that runs, or an operator: without one where nobody holds the task, else stepping in."""
    if command.fence is not None:
        check_fence(task, command.fence, facts)
        check_holder(task, facts)
    elif task.lease and not (command.step_in and facts.may_step_in):
        raise FenceRequired(key=task.key, agent=task.lease.agent, held=holder_of(task, facts))
    elif not facts.may_step_in:
        raise TaskIsNotClaimed(key=task.key, status=task.status)


def is_repeated(task: Task, command: c.OfTask) -> bool:
    """Whether the last holder says again what it said before its lease ended: an answer got lost on the way."""
    said = {c.CompleteTask: "done", c.SubmitTask: "in_review", c.FailTask: "failed"}.get(type(command))
    return task.lease is None and task.last_fence == command.fence and task.state == said


def check_fence(task: Task, fence: int, facts: Facts) -> None:
    if task.lease is None:
        raise Fenced(key=task.key, fence=fence, holder=f"nobody holds it now, it is {task.status}", held=None)
    if task.lease.fence != fence:
        holder = f"{task.lease.agent} holds it with fence {task.lease.fence} since {task.lease.granted_at:%H:%M:%S} UTC"
        raise Fenced(key=task.key, fence=fence, holder=holder, held=holder_of(task, facts))


def check_holder(task: Task, facts: Facts) -> None:
    """Fences stand in the log for everybody to read, so an agent may use only those that were given to itself."""
    holder = task.lease.agent if task.lease else ""
    if facts.actor.startswith("agent/") and facts.actor != f"agent/{holder}" and not facts.may_step_in:
        raise NotAllowed(actor=facts.actor, role=f"operator, or the token of {holder}")
