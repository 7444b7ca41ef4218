"""What happens to the terms of work, and what follows from them."""

from dataclasses import dataclass
from datetime import datetime

from tracks.events.about import AboutTask, AboutTrack
from tracks.terms import Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskTermsSet(AboutTask):
    terms: Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackTermsSet(AboutTrack):
    terms: Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryScheduled(AboutTask):
    """The attempt `attempt` of `most` failed; the next one may begin at `retry_at`."""

    attempt: int
    most: int
    retry_at: datetime


EVENTS = {
    "task.terms_set": TaskTermsSet,
    "track.terms_set": TrackTermsSet,
    "task.retry_scheduled": RetryScheduled,
}
