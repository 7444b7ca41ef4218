"""A plan under change: takes the facts of events, works out what follows from them, and becomes the next plan.

The only place that derives: statuses from dependencies, parents from subtasks, tallies, what is ready. It never asks
whether something may happen; that was decided before the event was written. What it derives depends on the facts
alone, never on how many events were folded at a time.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from agents.plan import Agent
from tracks import critical_path
from tracks.persistent import Map, MapDraft
from tracks.plan import (
    NOTHING, PLACE_OF, PRIORITIES, SETTLED, Allocation, ConflictArea, Dependency, ImportRecord, IntegrationPoint,
    Lease, Note, Plan, Rank, State, SyncPoint, Task, Tally, Track, split,
)

EMPTY: Map[str, None] = Map()
PLACE_OF_PRIORITY = {priority: place for place, priority in enumerate(PRIORITIES)}


@dataclass(frozen=True, slots=True)
class Changes:
    """What became different: by kind (the name of the plan's map) and key the new value, None where it is gone."""

    of_kind: dict[str, dict[str, Any]]


class Counted(NamedTuple):
    """What the sums and indexes know of a task."""

    container: str
    status: str
    percent: int
    lease: Lease | None
    tail: int


class Draft(State):
    """Reads like a Plan, may be changed, and is thrown away after `sealed()`."""

    def __init__(self, plan: Plan) -> None:
        self.origin = plan
        self.project, self.name, self.created_at = plan.project, plan.name, plan.created_at
        self.sequence, self.last_position = plan.sequence, plan.last_position
        self.tracks: MapDraft[str, Track] = MapDraft(plan.tracks)
        self.tasks: MapDraft[str, Task] = MapDraft(plan.tasks)
        self.dependencies: MapDraft[str, Dependency] = MapDraft(plan.dependencies)
        self.agents: MapDraft[str, Agent] = MapDraft(plan.agents)
        self.sync_points: MapDraft[str, SyncPoint] = MapDraft(plan.sync_points)
        self.conflict_areas: MapDraft[str, ConflictArea] = MapDraft(plan.conflict_areas)
        self.integration_points: MapDraft[str, IntegrationPoint] = MapDraft(plan.integration_points)
        self.allocations: MapDraft[str, Allocation] = MapDraft(plan.allocations)
        self.notes: MapDraft[str, Note] = MapDraft(plan.notes)
        self.imports: MapDraft[str, ImportRecord] = MapDraft(plan.imports)
        self.dependents: MapDraft[str, Map[str, None]] = MapDraft(plan.dependents)
        self.members: MapDraft[str, Map[str, None]] = MapDraft(plan.members)
        self.tallies: MapDraft[str, Tally] = MapDraft(plan.tallies)
        self.heads: MapDraft[str, int] = MapDraft(plan.heads)
        self._counted: dict[str, Counted | None] = {}
        self._woken: dict[str, None] = {}
        self._settled: dict[str, None] = {}
        self._restructured: dict[str, None] = {}
        self._regrouped: dict[str, None] = {}

    # What events do ---------------------------------------------------------------------------------------------------

    def put_task(self, task: Task) -> None:
        """A task that is new to the plan."""
        self._wake(task.key)
        self.tasks[task.key] = task
        self.last_position = max(self.last_position, task.position)
        self._restructured[task.ref] = None

    def change_task(self, key: str, **values: Any) -> None:
        self._wake(key)
        self.tasks.edit(key, **values)

    def reshape_task(self, key: str, **values: Any) -> None:
        """A change that may give the task another place or weight."""
        before: Task = self.tasks[key]
        shape = before.track, before.estimate
        self.change_task(key, **values)
        after: Task = self.tasks[key]
        if shape != (after.track, after.estimate):
            self._restructured[after.ref] = None

    def remove_task(self, key: str) -> None:
        self._wake(key)
        del self.tasks[key]

    def put_track(self, track: Track) -> None:
        reference = f"track/{track.key}"
        was_settled = track.key in self.tracks and self.is_settled(reference)
        self.tracks[track.key] = track
        if was_settled != self.is_settled(reference):
            self._wake_dependents(reference)

    def remove_track(self, key: str) -> None:
        del self.tracks[key]
        self.heads.discard(f"track/{key}")

    def add_dependency(self, dependency: Dependency, at: datetime) -> None:
        self.dependencies[dependency.key] = dependency
        self._link(dependency.item, dependency.needs)
        needs = (*self._needs(dependency.item), dependency.needs)
        self._set_needs(dependency.item, needs, dependency.version, at)

    def remove_dependency(self, key: str, version: int, at: datetime) -> None:
        dependency = self.dependencies[key]
        del self.dependencies[key]
        self._unlink(dependency.item, dependency.needs)
        needs = tuple(need for need in self._needs(dependency.item) if need != dependency.needs)
        self._set_needs(dependency.item, needs, version, at)

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
        self.heads.discard(f"sync/{key}")

    def change_agent(self, name: str, **values: Any) -> None:
        if name in self.agents:
            self.agents.edit(name, **values)

    # What follows -----------------------------------------------------------------------------------------------------

    def sealed(self) -> tuple[Plan, Changes]:
        """The next plan, and what is different in it."""
        while self._woken:
            self._settle(next(iter(self._woken)))
        self._settled.update(critical_path.update(self, self._restructured, self._regrouped))
        ready = self.origin.ready.changed(*self._rank())
        changes: dict[str, dict[str, Any]] = {
            "tracks": self.tracks.changes(), "tasks": self.tasks.changes(),
            "dependencies": self.dependencies.changes(), "agents": self.agents.changes(),
            "sync_points": self.sync_points.changes(), "conflict_areas": self.conflict_areas.changes(),
            "integration_points": self.integration_points.changes(), "allocations": self.allocations.changes(),
            "notes": self.notes.changes(), "imports": self.imports.changes(),
        }
        plan = Plan(
            self.project, self.name, self.created_at, self.sequence, self.last_position, self.tracks.sealed(),
            self.tasks.sealed(), self.dependencies.sealed(), self.agents.sealed(), self.sync_points.sealed(),
            self.conflict_areas.sealed(), self.integration_points.sealed(), self.allocations.sealed(),
            self.notes.sealed(), self.imports.sealed(), self.dependents.sealed(), self.members.sealed(),
            self.tallies.sealed(), self.heads.sealed(), ready,
        )
        return plan, Changes({kind: changed for kind, changed in changes.items() if changed})

    def _settle(self, key: str) -> None:
        """Derives one task anew and moves on whatever follows from it. The result does not depend on the order."""
        del self._woken[key]
        self._settled[key] = None
        before = self._counted.pop(key)
        task: Task | None = self.tasks.get(key)
        if task is not None:
            status, percent = self._derived(task)
            if (status, percent) != (task.status, task.percent):
                task = self.tasks.edit(key, status=status, percent=percent)
            self.tasks.touch(key)  # its row also shows what holds it back
        after = counted(task)
        self._move(key, before, after)
        self._shift("tasks", not_nested(before), not_nested(after))
        self._shift("subtasks", nested(before), nested(after))
        self._hand_over(key, before.lease if before else None, after.lease if after else None)
        if is_settled(before) != is_settled(after):
            self._wake_dependents(f"task/{key}")

    def _derived(self, task: Task) -> tuple[str, int]:
        subtasks = self.tally(task.ref)
        if subtasks is not NOTHING:
            return rolled_up(subtasks), subtasks.percent
        status = task.state
        if status == "open":
            status = "pending" if self.unmet(task) else "ready"
        return status, 100 if status == "done" else min(99, max(task.reported, percent_of_steps(task)))

    def _move(self, key: str, before: Counted | None, after: Counted | None) -> None:
        """From the sums of one container to those of another; whatever contains it is looked at again."""
        old, new = before.container if before else "", after.container if after else ""
        if old == new:
            self._shift(new, before, after)
            return
        # The task must stand in its new place before sums change: whom they wake depends on who is where.
        if before and old:
            exclude(self.members, old, key)
            leads = self.exists(old) and before.tail == critical_path.tail_of(self, old)
            if leads or old not in self.members:
                self._regrouped[old] = None
        if new:
            if new not in self.members:
                self._regrouped[new] = None
            include(self.members, new, key)
        self._shift(old, before, None)
        self._shift(new, None, after)
        for member in self.members.get(f"task/{key}", EMPTY):
            self._wake_all(f"task/{member}")  # it inherits other gates now

    def _shift(self, group: str, before: Counted | None, after: Counted | None) -> None:
        if not group or (before is None and after is None):
            return
        kind, key = split(group)
        is_track = kind == "track" and key in self.tracks
        was_settled = is_track and self.is_settled(group)
        if before is None or after is None or before[1:3] != after[1:3]:
            self._count(group, shifted(self.tally(group), before, after))
        if is_track:
            self.tracks.touch(key)  # its row also shows what holds its tasks back
            if was_settled != self.is_settled(group):
                self._wake_dependents(group)
        elif kind == "task" and key in self.tasks:
            self._wake(key)

    def _count(self, group: str, tally: Tally) -> None:
        if tally.total:
            self.tallies[group] = tally
        else:
            self.tallies.discard(group)

    def _hand_over(self, key: str, old: Lease | None, new: Lease | None) -> None:
        if old is new or old == new:
            return
        if old:
            exclude(self.members, f"agent/{old.agent}", key)
            self._load(old.agent, -1)
        if new:
            include(self.members, f"agent/{new.agent}", key)
            self._load(new.agent, 1)

    def _load(self, agent: str, by: int) -> None:
        if agent in self.agents:
            self.agents.edit(agent, load=self.agents[agent].load + by)

    def _rank(self) -> tuple[list[Rank], list[Rank]]:
        """Gives what was settled its place among the ready; answers the places that are gone and those that came."""
        gone: list[Rank] = []
        come: list[Rank] = []
        for key in self._settled:
            before: Task | None = self.origin.tasks.get(key)
            task: Task | None = self.tasks.get(key)
            old, rank = before.rank if before else None, self._rank_of(task) if task else None
            if old != rank:
                gone.extend([old] if old else [])
                come.extend([rank] if rank else [])
            if task and task.rank != rank:
                self.tasks.edit(key, rank=rank)
        return gone, come

    def _rank_of(self, task: Task) -> Rank | None:
        if not task.is_free or self.has_subtasks(task.key) or (task.status != "ready" and self.unmet(task)):
            return None
        return -task.tail, PLACE_OF_PRIORITY[task.priority], task.position, task.key

    # Who waits for whom -----------------------------------------------------------------------------------------------

    def _needs(self, item: str) -> tuple[str, ...]:
        kind, key = split(item)
        return self.tasks[key].depends_on if kind == "task" else self.tracks[key].depends_on

    def _set_needs(self, item: str, needs: tuple[str, ...], version: int, at: datetime) -> None:
        kind, key = split(item)
        if kind == "task":
            self.change_task(key, depends_on=needs, version=version, changed_at=at)
        else:
            self.tracks.edit(key, depends_on=needs, version=version)
        self._wake_all(item)

    def _link(self, item: str, needs: str) -> None:
        include(self.dependents, needs, item)
        self._restructured[needs] = None

    def _unlink(self, item: str, needs: str) -> None:
        exclude(self.dependents, needs, item)
        self._restructured[needs] = None

    def _wake(self, key: str) -> None:
        """Has a task looked at again. What the sums hold of it is noted first."""
        if key not in self._woken:
            self._woken[key] = None
            self._counted[key] = counted(self.tasks.get(key))

    def _wake_dependents(self, reference: str) -> None:
        for item in self.dependents.get(reference, EMPTY):
            self._wake_all(item)

    def _wake_all(self, item: str) -> None:
        """Looks again at `item` and at all that inherits its gates."""
        waiting = [item]
        while waiting:
            reference = waiting.pop()
            kind, key = split(reference)
            if kind == "task" and key in self.tasks:
                self._wake(key)
            elif kind == "track" and key in self.tracks:
                self.tracks.touch(key)
            waiting.extend(f"task/{member}" for member in self.members.get(reference, EMPTY))


def include(index: MapDraft[str, Map[str, None]], group: str, key: str) -> None:
    index[group] = index.get(group, EMPTY).having(key, None)


def exclude(index: MapDraft[str, Map[str, None]], group: str, key: str) -> None:
    left = index[group].without(key)
    if left:
        index[group] = left
    else:
        del index[group]


def counted(task: Task | None) -> Counted | None:
    return Counted(task.container, task.status, task.percent, task.lease, task.tail) if task else None


def nested(one: Counted | None) -> Counted | None:
    return one if one and one.container.startswith("task/") else None


def not_nested(one: Counted | None) -> Counted | None:
    return one if one and not one.container.startswith("task/") else None


def is_settled(one: Counted | None) -> bool:
    return one is not None and one.status in SETTLED


def shifted(tally: Tally, before: Counted | None, after: Counted | None) -> Tally:
    counts, percents = list(tally.counts), tally.percents
    if before:
        counts[PLACE_OF[before.status]] -= 1
        percents -= before.percent
    if after:
        counts[PLACE_OF[after.status]] += 1
        percents += after.percent
    return Tally(tuple(counts), percents)


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
