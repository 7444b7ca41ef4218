"""Late work, as rows."""

from typing import Any

from coordinator.eventlog.rows import Row
from coordinator.projections.projection import Projection
from tracks.plan import Plan


def offer_row(plan: Plan, one: Any) -> Row:
    return {
        "key": one.key, "version": one.version, "fence": one.fence, "task": one.task, "agent": one.agent,
        "verb": one.verb, "summary": one.summary, "evidence": one.evidence, "state": one.state, "reason": one.reason,
        "offered_at": one.offered_at,
    }


PROJECTIONS = (
    Projection("tracks_offer", "offers", offer_row),
)
