"""What happens in the life of a task, from the claim to its end."""

from dataclasses import dataclass
from datetime import datetime

from tracks.events.about import AboutTask
from tracks.work import Evidence


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
class TaskHandedOver(AboutTask):
    """The lease went from `giver` to `agent`, with a note. This event's sequence is the new fence."""

    giver: str
    agent: str
    lease_until: datetime
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskDecomposed(AboutTask):
    """The task is the sum of these subtasks from now on, which the next events add; a lease on it is over."""

    subtasks: tuple[str, ...]


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


EVENTS = {
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
    "task.handed_over": TaskHandedOver,
    "task.decomposed": TaskDecomposed,
    "lease.expired": LeaseExpired,
    "task.cancelled": TaskCancelled,
    "task.deferred": TaskDeferred,
    "task.reopened": TaskReopened,
}
