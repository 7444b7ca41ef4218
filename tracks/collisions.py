"""Conflicts that are to come: unfinished work on overlapping paths that nothing keeps from going on at the same time.

Works on sets of tasks as the bits of numbers, so that it is quick, and stops at stated limits, so that it stays so.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tracks.conflicts import Conflict, Party, holding
from tracks.graph import Node, PlanShape, waits_for
from tracks.holds import Entry, alike, entries, near
from tracks.paths import overlap, readable
from tracks.persistent import Ranked
from tracks.plan import Plan
from tracks.reservation import Reservation
from tracks.work import SETTLED, Task

MOST_TASKS = 4_000  # whose paths overlap, the most urgent first
MOST_COMPARED = 400_000  # patterns, two at a time
MOST_IN_THE_WAY = 10_000  # tasks that wait for reservations
OVER = (*SETTLED, "deferred")


@dataclass(frozen=True, slots=True)
class Predicted:
    """`total` conflicts were found, some of them listed; not all, where `complete` is false: the plan is beyond the limits."""

    conflicts: list[Conflict]
    total: int
    complete: bool


def predicted(plan: Plan, most: int = 100, beyond: int = 0) -> Predicted:
    """Up to `most` conflicts after the first `beyond`: first those with reservations, then the most urgent tasks'."""
    tasks = sorted((task for task in plan.tasks.values() if is_to_come(plan, task)), key=urgency)
    about = {task.key: readable(task.paths) for task in tasks}
    whose = by_pattern(about)
    index = Ranked(entry for pattern in whose for entry in entries(pattern, [pattern]))
    waiting = list(in_the_way(plan, index, whose))
    partners, compared_all = met_by(index, whose)
    crowded = [task for task in tasks if any(len(partners[one]) > 1 or len(whose[one]) > 1 for one in about[task.key])]
    chosen = crowded[:MOST_TASKS]
    rows = collisions(plan, chosen, about, whose, partners)
    total = len(waiting) + sum(row.bit_count() for row in rows)
    listed = [held_up(plan, *one) for one in waiting[beyond : beyond + most]]
    pairs = pairs_of(rows, max(0, beyond - len(waiting)), most - len(listed))
    listed += [to_come(chosen[one], chosen[other], about) for one, other in pairs]
    is_complete = compared_all and len(crowded) <= MOST_TASKS and len(waiting) < MOST_IN_THE_WAY
    return Predicted(listed, total, is_complete)


def is_to_come(plan: Plan, task: Task) -> bool:
    return bool(task.paths) and task.status not in OVER and not plan.has_subtasks(task.key)


def urgency(task: Task) -> tuple[int, int, str]:
    return 0 if task.lease else 1 if task.rank else 2, task.position, task.key


def doer(task: Task) -> str:
    """Who has it or is to do it; what one agent does is in its own hands."""
    return task.lease.agent if task.lease else task.assignee


# Which patterns meet -------------------------------------------------------------------------------------------------


def by_pattern(about: dict[str, tuple[str, ...]]) -> dict[str, list[str]]:
    whose: dict[str, list[str]] = {}
    for key, patterns in about.items():
        for pattern in patterns:
            whose.setdefault(pattern, []).append(key)
    return whose


def met_by(index: Ranked[Entry], patterns: Iterable[str]) -> tuple[dict[str, list[str]], bool]:
    """The patterns that each one meets, itself among them; and whether all could be compared."""
    left = MOST_COMPARED
    found: dict[str, list[str]] = {}
    for pattern in patterns:
        met = found[pattern] = [pattern]
        for _, other, _ in alike(index, pattern) if left > 0 else ():
            left -= 1
            if other != pattern and overlap(pattern, other):
                met.append(other)
            if left <= 0:
                break
    return found, left > 0


# Tasks with tasks ----------------------------------------------------------------------------------------------------


def collisions(
    plan: Plan, tasks: list[Task], about: dict[str, tuple[str, ...]], whose: dict[str, list[str]],
    partners: dict[str, list[str]],
) -> list[int]:
    """For each task those behind it in the list that it collides with, as bits."""
    place = {task.key: at for at, task in enumerate(tasks)}
    having = {pattern: sum(1 << place[key] for key in keys if key in place) for pattern, keys in whose.items()}
    meets = {pattern: union(having[other] for other in met) for pattern, met in partners.items()}
    leased = sum(1 << at for at, task in enumerate(tasks) if task.lease)
    by_doer: dict[str, int] = {}
    for at, task in enumerate(tasks):
        by_doer[doer(task)] = by_doer.get(doer(task), 0) | 1 << at
    by_doer[""] = 0
    ordered = before_or_after(plan, tasks)
    rows = []
    for at, task in enumerate(tasks):
        apart = ordered[at] | by_doer[doer(task)] | (leased if task.lease else 0) | (2 << at) - 1
        rows.append(union(meets[pattern] for pattern in about[task.key]) & ~apart)
    return rows


