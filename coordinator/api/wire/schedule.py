"""The schedule on the wire."""

from datetime import datetime

from msgspec import Struct

from tracks.ahead.timetable import BeyondEverybody, ScheduledTask, ScheduledTrack


class HandsOfKind(Struct, frozen=True):
    """So many agents' hands that can do the same: `capabilities`, or with null anything."""

    count: int
    capabilities: list[str] | None


class TeamOf(Struct, frozen=True):
    """Who is counted on. `basis`: registered, named (a document names them, nobody has come yet), assumed (nobody is
    known: one for each open track) or asked (`agents=`)."""

    basis: str
    count: int
    kinds: list[HandsOfKind]


class DurationsFrom(Struct, frozen=True):
    """Where the minutes of the open tasks come from: an estimate, what such tasks took so far, or nothing but a guess."""

    estimated: int
    measured: int
    guessed: int


class Schedule(Struct, frozen=True):
    """`as_of` is now, or the moment that was asked for. `finish` is when everything is done with the agents there are, null
    where some tasks can be done by nobody; `early_finish` were there agents for everything. `critical_path` holds tasks in
    order. `tasks` begin with what begins first; `left_out` counts those beyond the limit."""

    as_of: datetime
    hours: float
    team: TeamOf
    left: float
    finish: datetime | None
    early_finish: datetime | None
    critical_path: list[str]
    tracks: list[ScheduledTrack]
    tasks: list[ScheduledTask]
    left_out: int
    beyond: list[BeyondEverybody]
    durations: DurationsFrom
    head: int
