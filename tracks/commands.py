"""What may be asked of a plan. Imperative; states a wish, checks nothing.

Commands about a task's life carry the `fence` of the lease under which they are made. An operator may act on a task
that somebody else holds by saying `step_in`; then the lease ends where the work does.
"""

from dataclasses import dataclass, field

from tracks.document import Document
from tracks.plan import Deliverable, Evidence, Step


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateProject:
    project: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportDocument:
    """Make the plan say what the document says, without touching what agents did since the last import."""

    project: str
    document: Document
    filename: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddTrack:
    project: str
    key: str
    title: str
    focus: str = ""
    owner: str = ""
    weeks: tuple[int, ...] = ()
    key_files: tuple[str, ...] = ()
    working_directory: str = ""
    notes: str = ""
    deliverables: tuple[Deliverable, ...] = ()
    depends_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviseTrack:
    """Edit a track: what is None stays as it is."""

    project: str
    key: str
    title: str | None = None
    focus: str | None = None
    owner: str | None = None
    weeks: tuple[int, ...] | None = None
    key_files: tuple[str, ...] | None = None
    working_directory: str | None = None
    notes: str | None = None
    deliverables: tuple[Deliverable, ...] | None = None
    expected_version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveTrack:
    project: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddTask:
    project: str
    key: str
    title: str
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


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviseTask:
    """Edit what a task is: what is None stays as it is."""

    project: str
    key: str
    title: str | None = None
    track: str | None = None
    priority: str | None = None
    estimate: int | None = None
    capabilities: tuple[str, ...] | None = None
    paths: tuple[str, ...] | None = None
    parallel: bool | None = None
    assignee: str | None = None
    steps: tuple[Step, ...] | None = None
    notes: str | None = None
    expected_version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveTask:
    project: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddDependency:
    """`item` (a task or track) waits for `needs` (a task, track or sync point)."""

    project: str
    item: str
    needs: str
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveDependency:
    project: str
    item: str
    needs: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimTask:
    project: str
    key: str
    agent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimNext:
    """Give `agent` up to `count` of the tasks it may do, best first; none at all is an answer too."""

    project: str
    agent: str
    count: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class OfTask:
    """What commands about one task's life share."""

    project: str
    key: str
    fence: int | None = None
    step_in: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StartTask(OfTask):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportProgress(OfTask):
    """`steps` maps places (from 0) to done or not; steps left out stay as they are."""

    percent: int | None = None
    steps: tuple[tuple[int, bool], ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockTask(OfTask):
    reason: str = ""
    waits_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class UnblockTask(OfTask):
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitTask(OfTask):
    summary: str = ""
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveTask(OfTask):
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectTask(OfTask):
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompleteTask(OfTask):
    summary: str = ""
    evidence: tuple[Evidence, ...] = field(default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class FailTask(OfTask):
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryTask(OfTask):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseTask(OfTask):
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelTask(OfTask):
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeferTask(OfTask):
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenTask(OfTask):
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpireLease:
    """End a lease whose holder fell silent. The handler re-reads its pulse under the lock first."""

    project: str
    key: str
    fence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PassSyncPoint:
    project: str
    key: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenSyncPoint:
    project: str
    key: str
    reason: str = ""
