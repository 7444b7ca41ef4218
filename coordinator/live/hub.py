"""Follows the logs of all projects that somebody listens to, once per process, and lets any number of readers pull.

The database is the only source: a wake-up says "look", the hub reads what is there by sequence, and when no wake-up
comes it looks by itself. So everything arrives in order, exactly once, wherever it was written. A reader is a
position: one that never reads costs nothing, and one that is too far behind is told to begin anew.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from django.conf import settings
from django.db import Error

from coordinator.eventlog.chain import GENESIS
from coordinator.live import reading, wake
from coordinator.live.database_thread import DatabaseThread
from coordinator.live.entries import Entry
from coordinator.live.older import Older
from coordinator.live.per_loop import PerLoop
from coordinator.live.reading import Grown, Opening
from coordinator.live.since import Since
from coordinator.live.tail import Tail

log = logging.getLogger(__name__)

# How long a change may go unnoticed when no wake-up comes. With Redis, wake-ups come from all processes.
PATIENCE = 1.0 if settings.REDIS_URL else 0.25
# Between two looks: events that come close together wake everybody once, and the more there are, the less often.
PACE = 0.01
PACE_PER_READER = 0.000_05
TOO_FAR = 5_000
AWAY = 1.0


@dataclass(frozen=True, slots=True)
class Reset:
    """What the reader knows is worth nothing: another history, or too much missed. Events go on behind the newest one."""

    reason: str


class Pulse:
    """Something changed that is no event: an agent fell silent."""


class Stopped(Exception):
    """The hub stops with its server, or the project's log is gone."""


class Hub:
    """Lives on one event loop; `the_hub()` gives the one of the running loop."""

    def __init__(self) -> None:
        self._tails: dict[int, Tail] = {}
        self._thread = DatabaseThread("hub")
        self._older = Older()
        self._nudged = asyncio.Event()
        self._looking = asyncio.Lock()
        self._stopped = False

    # For readers ------------------------------------------------------------------------------------------------------

    @asynccontextmanager
    async def follow(self, project_id: int, since: Since | None = None) -> "AsyncIterator[Reader]":
        """A reader of the project's log, from `since` on or from now on. Raises Stopped when there is no such log."""
        tail = await self._join(project_id)
        try:
            yield await self._reader(tail, since)
        finally:
            self._leave(tail)

    async def grows_beyond(self, project_id: int, sequence: int, within: float) -> bool:
        """Whether the log has an event behind `sequence`; waits for one up to `within` seconds."""
        tail = await self._join(project_id)
        try:
            async with asyncio.timeout(within):
                while tail.sequence <= sequence and not tail.is_over:
                    await tail.moves()
        except TimeoutError:
            return False
        finally:
            self._leave(tail)
        return tail.sequence > sequence

    def pulse(self, project_ids: set[int]) -> None:
        """Has the pages of these projects draw again what depends on the time."""
        for project_id in project_ids & self._tails.keys():
            self._tails[project_id].pulse()

    # Following --------------------------------------------------------------------------------------------------------

    async def run(self) -> None:
        """Until cancelled. Outlives a database that is away."""
        loop = asyncio.get_running_loop()

        def grown(project_id: int, sequence: int) -> None:
            if project_id in self._tails:
                with contextlib.suppress(RuntimeError):  # the loop has just been closed; nobody is left to tell
                    loop.call_soon_threadsafe(self.nudge)

        stop_listening = wake.listen(grown)
        try:
            while True:
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(PATIENCE):
                        await self._nudged.wait()
                self._nudged.clear()
                woken = await self._look_safely()
                await asyncio.sleep(max(PACE, woken * PACE_PER_READER))
        finally:
            stop_listening()
            self._stop()

    def nudge(self) -> None:
        """Something may have been written. Only on the hub's own loop."""
        self._nudged.set()

    async def _look_safely(self) -> int:
        try:
            return await self.look()
        except Error as error:
            log.warning("The logs cannot be read just now, sockets wait: %s", error)
            await asyncio.sleep(AWAY)
            return 0

    async def look(self) -> int:
        """Brings every tail up to its log; how many readers that woke."""
        woken = 0
        async with self._looking:
            places = {project_id: tail.place for project_id, tail in self._tails.items()}
            while places:
                found = await self._thread.run(reading.news, places)
                places = {}
                for project_id, news in found.items():
                    if tail := self._tails.get(project_id):
                        woken += tail.readers
                        if self._take_in(tail, news):
                            places[project_id] = tail.place
        return woken

    def _take_in(self, tail: Tail, news: Grown | Opening | None) -> bool:
        """Whether there is more to read."""
        if news is None:
            tail.end()
            return False
        if isinstance(news, Opening):
            tail.restart(news)
            return False
        tail.append(news.entries)
        return not news.is_all

    def _stop(self) -> None:
        self._stopped = True
        for tail in self._tails.values():
            tail.end()
        self._thread.stop()
        self._older.stop()
        the_hub.forget()

    # Coming and going -------------------------------------------------------------------------------------------------

    async def _join(self, project_id: int) -> Tail:
        async with self._looking:
            if self._stopped:
                raise Stopped
            tail = self._tails.get(project_id)
            if tail is None or tail.is_over:
                opening = await self._thread.run(reading.opening, project_id)
                if opening is None:
                    raise Stopped
                tail = self._tails[project_id] = Tail(project_id, opening)
                self.nudge()  # for what was written between reading and now
            tail.readers += 1
            return tail

    def _leave(self, tail: Tail) -> None:
        tail.readers -= 1
        if tail.readers == 0 and self._tails.get(tail.project_id) is tail:
            del self._tails[tail.project_id]

    async def _reader(self, tail: Tail, since: Since | None) -> "Reader":
        if since is None or since.sequence > tail.sequence:
            await self.look()  # what the caller has read elsewhere a moment ago counts as past
        if since is None:
            return Reader(self, tail, tail.sequence)
        if reason := await self._why_not(tail, since):
            return Reader(self, tail, tail.sequence, Reset(reason))
        return Reader(self, tail, since.sequence)

    async def _why_not(self, tail: Tail, since: Since) -> str:
        """Why a reader who stands at `since` cannot simply go on; nothing when it can."""
        if since.log_id != tail.place.log_id:
            return "another_log"
        if since.sequence > tail.sequence:
            return "ahead_of_the_log"
        if tail.sequence - since.sequence > TOO_FAR:
            return "too_far_behind"
        if since.hash and not (await self._hash_at(tail, since.sequence)).startswith(since.hash):
            return "another_history"
        return ""

    async def _hash_at(self, tail: Tail, sequence: int) -> str:
        if sequence in (0, tail.sequence):
            return tail.place.hash if sequence else GENESIS
        entries = await self.after(tail, sequence - 1, 1)
        return entries[0].hash

    async def after(self, tail: Tail, sequence: int, limit: int) -> list[Entry]:
        """Up to `limit` bytes of events behind `sequence`, from memory or else from the database; at least one."""
        return tail.after(sequence, limit) or await self._older.after(tail, sequence, limit)


