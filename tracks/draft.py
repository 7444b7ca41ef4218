"""A plan under change: takes the facts of events, works out what follows from them, and becomes the next plan.

The only place that derives: statuses from dependencies, parents from subtasks, tallies, what is ready. It never asks
whether something may happen; that was decided before the event was written.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Any

from agents.plan import Agent
from tracks import critical_path
from tracks.persistent import Map, MapDraft
from tracks.plan import (
    NOTHING, PRIORITIES, SETTLED, Dependency, Plan, SyncPoint, Task, Tally, Track, split,
)

Entities = dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Changes:
    """What became different: by kind (the name of the plan's map) and key the new value, None where it is gone."""

    of_kind: Entities

    @property
    def is_empty(self) -> bool:
        return not any(self.of_kind.values())


PUBLIC_MAPS = (
    "tracks", "tasks", "dependencies", "agents", "sync_points", "conflict_areas", "integration_points",
    "allocations", "notes", "imports",
)


class Draft:
    """Reads like a Plan, may be changed, and is thrown away after `sealed()`."""

    def __init__(self, plan: Plan) -> None:
        self.origin = plan
        self.project, self.name, self.created_at = plan.project, plan.name, plan.created_at
        self.sequence = plan.sequence
        self.tracks: MapDraft[str, Track] = MapDraft(plan.tracks)
        self.tasks: MapDraft[str, Task] = MapDraft(plan.tasks)
        self.dependencies: MapDraft[str, Dependency] = MapDraft(plan.dependencies)
        self.agents: MapDraft[str, Agent] = MapDraft(plan.agents)
        self.sync_points: MapDraft[str, SyncPoint] = MapDraft(plan.sync_points)
        self.conflict_areas: MapDraft[str, Any] = MapDraft(plan.conflict_areas)
        self.integration_points: MapDraft[str, Any] = MapDraft(plan.integration_points)
        self.allocations: MapDraft[str, Any] = MapDraft(plan.allocations)
        self.notes: MapDraft[str, Any] = MapDraft(plan.notes)
        self.imports: MapDraft[str, Any] = MapDraft(plan.imports)
        self.dependents: MapDraft[str, Map[str, None]] = MapDraft(plan.dependents)
        self.members: MapDraft[str, Map[str, None]] = MapDraft(plan.members)
        self.tallies: MapDraft[str, Tally] = MapDraft(plan.tallies)
        self.heads: MapDraft[str, int] = MapDraft(plan.heads)
        self.ready = plan.ready
        self._counted: dict[str, Task | None] = {}
        self._woken: dict[str, None] = {}
        self._restructured: dict[str, None] = {}

    # The same questions a Plan answers, asked of the state under change.
    tally = Plan.tally
    has_subtasks = Plan.has_subtasks
    is_settled = Plan.is_settled
    gates = Plan.gates
    unmet = Plan.unmet

    # What events do ---------------------------------------------------------------------------------------------------

    def put_task(self, task: Task) -> None:
        before = self.tasks.get(task.key)
        self._counted.setdefault(task.key, before)
        self.tasks[task.key] = task
        self._woken[task.ref] = None
        if before is None or (before.estimate, before.track) != (task.estimate, task.track):
            self._restructured[task.ref] = None
        if before is None or before.priority != task.priority or before.position != task.position:
            self._restructured[task.ref] = None

    def change_task(self, key: str, **values: Any) -> None:
        self.put_task(replace(self.tasks[key], **values))

    def remove_task(self, key: str) -> None:
        self._counted.setdefault(key, self.tasks[key])
        del self.tasks[key]
        self._woken[f"task/{key}"] = None

    def put_track(self, track: Track) -> None:
        was_settled = track.key in self.tracks and self.is_settled(f"track/{track.key}")
        self.tracks[track.key] = track
        if was_settled != self.is_settled(f"track/{track.key}"):
            self._wake_dependents(f"track/{track.key}")

    def add_dependency(self, dependency: Dependency) -> None:
        self.dependencies[dependency.key] = dependency
        self._link(dependency.item, dependency.needs)
        self._set_needs(dependency.item, (*self._needs(dependency.item), dependency.needs))

    def remove_dependency(self, item: str, needs: str) -> None:
        del self.dependencies[f"{item} {needs}"]
        self._unlink(item, needs)
        self._set_needs(item, tuple(need for need in self._needs(item) if need != needs))

    def put_sync_point(self, point: SyncPoint) -> None:
        before = self.sync_points.get(point.key)
        self.sync_points[point.key] = point
        for needs in before.after if before else ():
            self._unlink(f"sync/{point.key}", needs)
        for needs in point.after:
            self._link(f"sync/{point.key}", needs)
        if before is None or before.passed != point.passed:
            self._wake_dependents(f"sync/{point.key}")

    def remove_sync_point(self, key: str) -> None:
        for needs in self.sync_points[key].after:
            self._unlink(f"sync/{key}", needs)
        del self.sync_points[key]

    def change_agent(self, name: str, **values: Any) -> None:
        if name in self.agents:
            self.agents[name] = replace(self.agents[name], **values)

    # What follows -----------------------------------------------------------------------------------------------------

    def sealed(self) -> tuple[Plan, Changes]:
        """The next plan, and what is different in it."""
        self._settle()
        reranked = critical_path.update(self, self._restructured)
        for key in {**self._counted_keys, **reranked}:
            self._rank(key)
        maps = {slot.name: getattr(self, slot.name) for slot in fields(Plan)}
        changes = Changes({kind: maps[kind].changes() for kind in PUBLIC_MAPS})
        values = {name: value.sealed() if isinstance(value, MapDraft) else value for name, value in maps.items()}
        return Plan(**values), changes

    def _settle(self) -> None:
        """Works off what was woken until nothing more follows. The result does not depend on the order."""
        self._counted_keys: dict[str, None] = {}
        while self._woken:
            reference = next(iter(self._woken))
            del self._woken[reference]
            kind, key = split(reference)
            if kind == "task":
                self._settle_task(key)

    def _settle_task(self, key: str) -> None:
        current: Task | None = self.tasks.get(key)
        counted = self._counted.pop(key, current)
        self._counted_keys[key] = None
        if current is not None:
            current = self._derived(current)
            self.tasks[key] = current
        self._recount(counted, current)

    def _derived(self, task: Task) -> Task:
        subtasks = self.tally(task.ref)
        if subtasks.total:
            status, percent = rolled_up(subtasks), subtasks.percent
        else:
            status = task.state
            if status == "open":
                status = "pending" if self.unmet(task) else "ready"
            percent = 100 if status == "done" else min(99, max(task.reported, percent_of_steps(task)))
        if (status, percent) == (task.status, task.percent):
            return task
        return replace(task, status=status, percent=percent)

    def _recount(self, before: Task | None, after: Task | None) -> None:
        """Moves the sums, the indexes and whatever waits for this task from `before` to `after`."""
        self._move(before, after)
        self._hand_over_lease(before, after)
        task = after or before
        if task is None:
            return
        if (before is not None and before.status in SETTLED) != (after is not None and after.status in SETTLED):
            self._wake_dependents(task.ref)

    def _move(self, before: Task | None, after: Task | None) -> None:
        old, new = before.container if before else "", after.container if after else ""
        if old == new:
            self._shift(new, before, after)
        else:
            self._shift(old, before, None)
            self._shift(new, None, after)
            if before and old:
                self.members[old] = self.members[old].without(before.key)
            if after and new:
                self.members[new] = self.members.get(new, Map()).having(after.key, None)
        for group, is_group in (("tasks", not_subtask), ("subtasks", is_subtask)):
            self._shift(group, before if is_group(before) else None, after if is_group(after) else None)

    def _shift(self, group: str, before: Task | None, after: Task | None) -> None:
        if not group or (before is None and after is None):
            return
        kind, key = split(group)
        was = self.tally(group)
        self.tallies[group] = was.shifted(before, after)
        if kind == "task" and key in self.tasks:
            self._woken[group] = None
        elif kind == "track" and key in self.tracks:
            self.tracks[key] = self.tracks[key]
            if was.is_settled != self.tallies[group].is_settled:
                self._wake_dependents(group)

    def _hand_over_lease(self, before: Task | None, after: Task | None) -> None:
        old = before.lease if before else None
        new = after.lease if after else None
        if old == new:
            return
        task = after or before
        for lease, by in ((old, -1), (new, 1)):
            if lease is None or task is None:
                continue
            group = f"agent/{lease.agent}"
            held = self.members.get(group, Map())
            self.members[group] = held.having(task.key, None) if by > 0 else held.without(task.key)
            if lease.agent in self.agents:
                self.change_agent(lease.agent, load=self.agents[lease.agent].load + by)

    def _rank(self, key: str) -> None:
        before: Task | None = self.origin.tasks.get(key)
        task: Task | None = self.tasks.get(key)
        rank = None
        if task and task.is_free and not self.has_subtasks(key) and (task.status == "ready" or not self.unmet(task)):
            rank = (-task.tail, PRIORITIES.index(task.priority), task.position, key)
        old = before.rank if before else None
        if old != rank:
            if old is not None:
                self.ready = self.ready.removing(old)
            if rank is not None:
                self.ready = self.ready.adding(rank)
        if task and task.rank != rank:
            self.tasks[key] = replace(task, rank=rank)

    # Who waits for whom -----------------------------------------------------------------------------------------------

    def _needs(self, item: str) -> tuple[str, ...]:
        kind, key = split(item)
        return (self.tasks if kind == "task" else self.tracks)[key].depends_on

    def _set_needs(self, item: str, needs: tuple[str, ...]) -> None:
        kind, key = split(item)
        if kind == "task":
            self.change_task(key, depends_on=needs)
        else:
            self.tracks[key] = replace(self.tracks[key], depends_on=needs)
        self._wake(item)

    def _link(self, item: str, needs: str) -> None:
        self.dependents[needs] = self.dependents.get(needs, Map()).having(item, None)
        self._restructured[needs] = None

    def _unlink(self, item: str, needs: str) -> None:
        self.dependents[needs] = self.dependents[needs].without(item)
        self._restructured[needs] = None

    def _wake_dependents(self, reference: str) -> None:
        for item in self.dependents.get(reference, ()):
            self._wake(item)

    def _wake(self, item: str) -> None:
        """Looks again at `item` and at all that inherits its gates."""
        kind, key = split(item)
        if kind == "task" and key in self.tasks:
            self._woken[item] = None
        elif kind == "track" and key in self.tracks:
            self.tracks[key] = self.tracks[key]
        for member in self.members.get(item, ()):
            self._wake(f"task/{member}")


def rolled_up(subtasks: Tally) -> str:
    """What a parent's status is, given the sum of its subtasks."""
    if subtasks.is_settled:
        return "done" if subtasks.of("done") else "cancelled"
    if subtasks.of("claimed", "in_progress", "in_review", "done"):
        return "in_progress"
    for status in ("ready", "failed", "blocked", "pending"):
        if subtasks.of(status):
            return status
    return "deferred"


def percent_of_steps(task: Task) -> int:
    return 100 * sum(step.done for step in task.steps) // len(task.steps) if task.steps else 0


def is_subtask(task: Task | None) -> bool:
    return task is not None and bool(task.parent)


def not_subtask(task: Task | None) -> bool:
    return task is not None and not task.parent


def touched(changes: Changes, kinds: Iterable[str]) -> list[str]:
    """The keys that changed among `kinds`."""
    return [key for kind in kinds for key in changes.of_kind.get(kind, ())]
