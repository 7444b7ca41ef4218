"""Ends leases of the silent and reservations whose time is up, notes who is lost, and has pages show silence before that.

Never judges its own absence: a heartbeat that could not arrive is nobody's silence. So for one lease length after a
start, after a jump of the clock and after a time in which this process could not look, nobody loses anything.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import Error

from agents.commands import LoseAgent
from agents.models import LeaseBeat
from agents.queries import lost_candidates, stale_after
from coordinator.command_handler import handle
from coordinator.eventlog import store
from coordinator.live.database_thread import DatabaseThread
from coordinator.live.hub import the_hub
from tracks.commands import ExpireLease, ExpireReservation, RetryDue
from tracks.errors import Refusal
from tracks.models import Reservation, Task

log = logging.getLogger(__name__)

EVERY = 1.0
JUMP = 2.0  # seconds between what the clock and a stopwatch say, from which on the clock was moved
ABSENCE = 10.0  # seconds without a look, from which on beats may have been missed: a stopped process, a dead database
SHORTEST_ABSENCE = 2.0  # of those; a look is due every second, and where leases are short a third of one is much
MOST_AT_ONCE = 200
ACTOR = "system/sweeper"

Silent = dict[int, frozenset[str]]  # by project: the agents that hold work and have missed their beats


@dataclass(frozen=True, slots=True)
class Dead:
    """A lease whose time is up, as far as can be seen without the project's lock."""

    project: str
    task: str
    fence: int


class Grace:
    """Knows whether the silence of others may be held against them. `hold` is one lease length, in seconds."""

    def __init__(self, hold: float, wall: float, stopwatch: float) -> None:
        self._hold = hold
        self._absence = max(SHORTEST_ABSENCE, min(ABSENCE, hold / 3))
        self._wall, self._stopwatch = wall, stopwatch
        self._until = stopwatch + hold

    def is_over(self, wall: float, stopwatch: float) -> bool:
        """To be asked at every look, with the database's clock and a stopwatch that nobody can set."""
        passed = stopwatch - self._stopwatch
        jumped = abs(wall - self._wall - passed) > JUMP
        self._wall, self._stopwatch = wall, stopwatch
        if jumped or passed > self._absence:
            log.warning("The clock moved or this process slept (%.0f s); no lease ends for %s s", passed, self._hold)
            self._until = stopwatch + self._hold
        return stopwatch >= self._until


class Sweeper:
    """One look a second: `look()` answers who is silent now."""

    def __init__(self, stopwatch: Callable[[], float] = time.monotonic) -> None:
        self._stopwatch = stopwatch
        self._grace: Grace | None = None

    def look(self) -> Silent:
        now = store.clock()
        if self.may_expire(now):
            end_reservations(now)
            for project, leases in dead_leases(now).items():
                try:
                    for lease in leases:
                        expire(lease)
                except Error as error:  # a project that somebody has locked must not keep the others waiting
                    log.warning("Dead leases in %s stay for now: %s", project, error)
            for project, agent in lost_candidates(now, MOST_AT_ONCE):
                try:
                    note_lost(project, agent)
                except Error as error:
                    log.warning("%s in %s is not noted as lost for now: %s", agent, project, error)
        self.retry(now)
        return silent_agents(now)

    def retry(self, now: datetime) -> None:
        for project, task in due_retries(now):
            try:
                handle(RetryDue(project=project, key=task), actor=ACTOR)
            except (Refusal, Error) as reason:
                log.info("%s in %s is not tried again yet: %s", task, project, reason)

    def may_expire(self, now: datetime) -> bool:
        wall, stopwatch = now.timestamp(), self._stopwatch()
        if self._grace is None:
            self._grace = Grace(settings.LEASE_SECONDS, wall, stopwatch)
        return self._grace.is_over(wall, stopwatch)


def dead_leases(now: datetime) -> dict[str, list[Dead]]:
    """By project, those first that have been dead the longest."""
    rows = LeaseBeat.objects.filter(until__lt=now).order_by("until").values_list("project__project", "task", "fence")
    found: dict[str, list[Dead]] = {}
    for row in rows[:MOST_AT_ONCE]:
        found.setdefault(row[0], []).append(Dead(*row))
    return found


def due_retries(now: datetime) -> list[tuple[str, str]]:
    """Project and key of the failed tasks whose pause is over, the longest waiting first."""
    rows = Task.objects.filter(retry_at__lte=now).order_by("retry_at").values_list("project__project", "key")
    return list(rows[:MOST_AT_ONCE])


def expire(lease: Dead) -> bool:
    """Whether the lease was ended. Under the project's lock its pulse is read again, and a beat that came first wins."""
    try:
        receipt = handle(ExpireLease(project=lease.project, key=lease.task, fence=lease.fence), actor=ACTOR)
    except Refusal as refusal:
        log.info("The lease %s on %s in %s stays: %s", lease.fence, lease.task, lease.project, refusal.detail)
        return False
    return bool(receipt.events)


def note_lost(project: str, agent: str) -> bool:
    """Whether it was noted that this agent is lost. Under the project's lock it is looked at again, and a beat wins."""
    try:
        return bool(handle(LoseAgent(project=project, name=agent), actor=ACTOR).events)
    except Refusal as refusal:
        log.info("%s in %s is not noted as lost: %s", agent, project, refusal.detail)
        return False


def end_reservations(now: datetime) -> None:
    """Ends those whose time is up; one that was extended in the meantime stays, as is found under the lock."""
    rows = Reservation.objects.filter(until__lt=now).order_by("until").values_list("project__project", "key")
    for project, key in rows[:MOST_AT_ONCE]:
        try:
            handle(ExpireReservation(project=project, key=key), actor=ACTOR)
        except (Error, Refusal) as error:
            log.warning("The reservation %s in %s stays for now: %s", key, project, error)


def silent_agents(now: datetime) -> Silent:
    """The agents of each project that hold work and were not heard of for a minute."""
    found: dict[int, set[str]] = {}
    for project_id, agent in LeaseBeat.objects.filter(beat_at__lt=now - stale_after()).values_list("project_id", "agent"):
        found.setdefault(project_id, set()).add(agent)
    return {project_id: frozenset(agents) for project_id, agents in found.items()}


async def sweep() -> None:
    """The background work of every process that serves."""
    thread = DatabaseThread("sweeper")
    sweeper = Sweeper()
    silent: Silent = {}
    try:
        while True:
            try:
                before, silent = silent, await thread.run(sweeper.look)
            except Error as error:
                log.warning("No look at the leases, the database does not answer: %s", error)
            else:
                the_hub().pulse(changed(before, silent))
            await asyncio.sleep(EVERY)
    finally:
        thread.stop()


def changed(before: Silent, after: Silent) -> set[int]:
    """The projects in which somebody has fallen silent or has been heard of again."""
    nobody: frozenset[str] = frozenset()
    return {one for one in before.keys() | after.keys() if before.get(one, nobody) != after.get(one, nobody)}
