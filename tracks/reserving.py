"""The rules of reservations: who may hold which paths, for how long, and who may let go of them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from tracks import commands as c
from tracks import events as e
from tracks.checks import known_task, normal_paths
from tracks.claiming import working_agent
from tracks.contention import check_free_paths
from tracks.errors import (
    InvalidField,
    NotAllowed,
    ReservationFollowsItsTask,
    TaskIsNotClaimed,
    TooManyReservations,
    UnknownReservation,
)
from tracks.facts import Facts
from tracks.guarding import check_fence
from tracks.holds import clashes
from tracks.plan import Plan
from tracks.reservation import MODES, Reservation

USUAL_TIME = 3_600  # seconds
LONGEST_TIME = 7 * 86_400
MOST_OF_ONE_AGENT = 200
LONGEST_REASON = 2_000


def reserve_paths(plan: Plan, command: c.ReservePaths, facts: Facts) -> list[Any]:
    agent = working_agent(plan, command.agent)
    paths = normal_paths(command.paths)
    if not paths:
        raise InvalidField(field="paths", problem="must name at least one path")
    if command.mode not in MODES:
        raise InvalidField(field="mode", problem=f"must be one of {', '.join(MODES)}")
    if len(command.reason) > LONGEST_REASON:
        raise InvalidField(field="reason", problem=f"must be at most {LONGEST_REASON} characters")
    count = len(plan.reserved.get(f"agent/{agent.name}", ()))
    if count >= MOST_OF_ONE_AGENT:
        raise TooManyReservations(agent=agent.name, count=count)
    check_task(plan, command, facts)
    until = None if command.task else end(command.expires_in if command.expires_in is not None else USUAL_TIME, facts)
    check_free_paths(plan, clashes(plan, plan.holds, agent.name, paths, command.mode), facts)
    return [e.ReservationMade(
        key=f"r{plan.sequence + 1}", agent=agent.name, paths=paths, mode=command.mode, task=command.task, until=until,
        reason=command.reason,
    )]


def check_task(plan: Plan, command: c.ReservePaths, facts: Facts) -> None:
    """What is reserved for a task is reserved by whoever holds it, and for as long."""
    if not command.task:
        if command.fence is not None:
            raise InvalidField(field="fence", problem="belongs to a task; name the task as well")
        return
    task = known_task(plan, command.task)
    if command.expires_in is not None:
        problem = "does not go with a task: such a reservation ends with the lease on it"
        raise InvalidField(field="expires_in", problem=problem)
    if command.fence is None and not facts.may_step_in:
        raise InvalidField(field="fence", problem="is required with a task: the one you were given with the claim")
    if command.fence is not None:
        check_fence(task, command.fence, facts)
    if task.lease is None or task.lease.agent != command.agent:
        raise TaskIsNotClaimed(key=task.key, status=task.status)


def extend_reservation(plan: Plan, command: c.ExtendReservation, facts: Facts) -> list[Any]:
    reservation = own_reservation(plan, command.key, facts)
    if reservation.until is None:
        raise ReservationFollowsItsTask(key=reservation.key, task=reservation.task)
    until = end(command.expires_in, facts)
    return [e.ReservationExtended(key=reservation.key, until=until)] if until > reservation.until else []


def release_reservation(plan: Plan, command: c.ReleaseReservation, facts: Facts) -> list[Any]:
    reservation = own_reservation(plan, command.key, facts)
    return [e.ReservationReleased(key=reservation.key, agent=reservation.agent, reason=command.reason[:LONGEST_REASON])]


def expire_reservation(plan: Plan, command: c.ExpireReservation, facts: Facts) -> list[Any]:
    """Looked at again under the lock: one that was extended or released in the meantime stays as it is."""
    reservation: Reservation | None = plan.reservations.get(command.key)
    if reservation is None or reservation.until is None or reservation.until > facts.now:
        return []
    return [e.ReservationExpired(key=reservation.key, agent=reservation.agent)]


def own_reservation(plan: Plan, key: str, facts: Facts) -> Reservation:
    reservation: Reservation | None = plan.reservations.get(key)
    if reservation is None:
        raise UnknownReservation(key=key, project=plan.project)
    if facts.actor != f"agent/{reservation.agent}" and not facts.may_step_in:
        raise NotAllowed(actor=facts.actor, role=f"operator, or the token of {reservation.agent}")
    return reservation


def end(expires_in: int, facts: Facts) -> datetime:
    if not 1 <= expires_in <= LONGEST_TIME:
        raise InvalidField(field="expires_in", problem=f"must be from 1 to {LONGEST_TIME:,} seconds")
    return facts.now + timedelta(seconds=expires_in)


DECIDE: dict[type, Callable[[Plan, Any, Facts], list[Any]]] = {
    c.ReservePaths: reserve_paths,
    c.ExtendReservation: extend_reservation,
    c.ReleaseReservation: release_reservation,
    c.ExpireReservation: expire_reservation,
}
