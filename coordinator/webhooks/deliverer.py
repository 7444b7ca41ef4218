"""Tells every webhook what has happened: in order, at least once, and as long as it takes for the receiver to be there.

Each webhook is told by one process at a time and waits for no other one. What was not received holds back what comes
after it, so a receiver sees the log as it is.
"""

import asyncio
import contextlib
import logging
import os
import socket
import time
import uuid
from datetime import timedelta

from django.conf import settings
from django.db import Error

from coordinator.command_handler import handle
from coordinator.eventlog import store
from coordinator.live import wake
from coordinator.live.database_thread import DatabaseThread
from coordinator.webhooks import cursors
from coordinator.webhooks.cursors import Job, Standing
from coordinator.webhooks.sending import GONE, Outcome, Sender
from tracks.commands import DisableWebhook
from tracks.errors import Refusal

log = logging.getLogger(__name__)

ACTOR = "system/webhooks"
LOOK_AGAIN = 1.0  # seconds; for what other processes wrote, and for those whose next try is due
PACE = 0.05
ENOUGH = 3.0  # seconds after which a batch is settled although not all of it is told
MOST_AT_ONCE = 32  # receivers that are called at the same time
LAST_WORDS = 1.0


class Deliverer:
    """Lives on one event loop."""

    def __init__(self) -> None:
        self._holder = f"{socket.gethostname()[:16]}:{os.getpid()}:{uuid.uuid4().hex[:8]}"
        self._thread = DatabaseThread("webhooks")
        self._telling: dict[int, asyncio.Task[None]] = {}
        self._calls = asyncio.Semaphore(MOST_AT_ONCE)
        self._due = asyncio.Event()

    async def run(self) -> None:
        """Until cancelled. Outlives a database that is away."""
        loop = asyncio.get_running_loop()

        def grown(project_id: int, sequence: int) -> None:
            with contextlib.suppress(RuntimeError):  # the loop has just been closed
                loop.call_soon_threadsafe(self._due.set)

        stop_listening = wake.listen(grown)
        try:
            while True:
                self._due.clear()
                await self._begin_what_is_due()
                await asyncio.sleep(PACE)
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(LOOK_AGAIN):
                        await self._due.wait()
        finally:
            stop_listening()
            await self._stop()

    async def _begin_what_is_due(self) -> None:
        try:
            for cursor in await self._thread.run(take, self._holder):
                if cursor not in self._telling:
                    self._telling[cursor] = asyncio.create_task(self._tell(cursor))
        except Error as error:
            log.warning("Webhooks wait, the database does not answer: %s", error)

    async def _tell(self, cursor: int) -> None:
        """Tells one webhook until it knows everything or fails."""
        try:
            while job := await self._thread.run(cursors.job, cursor, self._holder):
                outcomes = await self._told(job)
                standing = await self._thread.run(cursors.settle, job, self._holder, outcomes)
                if not standing.is_ours:
                    return
                if standing.failing_since:
                    await self._thread.run(give_up_where_due, job, outcomes[-1], standing)
                    break
            await self._thread.run(cursors.let_go, self._holder, [cursor])
        except Error as error:
            log.warning("A webhook waits, the database does not answer: %s", error)
        except Exception:
            log.exception("Telling a webhook failed")
        finally:
            del self._telling[cursor]

    async def _told(self, job: Job) -> list[Outcome]:
        """One by one, up to the first that was not received."""
        outcomes: list[Outcome] = []
        begun = time.monotonic()
        async with self._calls, Sender(job.url, job.keys) as sender:
            for message in job.messages:
                outcomes.append(await sender.send(message))
                if not outcomes[-1].is_received or time.monotonic() - begun > ENOUGH:
                    break
        return outcomes

    async def _stop(self) -> None:
        held = list(self._telling)
        for task in self._telling.values():
            task.cancel()
        await asyncio.gather(*self._telling.values(), return_exceptions=True)
        with contextlib.suppress(Error, TimeoutError):
            async with asyncio.timeout(LAST_WORDS):
                await self._thread.run(cursors.let_go, self._holder, held)
        self._thread.stop()


def take(holder: str) -> list[int]:
    return cursors.take(holder, store.clock())


def give_up_where_due(job: Job, outcome: Outcome, standing: Standing) -> None:
    """Switches a webhook off that nobody has answered for days, or whose receiver says that it is gone for good."""
    assert standing.failing_since
    hours = settings.SIGNALBOX["SIGNALBOX_WEBHOOK_GIVE_UP_HOURS"]
    if outcome.status == GONE:
        reason = "The receiver answered 410: it wants to hear no more."
    elif standing.now - standing.failing_since > timedelta(hours=hours):
        reason = f"Not received for {hours} hours, since {standing.failing_since:%Y-%m-%d %H:%M} UTC; at last: {outcome.error}"
    else:
        return
    try:
        handle(DisableWebhook(project=job.head.project, key=job.key, reason=reason[:500]), actor=ACTOR)
    except Refusal as refusal:
        log.info("Webhook %s in %s is not switched off: %s", job.key, job.head.project, refusal.detail)


async def deliver() -> None:
    """The background work of every process that serves."""
    await Deliverer().run()
