"""The state of a project at one sequence, as the rules see it: one immutable value.

Holds what follows from the events and answers simple questions about it; decides nothing, changes nothing.
References name things across kinds: `task/A.1`, `track/A`, `sync/1`, `agent/ada`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from agents.plan import Agent
from tracks.persistent import Map, Ranked, Readable

STATUSES = (
    "pending", "ready", "claimed", "in_progress", "in_review", "done", "blocked", "failed", "cancelled", "deferred",
)
RUNNING = ("claimed", "in_progress")
SETTLED = ("done", "cancelled")
PRIORITIES = ("critical", "high", "medium", "low")
PLACE_OF = {status: place for place, status in enumerate(STATUSES)}
Rank = tuple[int, int, int, str]  # of a ready task: less its tail, its priority's place, its position, its key
DEFAULT_ESTIMATE = 60  # minutes of a task that nobody estimated: only ratios matter to the critical path


def ref(kind: str, key: str) -> str:
    return f"{kind}/{key}"


def split(reference: str) -> tuple[str, str]:
    kind, _, key = reference.partition("/")
    return kind, key


def dependency_key(item: str, needs: str) -> str:
    """Keys may hold spaces but no tabs, so no two dependencies share a key."""
    return f"{item}\t{needs}"


@dataclass(frozen=True, slots=True)
class Step:
    text: str
    done: bool = False


@dataclass(frozen=True, slots=True)
class Deliverable:
    text: str
    done: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """What shows that a task is done. `kind`: text, command, commit, file, url; `digest` SHA-256 hex of an output."""

    kind: str
    text: str = ""
    exit_status: int | None = None
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to work on a task. `fence` is the sequence of the event that granted it."""

    agent: str
    fence: int
    granted_at: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Source:
    """Where an item came from: its line, the digest of its entry, and the status the document gave it.

    The first eight digits of a digest say which document, the rest what it said.
    """

    line: int = 0
    digest: str = ""
    status: str = ""
    status_word: str = ""


NOWHERE = Source()


@dataclass(frozen=True, slots=True)
class Track:
    """A parallel stream of work. `declared` is the status somebody stated, which counts only while it has no tasks."""

    key: str
    title: str
    position: int
    focus: str = ""
    owner: str = ""
    weeks: tuple[int, ...] = ()
    parallelizable: str = ""
    key_files: tuple[str, ...] = ()
    working_directory: str = ""
    notes: str = ""
    deliverables: tuple[Deliverable, ...] = ()
    depends_on: tuple[str, ...] = ()
    declared: str = ""
    source: Source = NOWHERE
    version: int = 0


@dataclass(frozen=True, slots=True)
class Task:
    """A piece of work.

    `state` is what events say: open, claimed, in_progress, in_review, done, blocked, failed, cancelled or deferred.
    `status` refines it by what follows from others: an open task is pending or ready, a parent is the sum of its
    subtasks. `tail` is the work in minutes on the longest path from here to the end; `rank` its place among the
    ready tasks while it is one of them.
    """

    key: str
    title: str
    position: int
    created_at: datetime
    changed_at: datetime
    track: str = ""
    parent: str = ""
    priority: str = "medium"
    estimate: int | None = None
    capabilities: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    parallel: bool = True
    assignee: str = ""
    steps: tuple[Step, ...] = ()
    notes: str = ""
    depends_on: tuple[str, ...] = ()
    state: str = "open"
    reported: int = 0
    lease: Lease | None = None
    last_fence: int = 0
    reason: str = ""
    waits_for: tuple[str, ...] = ()
    summary: str = ""
    evidence: tuple[Evidence, ...] = ()
    attempts: int = 0
    started_at: datetime | None = None
    finished_at: datetime | None = None
    source: Source = NOWHERE
    version: int = 0
    status: str = "pending"
    percent: int = 0
    tail: int = 0
    rank: Rank | None = None

    @property
    def ref(self) -> str:
        return f"task/{self.key}"

    @property
    def container(self) -> str:
        """What this task is counted in: its parent, else its track, else nothing."""
        if self.parent:
            return f"task/{self.parent}"
        return f"track/{self.track}" if self.track else ""

    @property
    def is_free(self) -> bool:
        """Nobody holds it and it may be taken, dependencies permitting. A document may say that work has begun."""
        return self.lease is None and self.state in ("open", "in_progress")


@dataclass(frozen=True, slots=True)
class Dependency:
    item: str
    needs: str
    text: str = ""
    line: int = 0
    digest: str = ""
    version: int = 0

    @property
    def key(self) -> str:
        return dependency_key(self.item, self.needs)


@dataclass(frozen=True, slots=True)
class SyncPoint:
    key: str
    title: str
    position: int
    after: tuple[str, ...] = ()
    check: str = ""
    passed: bool = False
    digest: str = ""
    line: int = 0
    version: int = 0


@dataclass(frozen=True, slots=True)
class ConflictArea:
    key: str
    area: str
    position: int
    tracks: tuple[str, ...] = ()
    resolution: str = ""
    first: str = ""
    digest: str = ""
    line: int = 0
    version: int = 0


