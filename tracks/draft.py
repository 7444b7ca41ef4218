"""A plan under change: takes the facts of events, works out what follows from them, and becomes the next plan.

The only place that derives: statuses from dependencies, parents from subtasks, tallies, what is ready. It never asks
whether something may happen; that was decided before the event was written. What it derives depends on the facts
alone, never on how many events were folded at a time.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, NamedTuple

from agents.messages import Delivery, Message
from agents.plan import Agent
from tracks import awaited, choices, critical_path
from tracks.awaited import Worst
from tracks.choices import Groups
from tracks.criterion import Criterion
from tracks.decisions import Decision
from tracks.holds import Entry
from tracks.measurements import Measurement
from tracks.meeting import ConflictArea, IntegrationPoint, SyncPoint
from tracks.offers import Offer
from tracks.persistent import Map, MapDraft, Ranked
from tracks.plan import INDEXES, KINDS, Plan, State
from tracks.reservation import Reservation
from tracks.tally import NOTHING, PLACE_OF, Tally
from tracks.texts import Allocation, ImportRecord, Note
from tracks.webhooks import Webhook
from tracks.work import SETTLED, STUCK, Dependency, Lease, Task, Track, split

EMPTY: Map[str, None] = Map()


@dataclass(frozen=True, slots=True)
class Changes:
    """What became different: by kind (the name of the plan's map) and key the new value, None where it is gone.

    `archived` are those among them that have left the plan for good, as they then were: their rows stay.
    """

    of_kind: dict[str, dict[str, Any]]
    archived: dict[str, dict[str, Any]] = field(default_factory=dict)


class Counted(NamedTuple):
    """What the sums and indexes know of a task."""

    container: str
    status: str
    percent: int
    lease: Lease | None
    tail: int
    awaits: tuple[str, ...]


class Draft(State):
    """Reads like a Plan, may be changed, and is thrown away after `sealed()`."""

    tracks: MapDraft[str, Track]
    tasks: MapDraft[str, Task]
    dependencies: MapDraft[str, Dependency]
    agents: MapDraft[str, Agent]
    sync_points: MapDraft[str, SyncPoint]
    conflict_areas: MapDraft[str, ConflictArea]
    integration_points: MapDraft[str, IntegrationPoint]
    allocations: MapDraft[str, Allocation]
    notes: MapDraft[str, Note]
    imports: MapDraft[str, ImportRecord]
    webhooks: MapDraft[str, Webhook]
    measurements: MapDraft[str, Measurement]
    criteria: MapDraft[str, Criterion]
    messages: MapDraft[str, Message]
    deliveries: MapDraft[str, Delivery]
    offers: MapDraft[str, Offer]
    decisions: MapDraft[str, Decision]
    dependents: MapDraft[str, Map[str, None]]
    members: MapDraft[str, Map[str, None]]
    tallies: MapDraft[str, Tally]
    heads: MapDraft[str, int]
    self_opening: MapDraft[str, None]
    lifts: MapDraft[str, Map[str, None]]
    inboxes: MapDraft[str, Map[str, None]]
    unsettled: MapDraft[str, None]
    stuck: MapDraft[str, None]
    promised: MapDraft[str, None]
    reservations: MapDraft[str, Reservation]
    reserved: MapDraft[str, Map[str, None]]
    choices: MapDraft[str, Groups]
    held: MapDraft[str, tuple[str, ...]]
    awaited: MapDraft[str, int]

    def __init__(self, plan: Plan) -> None:
        self.origin = plan
        self.project, self.name, self.created_at, self.archived_at = plan.project, plan.name, plan.created_at, plan.archived_at
        self.sequence, self.last_position = plan.sequence, plan.last_position
        for name in (*KINDS, *INDEXES):
            setattr(self, name, MapDraft(getattr(plan, name)))
        self.holds: Ranked[Entry] = plan.holds
        self.wanted: Ranked[Entry] = plan.wanted
        self.worst: Ranked[Worst] = plan.worst
        self._counted: dict[str, Counted | None] = {}
        self._woken: dict[str, None] = {}
        self._settled: dict[str, None] = {}
        self._restructured: dict[str, None] = {}
        self._regrouped: dict[str, None] = {}
        self._archived: dict[str, dict[str, Any]] = {}
        self._alike: dict[tuple[str, ...], tuple[str, ...]] = {}

    # What events do ---------------------------------------------------------------------------------------------------

    def put_task(self, task: Task) -> None:
        """A task that is new to the plan."""
        self._wake(task.key)
        self.tasks[task.key] = task
        self.last_position = max(self.last_position, task.position)
        self._restructured[task.ref] = None

    def change_task(self, key: str, **values: Any) -> None:
        if key not in self._woken:
            self._wake(key)
        self.tasks.apply(key, values)
        if "lease" in values:
            self._pass_on(key, values["lease"])

    def reshape_task(self, key: str, **values: Any) -> None:
        """A change that may give the task another place or weight."""
        before: Task = self.tasks[key]
        shape = before.container, before.track, before.estimate
        self.change_task(key, **values)
        after: Task = self.tasks[key]
        if shape != (after.container, after.track, after.estimate):
            self._restructured[after.ref] = None

    def remove_task(self, key: str) -> None:
        self._wake(key)
        for fence in self.tasks[key].offered:
            self.offers.discard(str(fence))
        self._pass_on(key, None)
        del self.tasks[key]

    def look_again_below(self, reference: str) -> None:
        """At a task or track and all that is in it: their rows show what holds for them."""
        self._wake_all(reference)

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
        if before:
            self._unlink_point(before)
        self._link_point(point)
        if before is None or before.passed != point.passed:
            self._wake_dependents(f"sync/{point.key}")

    def remove_sync_point(self, key: str) -> None:
        self._unlink_point(self.sync_points[key])
        del self.sync_points[key]
        self.heads.discard(f"sync/{key}")

    def put_measurement(self, measurement: Measurement) -> None:
        self.measurements[measurement.key] = measurement
        self._wake_dependents(f"measurement/{measurement.key}")

    def put_reservation(self, reservation: Reservation) -> None:
        self.reservations[reservation.key] = reservation
        include(self.reserved, f"agent/{reservation.agent}", reservation.key)
        if reservation.task:
            include(self.reserved, f"task/{reservation.task}", reservation.key)

    def drop_reservation(self, key: str) -> None:
        reservation = self.reservations[key]
        del self.reservations[key]
        exclude(self.reserved, f"agent/{reservation.agent}", key)
        if reservation.task:
            exclude(self.reserved, f"task/{reservation.task}", key)

    def change_agent(self, name: str, **values: Any) -> None:
        if name in self.agents:
            self.agents.edit(name, **values)

    def put_message(self, message: Message) -> None:
        if message.is_over:
            self.archive("messages", message.key, message)
        else:
            self.messages[message.key] = message
        if message.is_open:
            self.unsettled[message.key] = None
        else:
            self.unsettled.discard(message.key)

    def deliver(self, delivery: Delivery) -> None:
        self.deliveries[delivery.key] = delivery
        include(self.inboxes, delivery.recipient, delivery.message)

    def take_in(self, delivery: Delivery) -> None:
        """A delivery that was acknowledged."""
        self.archive("deliveries", delivery.key, delivery)
        exclude(self.inboxes, delivery.recipient, delivery.message)

    def archive(self, kind: str, key: str, value: Any) -> None:
        """Lets something go from the plan for good, as it is now."""
        getattr(self, kind).discard(key)
        self._archived.setdefault(kind, {})[key] = value

    # What follows -----------------------------------------------------------------------------------------------------

    def sealed(self) -> tuple[Plan, Changes]:
        """The next plan, and what is different in it."""
        while self._woken:
            self._settle(next(iter(self._woken)))
        self._settled.update(critical_path.update(self, self._restructured, self._regrouped))
        awaited.update(self, self._settled)
        choices.update(self, self._settled)
        changes = {
            kind: changed for kind in KINDS if (changed := getattr(self, kind).changes() | self._archived.get(kind, {}))
        }
        plan = Plan(
            self.project, self.name, self.created_at, self.archived_at, self.sequence, self.last_position,
            holds=self.holds, wanted=self.wanted, worst=self.worst,
            **{name: getattr(self, name).sealed() for name in (*KINDS, *INDEXES)},
        )
        return plan, Changes(changes, self._archived)

    def _settle(self, key: str) -> None:
        """Derives one task anew and moves on whatever follows from it. The result does not depend on the order."""
        del self._woken[key]
        self._settled[key] = None
        before = self._counted.pop(key)
        task: Task | None = self.tasks.get(key)
        if task is not None:
            status, percent, awaits = self._derived(task)
            if (status, percent, awaits) != (task.status, task.percent, task.awaits):
                task = self.tasks.edit(key, status=status, percent=percent, awaits=self._same(awaits))
            self.tasks.touch(key)  # its row also shows what holds it back
        leaf = None if self.has_subtasks(key) else task
        note(self.stuck, key, leaf is not None and leaf.status in STUCK)
        note(self.promised, key, leaf is not None and leaf.status == "pending" and bool(leaf.assignee))
        after = counted(task)
        self._move(key, before, after)
        self._shift("tasks", not_nested(before), not_nested(after))
        self._shift("subtasks", nested(before), nested(after))
        self._hand_over(key, before.lease if before else None, after.lease if after else None)
        self._await(key, before.awaits if before else (), after.awaits if after else ())
        if is_settled(before) != is_settled(after):
            self._wake_dependents(f"task/{key}")

    def _derived(self, task: Task) -> tuple[str, int, tuple[str, ...]]:
        subtasks = self.tally(task.ref)
        if subtasks is not NOTHING:
            return rolled_up(subtasks), subtasks.percent, ()
        status = task.state
        awaits: tuple[str, ...] = ()
        if status == "open":
            awaits = tuple(self.unmet(task))
            status = "pending" if awaits else "ready"
        return status, 100 if status == "done" else min(99, max(task.reported, percent_of_steps(task))), awaits

    def _same(self, references: tuple[str, ...]) -> tuple[str, ...]:
        """One value for all tasks that wait for the same: most of a track do."""
        return self._alike.setdefault(references, references)

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

    def _pass_on(self, key: str, lease: Lease | None) -> None:
        """What was reserved for a task goes with the lease on it: to the next holder, or away."""
        for one in tuple(self.reserved.get(f"task/{key}", EMPTY)):
            reservation = self.reservations[one]
            if lease is None:
                self.drop_reservation(one)
            elif lease.agent != reservation.agent:
                self.drop_reservation(one)
                self.put_reservation(replace(reservation, agent=lease.agent))

    def _hand_over(self, key: str, old: Lease | None, new: Lease | None) -> None:
        if old is new or old == new:
            return
        if old:
            exclude(self.members, f"agent/{old.agent}", key)
            self._load(old.agent, -1)
        if new:
            include(self.members, f"agent/{new.agent}", key)
            self._load(new.agent, 1)

    def _await(self, key: str, old: tuple[str, ...], new: tuple[str, ...]) -> None:
        if old != new:
            for reference in dict.fromkeys(old):
                exclude(self.lifts, reference, key)
            for reference in new:
                include(self.lifts, reference, key)

    def _load(self, agent: str, by: int) -> None:
        if agent in self.agents:
            self.agents.edit(agent, load=self.agents[agent].load + by)

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

    def _link_point(self, point: SyncPoint) -> None:
        for needs in point.after:
            self._link(f"sync/{point.key}", needs)
        for name in point.metrics:
            include(self.dependents, f"measurement/{name}", f"sync/{point.key}")
        if point.opens_itself:
            self.self_opening[point.key] = None

    def _unlink_point(self, point: SyncPoint) -> None:
        for needs in point.after:
            self._unlink(f"sync/{point.key}", needs)
        for name in point.metrics:
            exclude(self.dependents, f"measurement/{name}", f"sync/{point.key}")
        self.self_opening.discard(point.key)

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
            elif kind == "sync" and key in self.sync_points:
                self.sync_points.touch(key)  # its row also shows what holds it back
            waiting.extend(f"task/{member}" for member in self.members.get(reference, EMPTY))


def note(keys: MapDraft[str, None], key: str, belongs: bool) -> None:
    if belongs and key not in keys:
        keys[key] = None
    elif not belongs:
        keys.discard(key)


def include(index: MapDraft[str, Map[str, None]], group: str, key: str) -> None:
    index[group] = index.get(group, EMPTY).having(key, None)


def exclude(index: MapDraft[str, Map[str, None]], group: str, key: str) -> None:
    left = index[group].without(key)
    if left:
        index[group] = left
    else:
        del index[group]


def counted(task: Task | None) -> Counted | None:
    if task is None:
        return None
    awaits = task.waits_for if task.state == "blocked" else ()
    return Counted(task.container, task.status, task.percent, task.lease, task.tail, awaits)


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
