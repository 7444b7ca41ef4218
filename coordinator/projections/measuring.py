"""What is measured, as rows."""

from typing import Any

from coordinator.eventlog.rows import Row
from coordinator.projections.projection import Projection
from tracks.measurements import Measurement, Reading
from tracks.plan import Plan


def measurement_row(plan: Plan, one: Measurement) -> Row:
    return {
        "key": one.key, "version": one.version, "unit": one.unit, "count": one.count,
        "figures": {
            "first": drawn(one.first), "previous": drawn(one.previous), "latest": drawn(one.latest),
            "target": {"comparison": one.target.comparison, "value": one.target.value} if one.target else None,
            "met": one.is_met, "trend": one.trend, "change": one.change,
        },
        "recent": [drawn(reading) for reading in one.recent],
    }


def drawn(reading: Reading | None) -> dict[str, Any] | None:
    if reading is None:
        return None
    return {
        "value": reading.value, "of": reading.of or None, "about": reading.about or None, "text": reading.text,
        "actor": reading.actor, "recorded_at": reading.at, "sequence": reading.sequence,
    }


PROJECTIONS = (
    Projection("tracks_measurement", "measurements", measurement_row),
)
