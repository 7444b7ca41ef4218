"""Follows the logs of all projects that somebody listens to, once per process, and lets any number of readers pull.

The database is the only source: a wake-up says "look", the hub reads what is there by sequence, and when no wake-up
comes it looks by itself. So everything arrives in order, exactly once, wherever it was written.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from django.conf import settings
from django.db import Error

from coordinator.live import reading, wake
from coordinator.live.database_thread import DatabaseThread
from coordinator.live.older import Older
from coordinator.live.per_loop import PerLoop
from coordinator.live.reader import Reader, Stopped
from coordinator.live.reading import Grown, Opening
from coordinator.live.since import Since
from coordinator.live.tail import Tail

log = logging.getLogger(__name__)

# How long a change may go unnoticed when no wake-up comes. With Redis, wake-ups come from all processes.
PATIENCE = 1.0 if settings.REDIS_URL else 0.25
# Between two looks: events that come close together wake everybody once, and the more there are, the less often.
PACE = 0.01
PACE_PER_READER = 0.000_05
AWAY = 1.0


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
    async def follow(self, project_id: int, since: Since | None = None) -> AsyncIterator[Reader]:
        """A reader of the project's log, from `since` on or from now on. Raises Stopped when there is no such log."""
        tail = await self._join(project_id)
        try:
            if since is None or since.sequence > tail.sequence:
                await self.look()  # what the caller has read elsewhere a moment ago counts as past
            reader = Reader(tail, self._older)
            await reader.begin(since)
            yield reader
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


the_hub = PerLoop(Hub)


async def follow_the_logs() -> None:
    """The background work of every process that serves."""
    await the_hub().run()