@dataclass(frozen=True, slots=True)
class IntegrationPoint:
    key: str
    title: str
    position: int
    parties: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    refs: tuple[str, ...] = ()
    status: str = "open"
    digest: str = ""
    line: int = 0
    version: int = 0


@dataclass(frozen=True, slots=True)
class Allocation:
    key: str
    scenario: str
    who: str
    text: str
    position: int
    tracks: tuple[str, ...] = ()
    digest: str = ""
    line: int = 0
    version: int = 0


@dataclass(frozen=True, slots=True)
class Note:
    key: str
    kind: str
    text: str
    position: int
    about: str = ""
    date: str = ""
    digest: str = ""
    line: int = 0
    version: int = 0


@dataclass(frozen=True, slots=True)
class ImportRecord:
    """What one import reported; `key` is the sequence of its event, in digits."""

    key: str
    format: str
    filename: str
    digest: str
    counts: tuple[tuple[str, int], ...]
    changes: tuple[tuple[str, int], ...]
    problems: tuple[tuple[int, str, str, str], ...]
    repairs: tuple[tuple[int, str, str, str], ...]
    actor: str
    recorded_at: datetime
    version: int = 0


@dataclass(frozen=True, slots=True)
class Tally:
    """How many tasks of a group have each status, in the order of STATUSES, and the sum of their percentages."""

    counts: tuple[int, ...] = (0,) * len(STATUSES)
    percents: int = 0

    def of(self, *statuses: str) -> int:
        return sum(self.counts[PLACE_OF[status]] for status in statuses)

    @property
    def total(self) -> int:
        return sum(self.counts)

    @property
    def percent(self) -> int:
        """The mean progress of what is not cancelled, in whole percent, 100 only when all of it is done."""
        if not self.total:
            return 0
        counted = self.total - self.of("cancelled")
        return self.percents // counted if counted else 100

    @property
    def is_settled(self) -> bool:
        return self.total > 0 and self.of(*SETTLED) == self.total

    def as_counts(self) -> dict[str, int]:
        return {"total": self.total, **dict(zip(STATUSES, self.counts, strict=True))}


NOTHING = Tally()


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

    `dependents` maps a reference to those that wait for it, `members` a track, parent or agent to the tasks in it,
    `tallies` a track, a parent, "tasks" or "subtasks" to their sums, `heads` a track or sync point to the longest
    `tail` behind it; what is empty or zero is left out. `ready` ranks what may be taken now, best first.
    `last_position` is the highest position that a task ever had.
    """

    project: str = ""
    name: str = ""
    created_at: datetime | None = None
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
    dependents: Map[str, Map[str, None]] = field(default_factory=Map)
    members: Map[str, Map[str, None]] = field(default_factory=Map)
    tallies: Map[str, Tally] = field(default_factory=Map)
    heads: Map[str, int] = field(default_factory=Map)
    ready: Ranked[Rank] = field(default_factory=Ranked)

    def members_of(self, group: str) -> list[Task]:
        """The tasks directly in a track or parent, in plan order."""
        tasks = (self.tasks[key] for key in self.members.get(group, ()))
        return sorted(tasks, key=lambda task: (task.position, task.key))

    def leased_tasks(self, agent: str) -> list[Task]:
        """What `agent` holds, in plan order."""
        return self.members_of(f"agent/{agent}")


def track_status(plan: Plan, track: Track) -> str:
    """not_started, ready, in_progress, blocked or done: what the tally of the track's tasks amounts to."""
    tally = plan.tally(f"track/{track.key}")
    if not tally.total:
        return track.declared or "not_started"
    if tally.is_settled:
        return "done"
    if tally.of("claimed", "in_progress", "in_review"):
        return "in_progress"
    if tally.of("ready"):
        return "in_progress" if tally.of("done") else "ready"
    return "blocked" if tally.of("pending", "blocked", "failed") else "not_started"


def waiting_word(reference: str) -> str:
    """How people say what holds something back: `B.1`, `Track A`, `sync point 1`."""
    kind, key = split(reference)
    return {"track": f"Track {key}", "sync": f"sync point {key}"}.get(kind, key)


def blockers_of_task(plan: Plan, task: Task) -> list[str]:
    """Why a task cannot go on, in words; empty when it can."""
    if task.status in SETTLED:
        return []
    words = [f"Blocked by {waiting_word(gate)}" for gate in plan.unmet(task)] if task.lease is None else []
    if task.state == "blocked":
        words.append(f"Blocked: {task.reason}" if task.reason else "Blocked")
    return words


def blockers_of_track(plan: Plan, track: Track) -> list[str]:
    """What a track waits for, in words: its own dependencies, then whatever holds all that is left of it."""
    if track_status(plan, track) == "done":
        return []
    words = [f"Blocked by {waiting_word(gate)}" for gate in track.depends_on if not plan.is_settled(gate)]
    if not words and track_status(plan, track) == "blocked":
        for task in plan.members_of(f"track/{track.key}"):
            words.extend(blockers_of_task(plan, task))
    return list(dict.fromkeys(words))[:10]
