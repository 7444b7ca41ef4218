"""What has happened to a plan. Past tense, never reshaped once shipped: a new shape is a new event.

Each event names its `subject`, the thing whose history it belongs to.
"""

from dataclasses import dataclass
from datetime import datetime

from tracks.plan import NOWHERE, Deliverable, Evidence, Source, Step


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutProject:
    @property
    def subject(self) -> str:
        return "project"


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutTrack:
    key: str

    @property
    def subject(self) -> str:
        return f"track/{self.key}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutTask:
    key: str

    @property
    def subject(self) -> str:
        return f"task/{self.key}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutDependency:
    item: str
    needs: str

    @property
    def subject(self) -> str:
        return self.item


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutSyncPoint:
    key: str

    @property
    def subject(self) -> str:
        return f"sync/{self.key}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutConflictArea:
    key: str

    @property
    def subject(self) -> str:
        return f"conflict/{self.key}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutIntegrationPoint:
    key: str

    @property
    def subject(self) -> str:
        return f"integration/{self.key}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutAllocation:
    key: str

    @property
    def subject(self) -> str:
        return f"allocation/{self.key}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutNote:
    key: str

    @property
    def subject(self) -> str:
        return f"note/{self.key}"


# The project ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectCreated(AboutProject):
    slug: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportApplied(AboutProject):
    """A document was read into the plan; the events before it with the same correlation are what it changed.

    `problems` are (line, text, reason, severity), `repairs` (line, before, after, how).
    """

    format: str
    filename: str
    digest: str
    counts: tuple[tuple[str, int], ...]
    changes: tuple[tuple[str, int], ...]
    problems: tuple[tuple[int, str, str, str], ...] = ()
    repairs: tuple[tuple[int, str, str, str], ...] = ()


# Tracks --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackAdded(AboutTrack):
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
    declared: str = ""
    source: Source = NOWHERE


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackRevised(TrackAdded):
    """A track was edited; the fields say how it is now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackRemoved(AboutTrack):
    """A track without tasks was taken out of the plan."""


# Tasks: the plan -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskAdded(AboutTask):
    """`state` is what the document or person who added it said: open unless it is further along."""

    title: str
    position: int
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
    state: str = "open"
    percent: int = 0
    source: Source = NOWHERE


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRevised(AboutTask):
    """What a task is was edited; the fields say how it is now. Its life goes on as it was."""

    title: str
    position: int
    track: str = ""
    priority: str = "medium"
    estimate: int | None = None
    capabilities: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    parallel: bool = True
    assignee: str = ""
    steps: tuple[Step, ...] = ()
    notes: str = ""
    source: Source = NOWHERE


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRestated(AboutTask):
    """A newer document gives an untouched task another status."""

    state: str
    percent: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRemoved(AboutTask):
    """A task was taken out of the plan; its history stays."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DependencyAdded(AboutDependency):
    """`item` waits for `needs`; `text` is how it was put, `digest` says which document put it so."""

    text: str = ""
    line: int = 0
    digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DependencyRemoved(AboutDependency):
    pass


# Tasks: their life ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskClaimed(AboutTask):
    """An agent has the task until `lease_until` or longer, as it keeps beating. This event's sequence is the fence."""

    agent: str
    lease_until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskStarted(AboutTask):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskProgressed(AboutTask):
    """`steps_done` holds the places (from 0) of the steps that are done now."""

    percent: int
    steps_done: tuple[int, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskBlocked(AboutTask):
    reason: str
    waits_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskUnblocked(AboutTask):
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskSubmitted(AboutTask):
    """The work is offered for review; the lease ends."""

    summary: str = ""
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskApproved(AboutTask):
    """A review passed: the task is done."""

    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRejected(AboutTask):
    """A review failed: the task is open again, with what is missing."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskCompleted(AboutTask):
    summary: str = ""
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskFailed(AboutTask):
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRetried(AboutTask):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskReleased(AboutTask):
    """The holder, or a person in its place, gave the task back."""

    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaseExpired(AboutTask):
    """The holder fell silent; the task is free again and the fence is worth nothing."""

    agent: str
    fence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskCancelled(AboutTask):
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskDeferred(AboutTask):
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskReopened(AboutTask):
    reason: str = ""


# What else a plan holds ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncPointAdded(AboutSyncPoint):
    title: str
    position: int
    after: tuple[str, ...] = ()
    check: str = ""
    digest: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncPointRevised(SyncPointAdded):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncPointRemoved(AboutSyncPoint):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncPointPassed(AboutSyncPoint):
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncPointReopened(AboutSyncPoint):
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictAreaAdded(AboutConflictArea):
    area: str
    position: int
    tracks: tuple[str, ...] = ()
    resolution: str = ""
    first: str = ""
    digest: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictAreaRevised(ConflictAreaAdded):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictAreaRemoved(AboutConflictArea):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class IntegrationPointAdded(AboutIntegrationPoint):
    title: str
    position: int
    parties: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    refs: tuple[str, ...] = ()
    digest: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class IntegrationPointRevised(IntegrationPointAdded):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class IntegrationPointRemoved(AboutIntegrationPoint):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class AllocationAdded(AboutAllocation):
    scenario: str
    who: str
    text: str
    position: int
    tracks: tuple[str, ...] = ()
    digest: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AllocationRevised(AllocationAdded):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class AllocationRemoved(AboutAllocation):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteAdded(AboutNote):
    kind: str
    text: str
    position: int
    about: str = ""
    date: str = ""
    digest: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteRevised(NoteAdded):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteRemoved(AboutNote):
    pass


EVENTS = {
    "project.created": ProjectCreated,
    "import.applied": ImportApplied,
    "track.added": TrackAdded,
    "track.revised": TrackRevised,
    "track.removed": TrackRemoved,
    "task.added": TaskAdded,
    "task.revised": TaskRevised,
    "task.restated": TaskRestated,
    "task.removed": TaskRemoved,
    "dependency.added": DependencyAdded,
    "dependency.removed": DependencyRemoved,
    "task.claimed": TaskClaimed,
    "task.started": TaskStarted,
    "task.progressed": TaskProgressed,
    "task.blocked": TaskBlocked,
    "task.unblocked": TaskUnblocked,
    "task.submitted": TaskSubmitted,
    "task.approved": TaskApproved,
    "task.rejected": TaskRejected,
    "task.completed": TaskCompleted,
    "task.failed": TaskFailed,
    "task.retried": TaskRetried,
    "task.released": TaskReleased,
    "lease.expired": LeaseExpired,
    "task.cancelled": TaskCancelled,
    "task.deferred": TaskDeferred,
    "task.reopened": TaskReopened,
    "sync_point.added": SyncPointAdded,
    "sync_point.revised": SyncPointRevised,
    "sync_point.removed": SyncPointRemoved,
    "sync_point.passed": SyncPointPassed,
    "sync_point.reopened": SyncPointReopened,
    "conflict_area.added": ConflictAreaAdded,
    "conflict_area.revised": ConflictAreaRevised,
    "conflict_area.removed": ConflictAreaRemoved,
    "integration_point.added": IntegrationPointAdded,
    "integration_point.revised": IntegrationPointRevised,
    "integration_point.removed": IntegrationPointRemoved,
    "allocation.added": AllocationAdded,
    "allocation.revised": AllocationRevised,
    "allocation.removed": AllocationRemoved,
    "note.added": NoteAdded,
    "note.revised": NoteRevised,
    "note.removed": NoteRemoved,
}
