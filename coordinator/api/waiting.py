"""Waiting for a project to move, on the event loop: a hundred agents that wait hold no thread.

Woken by every commit of this process. For writers in other processes one task looks at the heads of all the projects
that are waited for, once a second, while anybody waits.
"""

import asyncio
import logging
import time
from collections.abc import Callable

from channels.db import database_sync_to_async
from django.db import DatabaseError

from coordinator.eventlog import store
from coordinator.live.wake import listen

LOOK_EVERY = 1.0  # seconds

log = logging.getLogger(__name__)


class Waiters:
    """Who waits for which project, on one event loop; `seen` is the newest sequence heard of each."""

    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.waiting: dict[int, set[asyncio.Event]] = {}
        self.seen: dict[int, int] = {}
        self.watch: asyncio.Task[None] | None = None
        self.end_listening = listen(self.heard)

    def heard(self, project: int, sequence: int) -> None:
        """A commit, told from whichever thread made it."""
        if not self.loop.is_closed():
            self.loop.call_soon_threadsafe(self.moved, project, sequence)

    def moved(self, project: int, sequence: int) -> None:
        self.seen[project] = max(sequence, self.seen.get(project, 0))
        for event in self.waiting.get(project, ()):
            event.set()

    async def wait(self, project: int, sequence: int, seconds: float) -> int | None:
        """The sequence of the project once it is beyond `sequence`; None when the seconds are over first."""
        if self.seen.get(project, 0) > sequence:
            return self.seen[project]
        event = asyncio.Event()
        self.waiting.setdefault(project, set()).add(event)
        self.seen[project] = sequence
        if self.watch is None or self.watch.done():
            self.watch = self.loop.create_task(self.look())
        try:
            await asyncio.wait_for(event.wait(), max(0.0, seconds))
        except TimeoutError:
            return None
        finally:
            self.waiting[project].discard(event)
            if not self.waiting[project]:
                del self.waiting[project]
        return self.seen[project]

    async def look(self) -> None:
        """Looks at the heads from time to time, until nobody waits."""
        while self.waiting:
            await asyncio.sleep(LOOK_EVERY)
            try:
                heads = await database_sync_to_async(store.heads)(list(self.waiting)) if self.waiting else {}
            except DatabaseError as error:
                log.warning("the heads could not be read: %s", error)
                continue
            for project, sequence in heads.items():
                if sequence > self.seen.get(project, 0):
                    self.moved(project, sequence)


_waiters: dict[asyncio.AbstractEventLoop, Waiters] = {}


def waiters() -> Waiters:
    """Those of the running loop. Those of loops that are closed go."""
    loop = asyncio.get_running_loop()
    for other in [known for known in _waiters if known.is_closed()]:
        _waiters.pop(other).end_listening()
    if loop not in _waiters:
        _waiters[loop] = Waiters()
    return _waiters[loop]


async def until(project: int, sequence: int, deadline: float, worth_it: Callable[[int], bool]) -> bool:
    """Waits until the project has moved to a sequence of which `worth_it` says yes, or time.monotonic() is `deadline`.

    Always True: whoever waited looks again, one last time when nothing has come.
    """
    moved: int | None = sequence
    while moved is not None:
        moved = await waiters().wait(project, moved, deadline - time.monotonic())
        if moved is not None and worth_it(moved):
            break
    return True