def union(sets: Iterable[int]) -> int:
    found = 0
    for one in sets:
        found |= one
    return found


def before_or_after(plan: Plan, tasks: list[Task]) -> list[int]:
    """For each task all of these that must be over before it begins, or cannot begin before it is over, as bits."""
    shape = PlanShape(plan)
    own: dict[Node, int] = {(task.ref, True): 1 << at for at, task in enumerate(tasks)}
    order: dict[Node, list[Node]] = {}
    for root in own:
        visit(plan, shape, root, order)
    before: dict[Node, int] = {}
    for node, needs in order.items():
        before[node] = union(before[need] | own.get(need, 0) for need in needs)
    after = dict.fromkeys(order, 0)
    for node, needs in reversed(order.items()):
        behind = after[node] | own.get(node, 0)
        for need in needs:
            after[need] |= behind
    return [before[node] | after[node] for node in own]


def visit(plan: Plan, shape: PlanShape, root: Node, order: dict[Node, list[Node]]) -> None:
    """Adds what `root` waits for to `order`, each after all that it waits for itself. What is settled orders nothing."""
    if root in order:
        return
    way = {root: open_needs(plan, shape, root)}
    left = {root: iter(way[root])}
    while left:
        node = next(reversed(left))
        for need in left[node]:
            if need not in order and need not in left:
                way[need] = open_needs(plan, shape, need)
                left[need] = iter(way[need])
                break
        else:
            order[node] = way[node]
            del left[node]


def open_needs(plan: Plan, shape: PlanShape, node: Node) -> list[Node]:
    return [need for need in waits_for(shape, node) if not need[1] or not plan.is_settled(need[0])]


def pairs_of(rows: list[int], skip: int, most: int) -> Iterator[tuple[int, int]]:
    for at, row in enumerate(rows):
        if most <= 0:
            return
        if skip >= (count := row.bit_count()):
            skip -= count
            continue
        while row and most > 0:
            lowest = row & -row
            row ^= lowest
            if skip:
                skip -= 1
            else:
                most -= 1
                yield at, lowest.bit_length() - 1


def to_come(one: Task, other: Task, about: dict[str, tuple[str, ...]]) -> Conflict:
    mine, theirs = next((a, b) for a in about[one.key] for b in about[other.key] if overlap(a, b))
    advice = f"Let {other.key} wait for {one.key} with POST dependencies, give both to one agent, or divide the paths."
    since = max(one.created_at, other.created_at)
    return Conflict((coming(one, mine), coming(other, theirs)), since, advice)


def coming(task: Task, path: str) -> Party:
    return Party(task.ref, doer(task), path, task.created_at, "")


# Tasks with reservations ---------------------------------------------------------------------------------------------


def in_the_way(
    plan: Plan, index: Ranked[Entry], whose: dict[str, list[str]]
) -> Iterator[tuple[Reservation, str, Task, str]]:
    """Tasks that nobody has yet and that others than its holder cannot take while a reservation lasts."""
    left = MOST_IN_THE_WAY
    for reservation in sorted(plan.reservations.values(), key=lambda one: (one.since, one.key)):
        met: dict[str, tuple[str, str]] = {}
        for path in reservation.paths:
            for _, pattern, _ in near(index, path):
                met.update((key, (path, pattern)) for key in whose[pattern] if key not in met)
        for key, (path, pattern) in met.items():
            task = plan.tasks[key]
            if task.lease is None and task.assignee != reservation.agent and left > 0:
                left -= 1
                yield reservation, path, task, pattern


def held_up(plan: Plan, reservation: Reservation, path: str, task: Task, pattern: str) -> Conflict:
    advice = (
        f"Nobody but {reservation.agent} is given {task.key} while the reservation lasts: let {reservation.agent} take it, "
        "or release what it does not need."
    )
    since = max(reservation.since, task.created_at)
    return Conflict((holding(plan, reservation.ref, path), coming(task, pattern)), since, advice)
