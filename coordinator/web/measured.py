"""A measurement with its last readings as a line."""

from collections.abc import Sequence
from dataclasses import dataclass

from tracks.models import Measurement

WIDTH, HEIGHT = 80, 20


@dataclass(frozen=True, slots=True)
class Measured:
    """`line` are the points of its readings, empty below two; `said` the same as numbers."""

    row: Measurement
    line: str
    said: str


def measured(row: Measurement) -> Measured:
    values = [one["value"] for one in row.recent]
    return Measured(row, points([float(value) for value in values]), ", ".join(values))


def points(values: Sequence[float]) -> str:
    if len(values) < 2:
        return ""
    low, step = min(values), WIDTH / (len(values) - 1)
    span = (max(values) - low) or 1
    return " ".join(f"{place * step:.1f},{HEIGHT - (value - low) / span * HEIGHT:.1f}" for place, value in enumerate(values))
