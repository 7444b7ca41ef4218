"""What an importer understood of a document: plain values, in the document's own words, each with its line.

Says nothing about what is in the plan already; the package `importing` compares the two.
References are written `track/A`, `task/B.1`, `sync/1`. Lines count from 1; 0 means "no line".
"""

from dataclasses import dataclass, field

NOT_STARTED, IN_PROGRESS, IN_REVIEW, DONE, BLOCKED, FAILED, CANCELLED, DEFERRED = (
    "todo", "in_progress", "in_review", "done", "blocked", "failed", "cancelled", "deferred",
)


@dataclass(frozen=True, slots=True)
class StepEntry:
    """One line of a task's checklist."""

    text: str
    done: bool = False
    line: int = 0


@dataclass(frozen=True, slots=True)
class DeliverableEntry:
    text: str
    done: bool = False
    line: int = 0


@dataclass(frozen=True, slots=True)
class TrackEntry:
    """A parallel stream of work. `status_word` is the document's own wording, `status` what we took it for."""

    key: str
    title: str
    focus: str = ""
    owner: str = ""
    status_word: str = ""
    status: str = NOT_STARTED
    weeks: tuple[int, ...] = ()
    parallelizable: str = ""
    key_files: tuple[str, ...] = ()
    working_directory: str = ""
    deliverables: tuple[DeliverableEntry, ...] = ()
    notes: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class TaskEntry:
    """A task or, where `parent` is set, a subtask. `estimate` is in minutes; `percent` 0 to 100 where stated."""

    key: str
    title: str
    track: str = ""
    parent: str = ""
    status_word: str = ""
    status: str = NOT_STARTED
    priority: str = "medium"
    percent: int | None = None
    estimate: int | None = None
    assignee: str = ""
    parallel: bool = True
    capabilities: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    steps: tuple[StepEntry, ...] = ()
    notes: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class DependencyEntry:
    """`item` waits for `needs`; `text` is how the document put it."""

    item: str
    needs: str
    text: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class AgentEntry:
    """Somebody who works: an instance, a tab, an agent named under resource allocation."""

    name: str
    title: str = ""
    role: str = ""
    focus: tuple[str, ...] = ()
    working_directory: str = ""
    key_files: tuple[str, ...] = ()
    tracks: tuple[str, ...] = ()
    tasks: tuple[str, ...] = ()
    notes: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class SyncPointEntry:
    """A gate after some tracks or tasks (`after` holds references), with what is to be checked there."""

    key: str
    title: str
    after: tuple[str, ...] = ()
    check: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class ConflictAreaEntry:
    """Something several tracks touch. `first` is the track that goes first where the resolution says so."""

    area: str
    tracks: tuple[str, ...] = ()
    resolution: str = ""
    first: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class IntegrationPointEntry:
    """Where parties meet; `items` says what flows between them, `refs` the tasks it names."""

    title: str
    parties: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    refs: tuple[str, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class AllocationEntry:
    """Who would do which tracks in one scenario ("If Multiple Developers": "Dev 1" does A, C, E)."""

    scenario: str
    who: str
    text: str
    tracks: tuple[str, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class NoteEntry:
    """A text worth keeping.

    `kind`: overview, risk, next_step, criterion, protocol, progress, history, measurement, note, or `unread` for
    what no rule understood. `about` is a reference or empty; `date` as the document gives it.
    """

    kind: str
    text: str
    about: str = ""
    date: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a person should look at. `severity`: error (left out), warning (guessed), info (worth knowing)."""

    line: int
    text: str
    reason: str
    severity: str


@dataclass(frozen=True, slots=True)
class Repair:
    """A line whose damaged characters were restored."""

    line: int
    before: str
    after: str
    how: str


@dataclass(frozen=True, slots=True)
class Document:
    """Everything that was understood, guessed and left of one file. `digest` is the SHA-256 of its bytes, hex."""

    format: str
    digest: str
    title: str = ""
    tracks: tuple[TrackEntry, ...] = ()
    tasks: tuple[TaskEntry, ...] = ()
    dependencies: tuple[DependencyEntry, ...] = ()
    agents: tuple[AgentEntry, ...] = ()
    sync_points: tuple[SyncPointEntry, ...] = ()
    conflict_areas: tuple[ConflictAreaEntry, ...] = ()
    integration_points: tuple[IntegrationPointEntry, ...] = ()
    allocations: tuple[AllocationEntry, ...] = ()
    notes: tuple[NoteEntry, ...] = ()
    problems: tuple[Problem, ...] = field(default=())
    repairs: tuple[Repair, ...] = field(default=())

    def counts(self) -> dict[str, int]:
        """How many of each thing the document holds: the `counts` of the import's answer."""
        return {
            "tracks": len(self.tracks),
            "tasks": sum(not task.parent for task in self.tasks),
            "subtasks": sum(bool(task.parent) for task in self.tasks),
            "steps": sum(len(task.steps) for task in self.tasks),
            "agents": len(self.agents),
            "dependencies": len(self.dependencies),
            "sync_points": len(self.sync_points),
            "conflict_areas": len(self.conflict_areas),
            "integration_points": len(self.integration_points),
            "deliverables": sum(len(track.deliverables) for track in self.tracks),
        }
