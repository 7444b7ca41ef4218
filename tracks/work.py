"""What there is to do: tracks, tasks and what they wait for, as frozen values.

References name things across kinds: `task/A.1`, `track/A`, `sync/1`, `agent/ada`.
"""

from dataclasses import dataclass
from datetime import datetime

from tracks.terms import NO_TERMS, Terms

STATUSES = (
    "pending", "ready", "claimed", "in_progress", "in_review", "done", "blocked", "failed", "cancelled", "deferred",
)
RUNNING = ("claimed", "in_progress")
SETTLED = ("done", "cancelled")
STUCK = ("blocked", "failed", "in_review")  # what only a person can move
PRIORITIES = ("critical", "high", "medium", "low")
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
    """What a track is to deliver, as somebody states it."""

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
class Promise:
    """What a track delivers: its number there, whether it is there, who said so and what shows it.

    `verified`: a person has seen it, or the result of a command shows it; else it is somebody's word.
    """

    number: int
    text: str
    done: bool = False
    verified: bool = False
    actor: str = ""
    at: datetime | None = None
    note: str = ""
    evidence: tuple[Evidence, ...] = ()


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
    promises: tuple[Promise, ...] = ()
    last_promise: int = 0
    depends_on: tuple[str, ...] = ()
    declared: str = ""
    source: Source = NOWHERE
    version: int = 0
    terms: Terms = NO_TERMS

    @property
    def deliverables(self) -> tuple[Deliverable, ...]:
        """What it delivers, as somebody would state it."""
        return tuple(Deliverable(one.text, one.done) for one in self.promises)


@dataclass(frozen=True, slots=True)
class Task:
    """A piece of work.

    `state` is what events say: open, claimed, in_progress, in_review, done, blocked, failed, cancelled or deferred.
    `status` refines it by what follows from others: an open task is pending or ready, a parent is the sum of its
    subtasks. `held` are the last leases on it, as fence and agent; `offered` the fences under which results came too
    late; `accepted`: its summary and evidence are such a result, until it gets its own. `done_by` did the work that is
    shown, `verified` says that there is more than their word; `failures` counts the tries that failed, `retry_at` is when
    the next may begin. `tail` is the work in minutes on the longest path from here to the end; `rank` its place among the
    ready tasks while it is one of them; `awaits` the gates that hold it back while it is pending.
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
    accepted: bool = False
    done_by: tuple[str, ...] = ()
    verified: bool = False
    terms: Terms = NO_TERMS
    failures: int = 0
    retry_at: datetime | None = None
    held: tuple[tuple[int, str], ...] = ()
    offered: tuple[int, ...] = ()
    attempts: int = 0
    started_at: datetime | None = None
    finished_at: datetime | None = None
    source: Source = NOWHERE
    version: int = 0
    status: str = "pending"
    percent: int = 0
    tail: int = 0
    rank: Rank | None = None
    awaits: tuple[str, ...] = ()

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
