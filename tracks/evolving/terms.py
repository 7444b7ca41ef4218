"""What the events about terms change."""

from collections.abc import Callable
from typing import Any

from tracks import events as e
from tracks.draft import Draft
from tracks.happened import Happened


def task_terms_set(draft: Draft, event: e.TaskTermsSet, at: Happened) -> None:
    draft.change_task(event.key, terms=event.terms, version=at.sequence, changed_at=at.at)
    draft.look_again_below(f"task/{event.key}")


def track_terms_set(draft: Draft, event: e.TrackTermsSet, at: Happened) -> None:
    draft.tracks.edit(event.key, terms=event.terms, version=at.sequence)
    draft.look_again_below(f"track/{event.key}")


def retry_scheduled(draft: Draft, event: e.RetryScheduled, at: Happened) -> None:
    draft.change_task(event.key, retry_at=event.retry_at, version=at.sequence, changed_at=at.at)


EVOLVE: dict[type, Callable[[Draft, Any, Happened], None]] = {
    e.TaskTermsSet: task_terms_set,
    e.TrackTermsSet: track_terms_set,
    e.RetryScheduled: retry_scheduled,
}
