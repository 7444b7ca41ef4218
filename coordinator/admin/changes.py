"""What one event changed: the plan right before it and right after it, compared row by row and field by field."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from coordinator import plans
from coordinator.eventlog import store
from coordinator.eventlog.models import Event
from coordinator.projections import PROJECTIONS
from coordinator.projections.projection import Projection
from tracks.evolve import fold
from tracks.plan import Plan

# How the maps of a plan are named in references.
KINDS = {
    "tracks": "track", "tasks": "task", "agents": "agent", "sync_points": "sync", "conflict_areas": "conflict",
    "integration_points": "integration", "allocations": "allocation", "notes": "note", "dependencies": "dependency",
    "webhooks": "webhook",
    "measurements": "measurement", "criteria": "criterion",
    "reservations": "reservation",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Changed:
    """A row and its fields that differ. `before` is empty for what is new, `after` for what is gone."""

    reference: str
    fields: list[tuple[str, Any, Any]]
    is_new: bool
    is_gone: bool


def changes(event: Event) -> list[Changed]:
    """Folds the log up to the event, so it takes its time in a long one."""
    head = store.find_head(event.project.project)
    assert head is not None
    before = plans.plan_at(head, event.sequence - 1)
    (recorded,) = store.read(head.id, event.sequence - 1, limit=1)
    after, changed = fold(before, [plans.happened(recorded)])
    found = [
        compared(projection, key, before, after)
        for projection in PROJECTIONS
        for key in changed.of_kind.get(projection.kind, ())
    ]
    return sorted(filter(None, found), key=lambda one: (one.reference != event.subject, one.reference))


def compared(projection: Projection, key: str, before: Plan, after: Plan) -> Changed | None:
    old, new = (row_of(projection, key, plan) for plan in (before, after))
    fields = list(differences(old, new))
    reference = f"{KINDS.get(projection.kind, projection.kind)}/{key}"
    return Changed(reference, fields, is_new=not old, is_gone=not new) if fields else None


def differences(old: dict[str, Any], new: dict[str, Any], within: str = "") -> Iterator[tuple[str, Any, Any]]:
    """The fields that differ, down to the innermost name, with what they held before and hold now."""
    for name in old | new:
        before, after = old.get(name), new.get(name)
        if isinstance(before, dict) and isinstance(after, dict):
            yield from differences(before, after, f"{within}{name} ")
        elif before != after and within + name != "version":
            yield (within + name).replace("_", " "), before, after


def row_of(projection: Projection, key: str, plan: Plan) -> dict[str, Any]:
    """Empty where the plan holds nothing under this key."""
    value = getattr(plan, projection.kind).get(key)
    row: dict[str, Any] = {} if value is None else msgspec.to_builtins(projection.row(plan, value))
    return row
