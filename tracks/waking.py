"""Wake-ups: whoever waits for a task that can go on now is told so, once, in the decision that lets it go on.

A wake-up is a note from `system` in the agent's inbox, so the heartbeat counts it, a listening agent hears it at once,
and it stays until it is acknowledged. Nobody is woken for work that is still held back, nor for what it did itself.
"""

from collections.abc import Iterator
from typing import Any

from agents.events import MessageSent
from agents.messages import LARGEST_INBOX, SYSTEM
from tracks import events as e
from tracks.evolve import fold
from tracks.facts import Facts
from tracks.happened import Happened
from tracks.plan import Plan
from tracks.work import Task

# What most commands lead to, and nobody ever waits for.
QUIET = (e.TaskClaimed, e.TaskStarted, e.TaskProgressed, e.TaskHandedOver, e.TaskBlocked, MessageSent)


def with_wake_ups(plan: Plan, events: list[Any], facts: Facts) -> list[Any]:
    """The events, and after them the notes to those who can go on because of them.

    Costs a second fold of the events, and only while somebody could be waiting. Going back to how it was wakes nobody.
    """
    if all(isinstance(one, QUIET) for one in events) or any(isinstance(one, e.PlanRolledBack) for one in events):
        return events
    unblocked = [plan.tasks[one.key] for one in events if isinstance(one, e.TaskUnblocked) and one.key in plan.tasks]
    if not plan.promised and not unblocked:
        return events
    places = enumerate(events, plan.sequence + 1)
    after, changes = fold(plan, [Happened(event, place, facts.now, facts.actor) for place, event in places])
    ready = [plan.tasks[key] for key in changes.of_kind.get("tasks", ()) if key in plan.promised]
    free = [task for task in unblocked if runs(after, task) and not lifted_itself(task, events, facts)]
    return [*events, *notes(after, sorted(free, key=place), sorted(ready, key=place))]


def lifted_itself(task: Task, events: list[Any], facts: Facts) -> bool:
    """Whether the holder said that it can go on; what follows from other things it did, it does not know of."""
    said = isinstance(events[0], e.TaskUnblocked) and events[0].key == task.key
    return said and task.lease is not None and facts.actor == f"agent/{task.lease.agent}"


def notes(after: Plan, free: list[Task], ready: list[Task]) -> Iterator[MessageSent]:
    told = [(task, task.lease.agent, "can go on: nothing blocks it any more") for task in free if task.lease]
    told += [(task, task.assignee, "can start: what it waited for is done") for task in ready if may_start(after, task)]
    sequence = after.sequence
    for task, name, words in told:
        if hears(after, name):
            sequence += 1
            yield note(str(sequence), f"agent/{name}", task, words)


def runs(after: Plan, before: Task) -> bool:
    """Whether the same holder may go on with it."""
    task: Task | None = after.tasks.get(before.key)
    return task is not None and task.state == "in_progress" and task.lease == before.lease


def may_start(after: Plan, before: Task) -> bool:
    task: Task | None = after.tasks.get(before.key)
    return task is not None and task.status == "ready" and task.assignee == before.assignee


def hears(plan: Plan, name: str) -> bool:
    agent = plan.agents.get(name)
    return bool(agent and agent.joined and not agent.stopped) and len(plan.inboxes.get(f"agent/{name}", ())) < LARGEST_INBOX


def note(key: str, to: str, task: Task, words: str) -> MessageSent:
    return MessageSent(
        key=key, kind="note", sender=SYSTEM, to=to, recipients=(to,), text=f"{task.key} {words}.", thread=key, about=task.ref,
    )


def is_wake_up(event: Any) -> bool:
    return isinstance(event, MessageSent) and event.sender == SYSTEM


def place(task: Task) -> tuple[int, str]:
    return task.position, task.key
