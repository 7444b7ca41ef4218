"""What the events change of success criteria."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tracks import events as e
from tracks.criterion import Criterion
from tracks.draft import Draft
from tracks.happened import Happened


def criterion_added(draft: Draft, event: e.CriterionAdded, at: Happened) -> None:
    """In other words it is another criterion: what somebody saw of the old one counts no more."""
    before: Criterion | None = draft.criteria.get(event.key)
    fresh = Criterion(
        event.key, event.kind, event.text, event.of, event.comparison, event.value, event.position, version=at.sequence
    )
    same = before is not None and before.text == event.text
    draft.criteria[event.key] = replace(before, version=at.sequence) if before and same and is_text(before) else fresh


def is_text(criterion: Criterion) -> bool:
    return criterion.kind == "text"


def criterion_removed(draft: Draft, event: e.CriterionRemoved, at: Happened) -> None:
    del draft.criteria[event.key]


def criterion_ticked(draft: Draft, event: e.CriterionTicked, at: Happened) -> None:
    draft.criteria[event.key] = replace(
        draft.criteria[event.key], met=event.met, by=at.actor, at=at.at, note=event.note, version=at.sequence
    )


EVOLVE: dict[type, Callable[[Draft, Any, Happened], None]] = {
    e.CriterionAdded: criterion_added,
    e.CriterionRevised: criterion_added,
    e.CriterionRemoved: criterion_removed,
    e.CriterionTicked: criterion_ticked,
}
