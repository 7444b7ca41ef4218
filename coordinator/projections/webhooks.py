"""Webhooks, as rows."""

from typing import Any

from coordinator.eventlog.rows import Row
from coordinator.projections.projection import Projection
from tracks.plan import Plan


def webhook_row(plan: Plan, one: Any) -> Row:
    return {
        "key": one.key, "version": one.version, "origin": one.origin, "digest": one.digest, "events": one.events,
        "description": one.description, "active": one.active, "reason": one.reason, "secret": one.secret,
        "former": one.former, "rotated_at": one.rotated_at, "added": one.added,
    }


PROJECTIONS = (
    Projection("webhooks_webhook", "webhooks", webhook_row),
)
