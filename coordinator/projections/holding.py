"""Holds on paths, as rows."""

from typing import Any

from coordinator.eventlog.rows import Row
from coordinator.projections.projection import Projection
from tracks.plan import Plan


def reservation_row(plan: Plan, one: Any) -> Row:
    return {
        "key": one.key, "version": one.version, "agent": one.agent, "paths": one.paths, "mode": one.mode, "task": one.task,
        "reason": one.reason, "since": one.since, "until": one.until,
    }


PROJECTIONS = (
    Projection("tracks_reservation", "reservations", reservation_row),
)
