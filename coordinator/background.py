"""Work that goes on beside the requests of a process: following the log, ending dead leases.

It is started by the first request or socket of whatever kind, because not every ASGI server has a start-up hook.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

Work = Callable[[], Coroutine[Any, Any, None]]

RESTART_AFTER = 1.0  # seconds; long enough not to spin on a database that is away

log = logging.getLogger(__name__)

_registered: dict[str, Work] = {}
_running: dict[asyncio.AbstractEventLoop, list[asyncio.Task[None]]] = {}


def register(name: str, work: Work) -> None:
    """`work()` runs until it is cancelled. Registering a name again replaces the work, for starts to come."""
    _registered[name] = work


def ensure_started() -> None:
    """Starts all registered work on the running loop, once. Cheap enough for every request."""
    loop = asyncio.get_running_loop()
    if loop not in _running:
        _running[loop] = [loop.create_task(keep_going(name, work), name=name) for name, work in _registered.items()]


async def stop() -> None:
    """Ends the work of the running loop and waits until it has ended."""
    tasks = _running.pop(asyncio.get_running_loop(), [])
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def keep_going(name: str, work: Work) -> None:
    """A failure of background work must be seen, and must not be the end of it."""
    while True:
        try:
            await work()
            return
        except Exception:
            log.exception("%s failed; it starts again", name)
            await asyncio.sleep(RESTART_AFTER)
