"""The socket for pages: which topics moved and how far the log is, seldom enough to draw by."""

import asyncio
from typing import Any

import pytest

from coordinator.eventlog.models import LogHead
from coordinator.live import consumers
from coordinator.live.hub import the_hub
from tests.support.served import Served, Socket, opened
from tests.support.world import a_task, a_track, an_agent, by_holder, claimed
from tracks.commands import CompleteTask


def listen(served: Served, bearer: dict[str, str], query: str = "") -> Any:
    return opened(f"{served.url}/ws/projects/web/pages/?{query}", **bearer)


def signals_until(socket: Socket, sequence: int) -> list[dict[str, Any]]:
    heard: list[dict[str, Any]] = []
    while not heard or heard[-1]["sequence"] < sequence:
        heard.append(socket.next())
        assert heard[-1]["type"] == "signal", heard
    return heard


def test_a_change_is_told_as_topics_and_a_sequence(served: Served, bearer: dict[str, str]) -> None:
    with listen(served, bearer) as socket:
        assert socket.next()["type"] == "hello"
        a_track("B")
        signal = socket.next()
    assert (signal["type"], signal["sequence"]) == ("signal", 3)
    assert {"track/B", "tracks", "activity", "overview", "plan"} <= set(signal["topics"])
    assert set(signal) == {"type", "sequence", "topics"}


def test_a_life_of_a_task_moves_the_task_its_track_and_its_agent(served: Served, bearer: dict[str, str]) -> None:
    an_agent("ada")
    a_task("A.1", track="A")
    with listen(served, bearer) as socket:
        socket.next()
        by_holder(CompleteTask, "A.1", claimed("A.1"))
        moved = {topic for signal in signals_until(socket, 6) for topic in signal["topics"]}
    assert {"task/A.1", "track/A", "agent/ada", "tasks", "tracks", "agents", "plan"} <= moved


def test_a_burst_is_told_in_few_frames_and_to_its_end(
    served: Served, bearer: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consumers, "FRAME_PAUSE", 2.0)
    with listen(served, bearer) as socket:
        socket.next()
        for number in range(30):
            a_task(f"A.{number}", track="A")
        signals = signals_until(socket, 32)
    assert len(signals) < 10
    moved = {topic for signal in signals for topic in signal["topics"]}
    assert {f"task/A.{number}" for number in range(30)} <= moved


def test_a_page_that_comes_back_hears_what_it_missed(served: Served, bearer: dict[str, str], project: LogHead) -> None:
    a_task("A.1")
    with listen(served, bearer, f"since={project.log_id}:2") as socket:
        assert socket.next() == {"type": "hello", "log_id": project.log_id, "head": 3}
        [signal] = signals_until(socket, 3)
    assert "task/A.1" in signal["topics"]


def test_a_page_of_another_log_is_told_to_fetch_everything(served: Served, bearer: dict[str, str], project: LogHead) -> None:
    with listen(served, bearer, "since=11111111-2222-3333-4444-555555555555:7") as socket:
        socket.next()
        assert socket.next() == {"type": "reset", "reason": "another_log", "log_id": project.log_id, "head": 2}


def test_what_depends_on_the_time_is_told_by_a_pulse(served: Served, bearer: dict[str, str], project: LogHead) -> None:
    async def pulse() -> None:
        the_hub().pulse({project.pk})

    with listen(served, bearer) as socket:
        socket.next()
        asyncio.run_coroutine_threadsafe(pulse(), served.loop)
        assert socket.next() == {"type": "pulse"}
