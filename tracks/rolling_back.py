"""Rollback: what it takes to make the plan, or parts of it, what it was; and why that may be refused."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from tracks import events as e
from tracks.commands import Rollback
from tracks.errors import LeasesAreLive, LooseEnds, PlanMoved, UnknownReference
from tracks.facts import Facts
from tracks.graph import PlanShape, find_cycle, names
from tracks.plan import Plan
from tracks.restoring import Aim, Restored, aim_at, put_back
from tracks.things import DEPENDENCIES, WAY_CALLED
from tracks.work import Task, split

MOST_NAMED = 5


def rollback(plan: Plan, command: Rollback, facts: Facts) -> list[Any]:
    check_head(plan, command.expected_head)
    found = rolled_back(plan, command, facts)
    named = renamed(plan, command, facts)
    if not (found.events or named):
        return []
    check_leases(found, command.despite_leases)
    return [*found.events, *named, e.PlanRolledBack(
        to=command.to, only=command.only, changes=tuple(found.changes.items()), ended=keys(found.ended)
    )]


def renamed(plan: Plan, command: Rollback, facts: Facts) -> list[Any]:
    name = facts.then.name if facts.then and not command.only else plan.name
    return [e.ProjectRenamed(name=name)] if name != plan.name else []


def rolled_back(plan: Plan, command: Rollback, facts: Facts) -> Restored:
    """What a rollback would do. `facts.then` is the plan as it was."""
    then = facts.then
    assert then is not None, "the plan to go back to arrives with the command"
    aim = aim_at(plan, then, command.only)
    for one in command.only:
        if not is_known(one, plan, then):
            raise UnknownReference(reference=one)
    return put_back_whole(plan, aim, facts, f"rolled back to #{command.to}", is_part=bool(command.only))


def put_back_whole(plan: Plan, aim: Aim, facts: Facts, reason: str, is_part: bool) -> Restored:
    """Raises LooseEnds where a part of the plan cannot go back without another."""
    if not is_part:
        return put_back(plan, aim, facts, reason)
    refuse(list(loose_ends(plan, aim)))
    keep_together(plan, aim)
    found = put_back(plan, aim, facts, reason)
    shape = PlanShape(found.plan)
    cycle = names(find_cycle(shape, linked(found.events))) if found.events else []
    refuse([f"it would close the cycle {' -> '.join([*cycle, cycle[0]])}"] if cycle else [])
    return found


def is_known(one: str, *plans: Plan) -> bool:
    kind, key = split(one)
    return kind in WAY_CALLED and any(key in getattr(plan, WAY_CALLED[kind].kind) for plan in plans)


# What may stand against it -------------------------------------------------------------------------------------------


def check_head(plan: Plan, expected: int | None) -> None:
    if expected not in (None, plan.sequence):
        raise PlanMoved(head=plan.sequence, expected=expected)


def check_leases(found: Restored, despite_leases: bool) -> None:
    if found.held and not despite_leases:
        named = [f"{task.key} by {task.lease.agent}" for task in found.held[:MOST_NAMED] if task.lease]
        more = len(found.held) - len(named)
        raise LeasesAreLive(tasks=", ".join(named) + (f" and {more} more" if more else ""))


def refuse(problems: list[str]) -> None:
    if problems:
        more = len(problems) - MOST_NAMED
        raise LooseEnds(problems="; ".join(problems[:MOST_NAMED]) + (f"; and {more} more" if more > 0 else ""))


def loose_ends(plan: Plan, aim: Aim) -> Iterator[str]:
    """What would be left hanging if only the aim's things went back."""
    for key, task in aim.of("tasks").items():
        if task is None:
            yield from left_behind(plan, aim, f"task/{key}")
        else:
            yield from homeless(plan, aim, task)
    for kind, word in (("tracks", "track"), ("sync_points", "sync")):
        for key, value in aim.of(kind).items():
            if value is None:
                yield from left_behind(plan, aim, f"{word}/{key}")
    for point in aim.of("sync_points").values():
        for needs in point.after if point else ():
            if not will_be(plan, aim, needs):
                yield f"sync/{point.key} stands after {needs}, which is gone"
    for dependency in aim.of(DEPENDENCIES).values():
        for end in (dependency.item, dependency.needs) if dependency else ():
            if not will_be(plan, aim, end):
                yield f"{dependency.item} waited for {dependency.needs}, and {end} is gone"


def left_behind(plan: Plan, aim: Aim, gone: str) -> Iterator[str]:
    """What is in `gone` or waits for it, and stays."""
    for key in plan.members.get(gone, ()):
        task = aim.value(plan, "tasks", key)
        if task and task.container == gone:
            yield f"task/{key} is in {gone}, which was not there then"
    for item in plan.dependents.get(gone, ()):
        kind, key = split(item)
        point = aim.value(plan, "sync_points", key) if kind == "sync" else None
        link = aim.value(plan, DEPENDENCIES, f"{item}\t{gone}") if kind != "sync" else None
        if (point and gone in point.after) or link:
            yield f"{item} waits for {gone}, which was not there then"


def homeless(plan: Plan, aim: Aim, task: Task) -> Iterator[str]:
    if task.track and aim.value(plan, "tracks", task.track) is None:
        yield f"task/{task.key} was in track/{task.track}, which is gone"
    above, seen = task.parent, {task.key}
    while above:
        parent = aim.value(plan, "tasks", above)
        if parent is None or above in seen:
            yield f"task/{task.key} was in task/{above}, which is gone" if parent is None else f"task/{above} would be in itself"
            return
        seen.add(above)
        above = parent.parent
    if task.parent and f"task/{task.parent}" != (plan.tasks[task.key].container if task.key in plan.tasks else ""):
        parent = aim.value(plan, "tasks", task.parent)
        if parent.lease and task.parent not in aim.of("tasks"):
            yield f"task/{task.key} was in task/{task.parent}, which {parent.lease.agent} works on"


def keep_together(plan: Plan, aim: Aim) -> None:
    """A subtask is in the track of its uppermost parent, whichever of them goes back."""
    tasks = aim.of("tasks")
    waiting = [key for key, task in tasks.items() if task]
    while waiting:
        key = waiting.pop()
        task = above = aim.value(plan, "tasks", key)
        while above.parent:
            above = aim.value(plan, "tasks", above.parent)
        if task.track != above.track:
            tasks[key] = replace(task, track=above.track)
        if key in plan.tasks and plan.tasks[key].track != above.track:
            inside = [one for one in plan.members.get(task.ref, ()) if aim.value(plan, "tasks", one)]
            waiting += inside
            tasks.update({one: aim.value(plan, "tasks", one) for one in inside})


def will_be(plan: Plan, aim: Aim, reference: str) -> bool:
    kind, key = split(reference)
    kinds = {"task": "tasks", "track": "tracks", "sync": "sync_points"}
    return aim.value(plan, kinds[kind], key) is not None


def linked(events: Iterable[Any]) -> list[str]:
    """What may have become part of a cycle: whatever was linked or moved, and is there."""
    removed = {event.subject for event in events if isinstance(event, (e.TaskRemoved, e.TrackRemoved, e.SyncPointRemoved))}
    moved = {event.subject for event in events if isinstance(event, (e.ItemRestored, e.DependencyAdded))}
    return sorted(one for one in moved - removed if split(one)[0] in ("task", "track", "sync"))


def keys(tasks: Iterable[Task]) -> tuple[str, ...]:
    return tuple(task.key for task in tasks)


DECIDE: dict[type, Callable[[Plan, Any, Facts], list[Any]]] = {
    Rollback: rollback,
}