class Reader:
    """A position in one log. `take` is to be called by one task only."""

    def __init__(self, hub: Hub, tail: Tail, position: int, reset: Reset | None = None) -> None:
        self._hub = hub
        self._tail = tail
        self._history = tail.history
        self._pulses = tail.pulses
        self._reset = reset
        self.position = position

    @property
    def log_id(self) -> str:
        return self._tail.place.log_id

    @property
    def head(self) -> int:
        """The newest event the hub knows of."""
        return self._tail.sequence

    async def take(self, limit: int) -> list[Entry] | Reset | Pulse:
        """Waits until there is something; answers what comes next, of events up to `limit` bytes and at least one.

        Raises Stopped, and what the database raises.
        """
        while True:
            tail = self._tail
            if reset := self._needed_reset():
                self._reset, self._history, self.position = None, tail.history, tail.sequence
                return reset
            if self.position < tail.sequence:
                entries = await self._hub.after(tail, self.position, limit)
                if entries and tail.history == self._history:
                    self.position = entries[-1].sequence
                    return entries
                await asyncio.sleep(PACE)  # the history is just being replaced; the next look finds out
                continue
            if tail.is_over:
                raise Stopped
            if self._pulses != tail.pulses:
                self._pulses = tail.pulses
                return Pulse()
            await tail.moves()

    def _needed_reset(self) -> Reset | None:
        if self._reset:
            return self._reset
        if self._history != self._tail.history:
            return Reset("another_history")
        if self._tail.sequence - self.position > TOO_FAR:
            return Reset("too_far_behind")
        return None


the_hub = PerLoop(Hub)


async def follow_the_logs() -> None:
    """The background work of every process that serves."""
    await the_hub().run()
