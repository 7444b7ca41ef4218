"""Background work starts with the first request, once for each event loop, and outlives its own failures."""

import asyncio
from collections.abc import Iterator

import pytest

from coordinator import background


@pytest.fixture(autouse=True)
def only_this_work(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(background, "_registered", {})
    monkeypatch.setattr(background, "_running", {})
    monkeypatch.setattr(background, "RESTART_AFTER", 0.0)
    yield


async def test_work_starts_once_however_often_it_is_asked_for() -> None:
    starts: list[str] = []

    async def work() -> None:
        starts.append("started")
        await asyncio.Event().wait()

    background.register("work", work)
    for _ in range(3):
        background.ensure_started()
        await asyncio.sleep(0)
    assert starts == ["started"]
    await background.stop()


async def test_stopping_waits_until_the_work_has_ended() -> None:
    ended: list[str] = []

    async def work() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            ended.append("ended")

    background.register("work", work)
    background.ensure_started()
    await asyncio.sleep(0)
    await background.stop()
    assert ended == ["ended"]


async def test_work_that_fails_is_logged_and_starts_again(caplog: pytest.LogCaptureFixture) -> None:
    third_start = asyncio.Event()
    starts: list[int] = []

    async def work() -> None:
        starts.append(len(starts))
        if len(starts) < 3:
            raise RuntimeError("the database is away")
        third_start.set()
        await asyncio.Event().wait()

    background.register("the hub", work)
    background.ensure_started()
    await asyncio.wait_for(third_start.wait(), 5)
    await background.stop()
    assert [record.getMessage() for record in caplog.records] == ["the hub failed; it starts again"] * 2


async def test_work_stopped_can_start_again() -> None:
    starts: list[str] = []

    async def work() -> None:
        starts.append("started")
        await asyncio.Event().wait()

    background.register("work", work)
    for _ in range(2):
        background.ensure_started()
        await asyncio.sleep(0)
        await background.stop()
    assert starts == ["started", "started"]
