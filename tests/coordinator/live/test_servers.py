"""Sockets of whole servers, as users start them: behind each ASGI server, and behind two processes on one database."""

from pathlib import Path

import httpx
import pytest

from tests.support.own_redis import own_redis
from tests.support.processes import Signalbox, signalbox
from tests.support.served import Socket, opened
from tests.support.streams import streamed


def post(server: Signalbox, path: str, **body: str) -> None:
    answer = httpx.post(f"{server.url}/api/v1/projects{path}", json=body, headers=server.headers)
    assert answer.status_code == 201, answer.text


def listening(server: Signalbox, query: str = "") -> str:
    return f"{server.url.replace('http', 'ws', 1)}/ws/projects/web/?{query}"


def subjects(socket: Socket, count: int) -> list[str]:
    return [event["subject"] for event in socket.events(count)]


@pytest.mark.parametrize("program", ["uvicorn", "daphne"])
def test_a_request_is_heard_and_a_stop_is_announced(home: Path, empty_database: str, program: str) -> None:
    with signalbox(home, empty_database, SIGNALBOX_SERVER=program) as server:
        post(server, "", slug="web", name="Web")
        with opened(listening(server), **server.headers) as socket:
            hello = socket.next()
            assert hello["type"] == "hello"
            for number in range(5):
                post(server, "/web/tasks", key=f"A.{number}", title="A task")
            assert subjects(socket, 5) == [f"task/A.{number}" for number in range(5)]
            with opened(listening(server, f"since={hello['log_id']}:{hello['head'] + 3}"), **server.headers) as late:
                assert late.next()["type"] == "hello"
                assert subjects(late, 2) == ["task/A.3", "task/A.4"]
            with opened(listening(server)) as stranger:
                assert stranger.closed_with() == 4401
            assert server.stop() == 0
            assert socket.closed_with() in (1012, 4503)


@pytest.mark.parametrize("program", ["uvicorn", "daphne"])
def test_a_stream_hears_requests_and_is_told_of_the_stop(home: Path, empty_database: str, program: str) -> None:
    with signalbox(home, empty_database, SIGNALBOX_SERVER=program) as server:
        post(server, "", slug="web", name="Web")
        address = f"{server.url}/api/v1/projects/web/events/stream"
        with streamed(address, **server.headers) as told, streamed(address, **server.headers) as silent:
            hello = told.next()
            assert (hello.name, silent.next()) == ("hello", hello)
            for number in range(5):
                post(server, "/web/tasks", key=f"A.{number}", title="A task")
            assert [event["subject"] for event in told.events(5)] == [f"task/A.{number}" for number in range(5)]
            with streamed(address, Last_Event_ID=hello.id, **server.headers) as late:
                assert late.next().id == hello.id
                assert [event["subject"] for event in late.events(2)] == ["task/A.0", "task/A.1"]
            assert server.stop() == 0
            assert told.end()["code"] == 4503
        assert "Traceback" not in server.errors.read_text()


def test_two_processes_hear_of_each_other_in_order(home: Path, tmp_path: Path, empty_database: str) -> None:
    database = empty_database or f"sqlite:///{tmp_path / 'shared.sqlite3'}"
    with (
        own_redis() as redis,
        signalbox(home, database, REDIS_URL=redis.url) as one,
        signalbox(tmp_path / "other", database, REDIS_URL=redis.url) as other,
    ):
        post(one, "", slug="web", name="Web")
        with opened(listening(one), **one.headers) as here, opened(listening(other), **other.headers) as there:
            assert here.next() == there.next()
            for number in range(10):
                post((one, other)[number % 2], "/web/tasks", key=f"A.{number}", title="A task")
            expected = [f"task/A.{number}" for number in range(10)]
            assert subjects(here, 10) == expected
            assert subjects(there, 10) == expected
