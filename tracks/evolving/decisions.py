"""What the event of a decision changes: nothing that a rule looks at, so the plan lets go of it at once."""

from collections.abc import Callable
from typing import Any

from tracks import events as e
from tracks.decisions import Decision
from tracks.draft import Draft
from tracks.happened import Happened


def decision_recorded(draft: Draft, event: e.DecisionRecorded, at: Happened) -> None:
    key = str(at.sequence)
    draft.archive("decisions", key, Decision(
        key, event.question, event.chosen, event.why, event.options, event.about, at.actor, at.at, at.sequence
    ))


EVOLVE: dict[type, Callable[[Draft, Any, Happened], None]] = {
    e.DecisionRecorded: decision_recorded,
}
