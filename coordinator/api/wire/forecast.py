"""The forecast on the wire."""

from datetime import datetime

from msgspec import Struct

from coordinator.api.wire.schedule import TeamOf
from tracks.ahead.forecast import Calibration
from tracks.ahead.timetable import BeyondEverybody


class Chances(Struct, frozen=True):
    """By when it is done with 50, 85 and 95 percent; null where nobody can do all of it, or nothing is left."""

    p50: datetime | None
    p85: datetime | None
    p95: datetime | None


class Foretold(Struct, frozen=True):
    """A track or sync point. `finished_at` once it is done; `on_time` is the chance, from 0 to 1, that a track is done by
    its planned finish."""

    ref: str
    key: str
    kind: str
    title: str
    done: bool
    finished_at: datetime | None
    p50: datetime | None
    p85: datetime | None
    p95: datetime | None
    planned_finish: datetime | None
    on_time: float | None


class ForecastMethod(Struct, frozen=True):
    """How it was found. `basis`: measured (from `samples` finished tasks) or assumed (too few: the stated spread of the
    expected time, from least over likeliest to most). `runs` of the levelled schedule; `seed` makes them the same again."""

    basis: str
    samples: int
    samples_needed: int
    assumed_spread: list[float] | None
    runs: int
    seed: str
    note: str


class ForecastAnswer(Struct, frozen=True):
    """When it will be done, with chances. `calibration` says how often such forecasts of single tasks have held so far."""

    as_of: datetime
    hours: float
    team: TeamOf
    done: bool
    project: Chances
    tracks: list[Foretold]
    sync_points: list[Foretold]
    method: ForecastMethod
    calibration: Calibration
    beyond: list[BeyondEverybody]
    head: int
