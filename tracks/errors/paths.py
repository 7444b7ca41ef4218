"""Why paths cannot be held."""

from tracks.errors.base import NotFound, Refusal
from tracks.errors.life import SomebodyHoldsIt


class PathsAreHeld(SomebodyHoldsIt):
    """{ours} meets {theirs}: {agent} {has} since {since}, {until}{others}."""

    next = (
        "Take work elsewhere with POST claims, wait until it is free, or settle it with {agent}; a single task can be claimed "
        "with despite_conflicts: true, which is recorded."
    )


class UnknownReservation(NotFound):
    """There is no reservation {key} any more, or there never was."""

    next = "List the reservations with GET /api/v1/projects/{project}/reservations."


class TooManyReservations(Refusal):
    """{agent} holds {count} reservations already."""

    next = "Release some that are no longer needed, or reserve whole directories."


class ReservationFollowsItsTask(Refusal):
    """Reservation {key} lives as long as the lease on {task} and has no end of its own."""

    next = "Keep the lease alive with heartbeats; the reservation ends with it."


class ConflictAreaExists(Refusal):
    """There is a conflict area {key} already: {area}."""

    next = "Choose another key, or edit the area that is there."


class UnknownConflictArea(NotFound):
    """There is no conflict area {key}."""

    next = "List the conflicts with GET /api/v1/projects/{project}/conflicts."
