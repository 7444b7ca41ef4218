"""What may be asked in the life of a task, from the claim to its end.

Such commands carry the `fence` of the lease under which they are made. An operator may act on a task
that somebody else holds by saying `step_in`; then the lease ends where the work does.
"""

from dataclasses import dataclass, field

from tracks.work import Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class OfTask:
    """What commands about one task's life share."""

    project: str
    key: str
    fence: int | None = None
    step_in: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimTask:
    """`despite_conflicts`: also where others hold paths that the task would touch, which is then recorded."""

    project: str
    key: str
    agent: str
    despite_conflicts: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimNext:
    """Give `agent` up to `count` of the tasks it may do, best first; none at all is an answer too.

    With `tracks` only tasks of these; with `capabilities` only tasks that ask for no more than these of the agent's.
    """

    project: str
    agent: str
    count: int = 1
    tracks: tuple[str, ...] = ()
    capabilities: tuple[str, ...] | None = None


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
class HandOverTask(OfTask):
    """Give the lease to the agent `to`, which goes on where the holder is."""

    to: str = ""
    note: str = ""


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
