"""What follows from a decision by itself, in the same decision: sync points open, blocks are lifted.

So the log says each of it once, as an event of its own, and nobody has to look again and again whether it is time.
"""

from collections.abc import Iterator
from typing import Any

from tracks import events as e
from tracks.blockers import waiting_word
from tracks.draft import Changes
from tracks.evolve import fold
from tracks.facts import Facts
from tracks.happened import Happened
from tracks.opening import openings
from tracks.plan import Plan
from tracks.work import Task

# They may follow from another event of the same command, which is then their cause.
FOLLOWERS = (e.SyncPointOpened, e.TaskUnblocked)
# What most commands lead to, and nothing ever waits for.
QUIET = (e.TaskClaimed, e.TaskStarted, e.TaskProgressed, e.TaskHandedOver)


def with_followers(plan: Plan, events: list[Any], facts: Facts) -> list[Any]:
    """The events, and after them what follows from them, and what follows from that in turn.

    Costs a second fold of the events, and only while something waits to happen by itself. A rollback has no followers:
    the plan shall be as it was, and what was not so then does not follow from it.
    """
    if all(isinstance(one, QUIET) for one in events) or isinstance(events[-1], e.PlanRolledBack):
        return events
    if not (may_follow(plan) or any(map(is_new_rule, events))):
        return events
    found, news = list(events), list(events)
    while news:
        plan, changes = grown(plan, news, facts)
        news = [*openings(plan, changes), *unblocks(plan, changes)]
        found.extend(news)
    return found


def may_follow(plan: Plan) -> bool:
    return bool(plan.self_opening or plan.lifts)


def is_new_rule(event: Any) -> bool:
    return isinstance(event, e.SyncPointChecksSet)


def grown(plan: Plan, events: list[Any], facts: Facts) -> tuple[Plan, Changes]:
    """The plan as it would be after these events of the command that is being decided."""
    places = enumerate(events, plan.sequence + 1)
    return fold(plan, [Happened(event, place, facts.now, facts.actor) for place, event in places])


def unblocks(plan: Plan, changes: Changes) -> Iterator[e.TaskUnblocked]:
    """The blocks of which the last thing they waited for is settled, or gone."""
    moved = (
        f"{word}/{key}" for word, kind in (("task", "tasks"), ("track", "tracks"), ("sync", "sync_points"))
        for key in changes.of_kind.get(kind, ())
    )
    touched = {key for reference in moved for key in plan.lifts.get(reference, ())}
    for task in sorted((plan.tasks[key] for key in touched), key=lambda task: (task.position, task.key)):
        if not waits_still(plan, task):
            settled = ", ".join(map(waiting_word, task.waits_for))
            yield e.TaskUnblocked(key=task.key, note=f"what it waited for is settled: {settled}")


def waits_still(plan: Plan, task: Task) -> bool:
    return any(plan.exists(reference) and not plan.is_settled(reference) for reference in task.waits_for)
