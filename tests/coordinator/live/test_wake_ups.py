"""Wake-ups between processes through the channel layer; and what happens when Redis is away, hangs or comes back."""

import asyncio
import logging
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from channels.layers import get_channel_layer
from pytest_django import Settings

from coordinator.eventlog.models import LogHead
from coordinator.live import hub as hubs
from coordinator.live import layer as layers
from coordinator.live.hub import Hub
from coordinator.live.reader import Reader
from tests.coordinator.live.conftest import here
from tests.support.own_redis import OwnRedis, own_redis
from tests.support.processes import CHECKOUT
from tests.support.threads import beside
from tests.support.world import a_task

SOON = 20.0
CHANNEL = f"asgi__group__{layers.GROUP}"

# A process that serves nobody but tells others of what it writes.
TELLER = """
import asyncio, sys
import django
django.setup()
from coordinator.live.layer import tell_other_processes
from tests.support.threads import beside
from tests.support.world import a_task

async def main():
    telling = asyncio.create_task(tell_other_processes())
    await asyncio.sleep(0)
    await beside(a_task, sys.argv[1])
    await asyncio.sleep(1)

asyncio.run(main())
"""


@pytest.fixture
def redis(settings: Settings) -> Iterator[OwnRedis]:
    with own_redis() as server:
        layer = {"BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer", "CONFIG": {"hosts": [server.url]}}
        settings.CHANNEL_LAYERS = {"default": layer}
        yield server


@pytest.fixture
def tell(redis: OwnRedis, tmp_path: Path) -> Callable[[str], None]:
    """Has another process add a task and tell of it through Redis."""

    def telling(key: str) -> None:
        environment = here(tmp_path / "teller", REDIS_URL=redis.url)
        subprocess.run([sys.executable, "-c", TELLER, key], cwd=CHECKOUT, env=environment, check=True)

    return telling


@asynccontextmanager
async def hearing(redis: OwnRedis) -> AsyncIterator[None]:
    """This process listens to the others."""
    running = asyncio.create_task(layers.hear_other_processes())
    await subscribed(redis)
    try:
        yield
    finally:
        running.cancel()
        await asyncio.wait({running})
        await get_channel_layer().flush()


async def subscribed(redis: OwnRedis) -> None:
    async with asyncio.timeout(SOON):
        while not await asyncio.to_thread(redis.listeners, CHANNEL):
            await asyncio.sleep(0.02)


@pytest.fixture
async def patient_hub(monkeypatch: pytest.MonkeyPatch, hub: Hub) -> Hub:
    """One that looks only when it is woken."""
    monkeypatch.setattr(hubs, "PATIENCE", 3600.0)
    hub.nudge()
    return hub


async def next_subject(reader: Reader) -> str:
    async with asyncio.timeout(SOON):
        news = await reader.take(1)
    assert isinstance(news, list), news
    return news[0].subject


async def test_another_process_wakes_the_hub(
    patient_hub: Hub, project: LogHead, redis: OwnRedis, tell: Callable[[str], None]
) -> None:
    async with hearing(redis), patient_hub.follow(project.pk) as reader:
        await asyncio.to_thread(tell, "A.1")
        assert await next_subject(reader) == "task/A.1"


async def test_wake_ups_come_again_after_redis_was_killed(
    patient_hub: Hub, project: LogHead, redis: OwnRedis, tell: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(layers, "PAUSE", 0.1)
    async with hearing(redis), patient_hub.follow(project.pk) as reader:
        redis.kill()
        await asyncio.to_thread(redis.start)
        await subscribed(redis)
        await asyncio.to_thread(tell, "A.1")
        assert await next_subject(reader) == "task/A.1"


async def test_a_redis_that_is_away_at_the_start_is_heard_once_it_is_there(
    patient_hub: Hub, project: LogHead, redis: OwnRedis, tell: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(layers, "PAUSE", 0.1)
    redis.kill()
    running = asyncio.create_task(layers.hear_other_processes())
    async with patient_hub.follow(project.pk) as reader:
        await asyncio.sleep(0.3)
        await asyncio.to_thread(redis.start)
        await subscribed(redis)
        await asyncio.to_thread(tell, "A.1")
        assert await next_subject(reader) == "task/A.1"
    running.cancel()
    await asyncio.wait({running})
    await get_channel_layer().flush()


async def test_a_hung_redis_is_left_alone_after_one_try_and_nobody_waits_for_it(
    patient_hub: Hub, project: LogHead, redis: OwnRedis, caplog: pytest.LogCaptureFixture
) -> None:
    telling = asyncio.create_task(layers.tell_other_processes())
    async with hearing(redis), patient_hub.follow(project.pk) as reader:
        redis.pause()
        with caplog.at_level(logging.WARNING, logger="coordinator.live.layer"):
            for number in range(20):
                await beside(a_task, f"A.{number}")
                assert await next_subject(reader) == f"task/A.{number}"
            async with asyncio.timeout(SOON):
                while not caplog.records:
                    await asyncio.sleep(0.02)
    telling.cancel()
    done, _ = await asyncio.wait({telling}, timeout=3)
    assert done, "stopping waits for a hung Redis"
    assert [record.getMessage().partition(":")[0] for record in caplog.records] == [
        "No wake-ups to other processes for 5.0 s, they look by themselves"
    ]


async def test_a_hung_redis_keeps_no_server_from_stopping(project: LogHead, redis: OwnRedis) -> None:
    hearing_task = asyncio.create_task(layers.hear_other_processes())
    await subscribed(redis)
    redis.pause()
    hearing_task.cancel()
    done, _ = await asyncio.wait({hearing_task}, timeout=3)
    assert done


async def test_a_layer_in_memory_has_no_other_process_to_tell(settings: Settings) -> None:
    settings.CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
    async with asyncio.timeout(SOON):
        await asyncio.gather(layers.tell_other_processes(), layers.hear_other_processes())
