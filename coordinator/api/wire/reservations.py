"""Holds on paths on the wire."""

from datetime import datetime

from msgspec import Struct

from coordinator.eventlog.rows import Row


class Reservation(Struct, frozen=True):
    """A hold on paths, `exclusive` or `shared`. With a `task` it lives as long as the lease on it, which ends at `until`
    unless it is kept; else it ends at `until` unless it is extended."""

    key: str
    agent: str
    paths: list[str]
    mode: str
    task: str | None
    reason: str
    since: datetime
    until: datetime | None
    version: int


class ReservationList(Struct, frozen=True):
    """A page of reservations, the oldest first."""

    reservations: list[Reservation]
    cursor: str | None
    head: int


def draw_reservation(row: Row, lease_until: datetime | None = None) -> Reservation:
    return Reservation(
        row["key"], row["agent"], row["paths"], row["mode"], row["task"] or None, row["reason"], row["since"],
        row["until"] or lease_until, row["version"],
    )
