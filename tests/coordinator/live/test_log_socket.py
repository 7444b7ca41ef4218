"""The socket for programs: hello, then every event once and in order, from wherever the reader stood."""

import random
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from coordinator.eventlog.models import Event, LogHead
from coordinator.live import reader, telling
from tests.support.served import Served, Socket, opened
from tests.support.threads import all_at_once
from tests.support.world import a_task, a_track, told
from tracks.commands import AddTask, RemoveTask

Listen = Callable[..., AbstractContextManager[Socket]]


@pytest.fixture
def listen(served: Served, bearer: dict[str, str]) -> Listen:
    """Opens the project's socket with a query."""
    return lambda query="": opened(f"{served.url}/ws/projects/web/?{query}", **bearer)


def add_tasks(name: str, count: int) -> None:
    for number in range(count):
        a_task(f"{name}.{number}", track="A")


def test_it_says_where_the_log_stands_and_then_what_happens(listen: Listen, project: LogHead) -> None:
    with listen() as socket:
        assert socket.next() == {"type": "hello", "log_id": project.log_id, "head": 2}
        a_task("A.1", track="A")
        [event] = socket.events(1)
    stored = Event.objects.get(project=project, sequence=3)
    assert (event["sequence"], event["event"], event["subject"], event["actor"]) == (3, "task.added", "task/A.1", "maria")
    assert (event["hash"], event["prev_hash"]) == (stored.hash, stored.prev_hash)
    assert event["data"]["title"] == "Task A.1"


def test_many_writers_are_heard_without_a_gap(listen: Listen, project: LogHead) -> None:
    with listen() as socket:
        socket.next()
        all_at_once(*[lambda name=name: add_tasks(name, 8) for name in "abcdefgh"])
        assert [event["sequence"] for event in socket.events(64)] == list(range(3, 67))


def test_a_client_that_is_cut_off_again_and_again_has_the_log_in_the_end(listen: Listen, project: LogHead) -> None:
    dice = random.Random(11)
    writing = threading.Thread(target=all_at_once, args=[lambda name=name: add_tasks(name, 25) for name in "abc"])
    writing.start()
    heard: list[dict[str, object]] = []
    since = f"{project.log_id}:0"
    while len(heard) < 77:
        with listen(f"since={since}") as socket:
            assert socket.next()["type"] == "hello"
            heard += socket.events(min(77 - len(heard), dice.randrange(1, 15)))
        since = f"{project.log_id}:{heard[-1]['sequence']}:{str(heard[-1]['hash'])[:8]}"
    writing.join()
    assert [event["sequence"] for event in heard] == list(range(1, 78))
    assert [event["hash"] for event in heard] == list(
        Event.objects.filter(project=project).order_by("sequence").values_list("hash", flat=True)
    )


@pytest.mark.parametrize(
    ("since", "reason"),
    [
        ("11111111-2222-3333-4444-555555555555:1", "another_log"),
        ("{log}:99", "ahead_of_the_log"),
        ("{log}:2:0badc0de", "another_history"),
        ("{log}:1:0badc0de", "another_history"),
    ],
)
def test_a_client_that_stands_elsewhere_is_told_to_begin_anew(listen: Listen, project: LogHead, since: str, reason: str) -> None:
    with listen(f"since={since.format(log=project.log_id)}") as socket:
        assert socket.next()["type"] == "hello"
        assert socket.next() == {"type": "reset", "reason": reason, "log_id": project.log_id, "head": 2}
        a_task("A.1")
        assert [event["sequence"] for event in socket.events(1)] == [3]


def test_a_client_too_far_behind_begins_anew(listen: Listen, project: LogHead, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "TOO_FAR", 3)
    add_tasks("A", 4)
    with listen(f"since={project.log_id}:2") as socket:
        assert socket.next()["type"] == "hello"
        assert socket.next()["reason"] == "too_far_behind"


@pytest.mark.parametrize("since", ["yesterday", "1", "undefined:NaN"])
def test_a_place_that_is_none_closes_the_socket_with_4400(listen: Listen, since: str) -> None:
    with listen(f"since={since}") as socket:
        assert socket.closed_with() == 4400


def test_a_filter_lets_through_what_was_asked_for_in_order(listen: Listen, project: LogHead) -> None:
    with listen("type=task.*&track=A") as socket:
        socket.next()
        a_task("A.1", track="A")
        a_track("B")
        a_task("B.1", track="B")
        told(AddTask(project="web", key="A.1.1", title="A part", parent="A.1"))
        told(RemoveTask(project="web", key="A.1.1"))
        heard = [(event["event"], event["subject"]) for event in socket.events(3)]
    assert heard == [("task.added", "task/A.1"), ("task.added", "task/A.1.1"), ("task.removed", "task/A.1.1")]


def test_a_filter_that_lets_nothing_through_still_says_how_far_it_is(
    listen: Listen, project: LogHead, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling, "SKIPPED", 5)
    with listen("type=agent.registered") as socket:
        socket.next()
        add_tasks("A", 6)
        told_place = socket.next()
    assert told_place["type"] == "position"
    assert told_place["sequence"] >= 7
    with listen(f"since={project.log_id}:{told_place['sequence']}:{told_place['hash'][:8]}") as socket:
        assert socket.next()["type"] == "hello"
        a_task("A.last", track="A")
        assert socket.next()["sequence"] == told_place["sequence"] + 1


def test_a_write_of_another_process_arrives(listen: Listen, write_elsewhere: Callable[[str, int], None]) -> None:
    with listen() as socket:
        socket.next()
        write_elsewhere("B", 3)
        assert [event["subject"] for event in socket.events(3)] == ["task/B.0", "task/B.1", "task/B.2"]


def test_what_a_client_says_is_of_no_consequence(listen: Listen) -> None:
    with listen() as socket:
        socket.next()
        socket.connection.send('{"type":"task.completed"}')
        socket.connection.send(b"\x00\xff")
        a_task("A.1")
        assert socket.events(1)[0]["subject"] == "task/A.1"


def test_a_server_that_stops_says_so(project: LogHead, bearer: dict[str, str]) -> None:
    served = Served()
    try:
        with opened(f"{served.url}/ws/projects/web/", **bearer) as socket:
            socket.next()
            served.stop()
            assert socket.closed_with() in (1012, 4503)
    finally:
        served.stop()
