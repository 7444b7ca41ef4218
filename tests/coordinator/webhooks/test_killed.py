"""Servers and receivers are killed and come back: nothing is lost, nothing comes out of order, little comes twice."""

from pathlib import Path
from typing import Any

import httpx

from coordinator.webhooks.cursors import AT_ONCE
from tests.support.processes import Signalbox, signalbox
from tests.support.receiver import Receiver, receiving

LONG = 60.0
OPEN = {"SIGNALBOX_WEBHOOKS_TO_PRIVATE_ADDRESSES": "yes"}


def post(server: Signalbox, path: str, **body: Any) -> Any:
    answer = httpx.post(f"{server.url}/api/v1/projects{path}", json=body, headers=server.headers, timeout=30)
    assert answer.is_success, answer.text
    return answer.json()


def add_tasks(server: Signalbox, name: str, count: int) -> int:
    """The sequence of the last one."""
    return max(post(server, "/web/tasks", key=f"{name}.{number}", title="A task")["version"] for number in range(count))


def in_order_without_gaps(told: list[int], first: int, last: int) -> None:
    """Each comes for the first time behind the one before it; what comes again is no more than one unsettled batch a kill."""
    new = [sequence for place, sequence in enumerate(told) if sequence not in told[:place]]
    assert new == list(range(first, last + 1))


def test_a_server_killed_while_it_tells_goes_on_where_it_was(home: Path, empty_database: str) -> None:
    with receiving() as receiver:
        with signalbox(home, empty_database, **OPEN) as server:
            post(server, "", slug="web", name="Web")
            first = post(server, "/web/webhooks", key="ci", url=receiver.url)["told"] + 1
            last = add_tasks(server, "A", 60)
            receiver.until(lambda calls: len(calls) >= 25)
            server.kill()
        with signalbox(home, empty_database, **OPEN) as server:
            last = max(last, add_tasks(server, "B", 3))
            told = receiver.until_told(last, LONG)
            assert server.stop() == 0
    in_order_without_gaps(told, first, last)
    assert len(told) - len(set(told)) <= AT_ONCE


def test_a_receiver_that_was_away_misses_nothing(home: Path, empty_database: str) -> None:
    with signalbox(home, empty_database, **OPEN) as server:
        with receiving() as receiver:
            post(server, "", slug="web", name="Web")
            first = post(server, "/web/webhooks", key="ci", url=receiver.url)["told"] + 1
            middle = add_tasks(server, "A", 5)
            before = receiver.until_told(middle)
        last = add_tasks(server, "B", 5)
        with receiving(receiver.port) as back:
            after = back.until_told(last, LONG)
        assert server.stop() == 0
    in_order_without_gaps([*before, *after], first, last)


def test_of_two_servers_one_tells(home: Path, tmp_path: Path, empty_database: str) -> None:
    database = empty_database or f"sqlite:///{tmp_path / 'shared.sqlite3'}"
    key = {"SIGNALBOX_SECRET_KEY": "the same for both of them, as it must be"}
    with (
        receiving() as receiver,
        signalbox(home, database, **OPEN, **key) as one,
        signalbox(tmp_path / "other", database, **OPEN, **key) as other,
    ):
        post(one, "", slug="web", name="Web")
        first = post(one, "/web/webhooks", key="ci", url=receiver.url)["told"] + 1
        last = 0
        for number in range(20):
            last = add_tasks((one, other)[number % 2], f"A{number}", 2)
        told = receiver.until_told(last, LONG)
        assert told == list(range(first, last + 1))
        one.kill()
        last = add_tasks(other, "B", 3)
        in_order_without_gaps(receiver.until_told(last, LONG), first, last)


def test_a_receiver_that_hangs_does_not_hold_up_the_end(home: Path, empty_database: str) -> None:
    with receiving() as receiver, signalbox(home, empty_database, **OPEN) as server:
        hang(receiver)
        post(server, "", slug="web", name="Web")
        post(server, "/web/webhooks", key="ci", url=receiver.url)
        add_tasks(server, "A", 1)
        receiver.reached.wait(LONG)
        assert server.stop() == 0
        receiver.released.set()
        assert "Traceback" not in server.errors.read_text()


def hang(receiver: Receiver) -> None:
    def answers(_: object) -> int:
        receiver.reached.set()
        receiver.released.wait(LONG)
        return 200

    receiver.answers = answers
