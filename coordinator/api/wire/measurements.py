"""What is measured, on the wire."""

from datetime import datetime
from typing import Any

import msgspec
from msgspec import Raw, Struct

from coordinator.eventlog.rows import Row


class Reading(Struct, frozen=True):
    """One measurement, as an exact decimal. `of` says how much there is in all, as in 5 of 7 modules."""

    value: str
    of: str | None
    about: str | None
    text: str
    actor: str
    recorded_at: datetime
    sequence: int


class Target(Struct, frozen=True):
    """What it should come to: `comparison` is <, <=, =, >= or >."""

    comparison: str
    value: str


class Measurement(Struct, frozen=True):
    """What is measured under one name: the first reading, the latest, the one before it, and the last twenty.

    `trend`: rising, falling or steady since the previous one; `change` the difference from the first; `met` whether
    the latest is on target, null where there is no target or nothing was measured yet.
    """

    name: str
    unit: str
    count: int
    first: Reading | None
    previous: Reading | None
    latest: Reading | None
    target: Target | None
    met: bool | None
    trend: str
    change: str
    recent: list[Reading]
    version: int


class MeasurementList(Struct, frozen=True):
    measurements: list[Measurement]
    cursor: str | None
    head: int


class ReadingList(Struct, frozen=True):
    """A page of the whole series, the oldest first. `next_after` is where the next page begins, null at the end."""

    readings: list[Reading]
    name: str
    next_after: int | None
    head: int


def draw_measurement(row: Row) -> Measurement:
    figures: dict[str, Any] = row["figures"]
    if isinstance(figures, Raw):
        figures = msgspec.json.decode(figures)
    return Measurement(
        name=row["key"], unit=row["unit"], count=row["count"], recent=row["recent"], version=row["version"], **figures
    )
