"""Wake-ups between processes, through the channel layer. They say "look" and nothing else; any of them may be lost.

A writer's process tells the others after a commit, from the event loop and never from the request. When Redis is slow
or away, sending is given up for a while: the other processes look by themselves in the meantime.
"""

import asyncio
import contextlib
import logging
import uuid
from typing import Any

from channels.layers import InMemoryChannelLayer, get_channel_layer
from redis.exceptions import RedisError

from coordinator.live import wake
from coordinator.live.hub import the_hub

log = logging.getLogger(__name__)

GROUP = "signalbox.wake"
GIVE_UP = 0.25
PAUSE = 5.0  # after a failure
PACE = 0.02  # between two wake-ups; what commits in between goes with the next one
SUBSCRIBE_WITHIN = 5.0

ME = uuid.uuid4().hex
TROUBLE = (OSError, RedisError)  # a timeout is an OSError


def shared_layer() -> Any:
    """The layer, where it reaches other processes. The one in memory reaches only this one, whose hub is told directly."""
    layer = get_channel_layer()
    return None if isinstance(layer, InMemoryChannelLayer) else layer


async def tell_other_processes() -> None:
    """The background work of every process that serves: passes this process's commits on."""
    layer = shared_layer()
    if layer is None:
        return
    loop = asyncio.get_running_loop()
    committed = asyncio.Event()

    def grown(project_id: int, sequence: int) -> None:
        with contextlib.suppress(RuntimeError):  # the loop has just been closed; nobody is left to tell
            loop.call_soon_threadsafe(committed.set)

    stop_listening = wake.listen(grown)
    try:
        while True:
            await committed.wait()
            committed.clear()
            await asyncio.sleep(PACE if await told(layer) else PAUSE)
    finally:
        stop_listening()


async def told(layer: Any) -> bool:
    try:
        async with asyncio.timeout(GIVE_UP):
            await layer.group_send(GROUP, {"type": "log.grown", "from": ME})
    except TROUBLE as trouble:
        log.warning("No wake-ups to other processes for %s s, they look by themselves: %r", PAUSE, trouble)
        return False
    return True


async def hear_other_processes() -> None:
    """The background work of every process that serves: wakes its hub when another process has committed."""
    layer = shared_layer()
    while layer is not None:
        try:
            async with asyncio.timeout(SUBSCRIBE_WITHIN):
                channel = await layer.new_channel()
                await layer.group_add(GROUP, channel)
            while True:
                message = await received(layer, channel)
                if message["from"] != ME:
                    the_hub().nudge()
        except TROUBLE as trouble:
            log.warning("No wake-ups from other processes for %s s, the hub looks by itself: %r", PAUSE, trouble)
            with contextlib.suppress(*TROUBLE):
                async with asyncio.timeout(GIVE_UP):
                    await layer.flush()
            await asyncio.sleep(PAUSE)


async def received(layer: Any, channel: str) -> dict[str, Any]:
    """The next message. Cancelled, it does not wait for a hung Redis to hear that we unsubscribe."""
    waiting = asyncio.ensure_future(layer.receive(channel))
    try:
        await asyncio.wait({waiting})
    except asyncio.CancelledError:
        waiting.cancel()
        await asyncio.wait({waiting}, timeout=GIVE_UP)
        raise
    message: dict[str, Any] = waiting.result()
    return message
