"""Decisions, as rows."""

from typing import Any

from coordinator.eventlog.rows import Row
from coordinator.projections.projection import Projection
from tracks.plan import Plan


def decision_row(plan: Plan, one: Any) -> Row:
    return {
        "key": one.key, "version": one.version, "question": one.question, "chosen": one.chosen, "why": one.why,
        "options": one.options, "about": between_tabs(one.about), "actor": one.actor, "decided_at": one.decided_at,
    }


def between_tabs(references: tuple[str, ...]) -> str:
    """Each with a tab on both sides, so that one can be looked for. No key holds a tab."""
    return "\t".join(("", *references, "")) if references else ""



PROJECTIONS = (
    Projection("tracks_decision", "decisions", decision_row),
)
