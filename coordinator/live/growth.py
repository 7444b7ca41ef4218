"""Work beside the writers that is due each time a log has grown by so many events. Keeps nobody waiting."""

import asyncio
import contextlib
from collections.abc import Callable

from coordinator.live import wake
from coordinator.live.database_thread import DatabaseThread

LOOK_AGAIN = 60.0  # seconds; for what other processes wrote, of which nobody tells us, and for logs that stand still


async def whenever_grown(work: Callable[[], None], every: int, name: str) -> None:
    """Does `work` now, whenever a log of this process passes another multiple of `every`, and now and then. Until cancelled."""
    loop, due, thread = asyncio.get_running_loop(), asyncio.Event(), DatabaseThread(name)
    passed: dict[int, int] = {}

    def grown(project_id: int, sequence: int) -> None:
        if passed.get(project_id) != sequence // every:
            passed[project_id] = sequence // every
            loop.call_soon_threadsafe(due.set)

    end = wake.listen(grown)
    try:
        while True:
            due.clear()
            await thread.run(work)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LOOK_AGAIN):
                    await due.wait()
    finally:
        end()
        thread.stop()
