"""Signs a checkpoint behind every thousandth event, beside the writers: none of them waits for it or fails with it."""

import asyncio
import contextlib
import logging

from coordinator.eventlog import checkpoints, store
from coordinator.eventlog.checkpoints import EVERY, ChainIsBroken
from coordinator.live import wake
from coordinator.live.database_thread import DatabaseThread

LOOK_AGAIN = 60.0  # seconds; for what other processes wrote, of which nobody tells us

log = logging.getLogger(__name__)


async def sign_checkpoints() -> None:
    """Until cancelled."""
    loop, due, thread = asyncio.get_running_loop(), asyncio.Event(), DatabaseThread("signer")
    thousands: dict[int, int] = {}

    def grown(project_id: int, sequence: int) -> None:
        if thousands.get(project_id) != sequence // EVERY:
            thousands[project_id] = sequence // EVERY
            loop.call_soon_threadsafe(due.set)

    end = wake.listen(grown)
    try:
        while True:
            due.clear()
            await thread.run(sign_what_is_due)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LOOK_AGAIN):
                    await due.wait()
    finally:
        end()
        thread.stop()


def sign_what_is_due() -> None:
    for project in checkpoints.due():
        head = store.find_head(project)
        try:
            if head:
                checkpoints.sign(head, only_due=True)
        except ChainIsBroken as error:
            log.error("%s Run `manage.py verify %s`.", error, project)
