"""What the events about holds on paths change."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tracks import events as e
from tracks.draft import Draft
from tracks.happened import Happened
from tracks.reservation import Reservation


def reservation_made(draft: Draft, event: e.ReservationMade, at: Happened) -> None:
    draft.put_reservation(Reservation(
        event.key, event.agent, event.paths, at.at, event.until, event.mode, event.task, event.reason, at.sequence
    ))


def reservation_extended(draft: Draft, event: e.ReservationExtended, at: Happened) -> None:
    draft.put_reservation(replace(draft.reservations[event.key], until=event.until, version=at.sequence))


def reservation_ended(draft: Draft, event: e.ReservationReleased | e.ReservationExpired, at: Happened) -> None:
    draft.drop_reservation(event.key)


def conflict_accepted(draft: Draft, event: e.ConflictAccepted, at: Happened) -> None:
    draft.change_task(event.key, version=at.sequence, changed_at=at.at)


def area_scoped(draft: Draft, event: e.ConflictAreaScoped, at: Happened) -> None:
    draft.conflict_areas.edit(event.key, paths=event.paths, version=at.sequence)


def area_resolved(draft: Draft, event: e.ConflictAreaResolved, at: Happened) -> None:
    draft.conflict_areas.edit(
        event.key, resolution=event.resolution, first=event.first, ordered=event.ordered, waits=event.waits,
        resolved_at=at.at, resolved_by=at.actor, version=at.sequence,
    )


EVOLVE: dict[type, Callable[[Draft, Any, Happened], None]] = {
    e.ReservationMade: reservation_made,
    e.ReservationExtended: reservation_extended,
    e.ReservationReleased: reservation_ended,
    e.ReservationExpired: reservation_ended,
    e.ConflictAccepted: conflict_accepted,
    e.ConflictAreaScoped: area_scoped,
    e.ConflictAreaResolved: area_resolved,
}
