"""The state of a project at one sequence, as the rules see it: one immutable value.

Holds what follows from the events and answers simple questions about it; decides nothing, changes nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from agents.messages import Delivery, Message
from agents.plan import Agent
from tracks.awaited import Worst
from tracks.choices import EVERYWHERE, NO_GROUPS, Groups
from tracks.criterion import Criterion
from tracks.decisions import Decision
from tracks.holds import Entry
from tracks.measurements import Measurement
from tracks.meeting import ConflictArea, IntegrationPoint, SyncPoint
from tracks.offers import Offer
from tracks.persistent import Map, Ranked, Readable
from tracks.reservation import Reservation
from tracks.tally import NOTHING, Tally
from tracks.texts import Allocation, ImportRecord, Note
from tracks.webhooks import Webhook
from tracks.work import SETTLED, Dependency, Rank, Task, Track, split


class State:
    """The questions that a plan and a plan under change answer alike."""

    __slots__ = ()

    tracks: Readable[str, Track]
    tasks: Readable[str, Task]
    sync_points: Readable[str, SyncPoint]
    members: Readable[str, Map[str, None]]
    tallies: Readable[str, Tally]

    def tally(self, group: str) -> Tally:
        tally: Tally = self.tallies.get(group, NOTHING)
        return tally

    def has_subtasks(self, key: str) -> bool:
        return f"task/{key}" in self.members

    def is_settled(self, reference: str) -> bool:
        """Whether what waits for `reference` may go on as far as it is concerned."""
        kind, key = split(reference)
        if kind == "task":
            return self.tasks[key].status in SETTLED
        if kind == "sync":
            return self.sync_points[key].passed
        tally = self.tally(reference)
        return tally.is_settled if tally.total else self.tracks[key].declared == "done"

    def gates(self, task: Task) -> Iterator[str]:
        """Everything `task` waits for: its own dependencies, its parents', its track's."""
        yield from task.depends_on
        while task.parent:
            task = self.tasks[task.parent]
            yield from task.depends_on
        if task.track:
            yield from self.tracks[task.track].depends_on

    def unmet(self, task: Task) -> list[str]:
        """The gates of `task` that still hold it back, each once."""
        return [gate for gate in dict.fromkeys(self.gates(task)) if not self.is_settled(gate)]

    def depth(self, key: str) -> int:
        """How many tasks a task is within."""
        depth = 0
        while key := self.tasks[key].parent:
            depth += 1
        return depth

    def exists(self, reference: str) -> bool:
        kind, key = split(reference)
        if kind == "task":
            return key in self.tasks
        if kind == "track":
            return key in self.tracks
        return kind == "sync" and key in self.sync_points


@dataclass(frozen=True, slots=True)
class Plan(State):
    """One project at `sequence`. The maps hold frozen values by key; a new event makes a new plan.

    `dependents` maps a reference (a measurement too) to those that wait for it, `members` a track, parent or agent to
    the tasks in it, `tallies` a track, a parent, "tasks" or "subtasks" to their sums, `heads` a track or sync point to
    the longest `tail` behind it; what is empty or zero is left out. `self_opening` names the sync points that will open
    by themselves, `lifts` maps a reference to the tasks that are blocked until it is settled. `last_position` is the
    highest position that a task ever had. `messages` are those that are not over, `inboxes` maps who is written to to
    what it has not acknowledged, `unsettled` are open questions and blockers;
    `stuck` the tasks that only a person can move, `promised` those that wait and are meant for somebody, in both cases
    without parents.

    `choices` maps a place to the groups of ready tasks there, `held` a ready task to the agents that hold its paths,
    `reserved` a task or agent to its reservations; `holds` orders the paths that are held by how they begin, `wanted`
    those of ready tasks. `awaited` counts what waits for each gate, `worst` orders that.
    """

    project: str = ""
    name: str = ""
    created_at: datetime | None = None
    archived_at: datetime | None = None
    sequence: int = 0
    last_position: int = 0
    tracks: Map[str, Track] = field(default_factory=Map)
    tasks: Map[str, Task] = field(default_factory=Map)
    dependencies: Map[str, Dependency] = field(default_factory=Map)
    agents: Map[str, Agent] = field(default_factory=Map)
    sync_points: Map[str, SyncPoint] = field(default_factory=Map)
    conflict_areas: Map[str, ConflictArea] = field(default_factory=Map)
    integration_points: Map[str, IntegrationPoint] = field(default_factory=Map)
    allocations: Map[str, Allocation] = field(default_factory=Map)
    notes: Map[str, Note] = field(default_factory=Map)
    imports: Map[str, ImportRecord] = field(default_factory=Map)
    webhooks: Map[str, Webhook] = field(default_factory=Map)
    measurements: Map[str, Measurement] = field(default_factory=Map)
    criteria: Map[str, Criterion] = field(default_factory=Map)
    messages: Map[str, Message] = field(default_factory=Map)
    deliveries: Map[str, Delivery] = field(default_factory=Map)
    offers: Map[str, Offer] = field(default_factory=Map)
    decisions: Map[str, Decision] = field(default_factory=Map)
    dependents: Map[str, Map[str, None]] = field(default_factory=Map)
    members: Map[str, Map[str, None]] = field(default_factory=Map)
    tallies: Map[str, Tally] = field(default_factory=Map)
    heads: Map[str, int] = field(default_factory=Map)
    self_opening: Map[str, None] = field(default_factory=Map)
    lifts: Map[str, Map[str, None]] = field(default_factory=Map)
    inboxes: Map[str, Map[str, None]] = field(default_factory=Map)
    unsettled: Map[str, None] = field(default_factory=Map)
    stuck: Map[str, None] = field(default_factory=Map)
    promised: Map[str, None] = field(default_factory=Map)
    reservations: Map[str, Reservation] = field(default_factory=Map)
    reserved: Map[str, Map[str, None]] = field(default_factory=Map)
    choices: Map[str, Groups] = field(default_factory=Map)
    held: Map[str, tuple[str, ...]] = field(default_factory=Map)
    awaited: Map[str, int] = field(default_factory=Map)
    holds: Ranked[Entry] = field(default_factory=Ranked)
    wanted: Ranked[Entry] = field(default_factory=Ranked)
    worst: Ranked[Worst] = field(default_factory=Ranked)

    @property
    def ready(self) -> list[Rank]:
        """What may be taken now, dependencies permitting, best first. Goes through all of it: a claim looks at `choices`."""
        groups: Groups = self.choices.get(EVERYWHERE, NO_GROUPS)
        return sorted(rank for ranks in groups.values() for rank in ranks)

    def members_of(self, group: str) -> list[Task]:
        """The tasks directly in a track or parent, in plan order."""
        tasks = (self.tasks[key] for key in self.members.get(group, ()))
        return sorted(tasks, key=lambda task: (task.position, task.key))

    def leased_tasks(self, agent: str) -> list[Task]:
        """What `agent` holds, in plan order."""
        return self.members_of(f"agent/{agent}")


# The maps of what a plan holds, each shown in a status table of its own, and those that follow from them.
KINDS = (
    "tracks", "tasks", "dependencies", "agents", "sync_points", "conflict_areas", "integration_points", "allocations",
    "notes", "imports", "measurements", "criteria", "messages", "deliveries", "offers", "webhooks",
    "reservations", "decisions",
)
# Of them those that leave the plan when they are over, and keep their rows.
ARCHIVED = ("messages", "deliveries", "decisions")
INDEXES = (
    "dependents", "members", "tallies", "heads", "self_opening", "inboxes", "unsettled", "stuck", "promised",
    "reserved", "choices", "held", "awaited", "lifts",
)
