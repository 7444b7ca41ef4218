"""Memory for a log is bounded by events and by bytes, whoever reads or does not."""

from collections.abc import Iterable

import pytest

from coordinator.live import tail as tails
from coordinator.live.entries import Entry
from coordinator.live.reading import Opening, Place
from coordinator.live.tail import Tail


def entries(sequences: Iterable[int], size: int = 100) -> list[Entry]:
    return [Entry(one, f"hash {one}", "t", "s", "a", (), frozenset(), b"x" * size, 0) for one in sequences]


@pytest.fixture
async def tail() -> Tail:
    return Tail(1, Opening(Place("log", 10, "hash 10"), entries(range(11, 14))))


async def test_it_begins_with_what_was_last_recorded(tail: Tail) -> None:
    assert tail.place == Place("log", 13, "hash 13")
    assert [one.sequence for one in tail.after(10, 10_000)] == [11, 12, 13]


async def test_it_keeps_the_newest_events_only(tail: Tail, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tails, "MOST_EVENTS", 5)
    tail.append(entries(range(14, 30)))
    assert tail.after(23, 10_000) == []
    assert [one.sequence for one in tail.after(24, 10_000)] == [25, 26, 27, 28, 29]


async def test_it_keeps_so_many_bytes_only(tail: Tail, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tails, "MOST_BYTES", 1_000)
    tail.append(entries(range(14, 20), size=300))
    assert tail.after(15, 10_000) == []
    assert [one.sequence for one in tail.after(16, 10_000)] == [17, 18, 19]


async def test_a_handful_has_at_least_one_event_and_ends_with_the_one_that_fills_it(tail: Tail) -> None:
    assert [one.sequence for one in tail.after(10, 1)] == [11]
    assert [one.sequence for one in tail.after(10, 150)] == [11, 12]


async def test_nothing_comes_after_the_newest(tail: Tail) -> None:
    assert tail.after(13, 10_000) == []


async def test_another_history_is_told_from_this_one(tail: Tail) -> None:
    before = tail.history
    tail.restart(Opening(Place("log", 10, "hash 10"), entries(range(11, 13))))
    assert tail.history != before
    assert tail.sequence == 12
