"""Readers get every event once, in order, whoever writes it, and are told when what they know is worth nothing."""

import asyncio
import random
from collections.abc import Callable
from contextlib import suppress

import pytest
from django.db import connection, transaction

from coordinator.eventlog import store
from coordinator.eventlog.models import Event, LogHead
from coordinator.live import hub as hubs
from coordinator.live import reader as readers
from coordinator.live import tail as tails
from coordinator.live.entries import Entry
from coordinator.live.hub import Hub
from coordinator.live.reader import Pulse, Reader, Reset, Stopped
from coordinator.live.since import Since
from tests.support.guards import no_guards
from tests.support.threads import all_at_once, beside
from tests.support.world import a_project, a_task, a_track, told
from tracks.commands import AddTask
from tracks.errors import Refusal

SOON = 20.0
PLENTY = 100_000


async def entries_until(reader: Reader, sequence: int) -> list[Entry]:
    found: list[Entry] = []
    async with asyncio.timeout(SOON):
        while not found or found[-1].sequence < sequence:
            news = await reader.take(PLENTY)
            assert isinstance(news, list), news
            found += news
    return found


async def taken(reader: Reader) -> list[Entry] | Reset | Pulse:
    async with asyncio.timeout(SOON):
        return await reader.take(PLENTY)


def write(number: int, count: int) -> None:
    """Commands that are accepted, some that are refused, and appends that are rolled back."""
    dice = random.Random(number)
    for step in range(count):
        chance = dice.random()
        if chance < 0.2:
            with suppress(Refusal):
                a_track("A")
        elif chance < 0.35:
            with suppress(Changed), transaction.atomic():
                append_something()
                raise Changed
        a_task(f"{number}.{step}", track="A")


class Changed(Exception):
    """The writer changes its mind."""


def append_something() -> None:
    head = store.lock_head("web")
    assert head is not None
    said = store.Unrecorded("note.added", 1, "note/never", "{}", "nobody", store.uuid7(), "none")
    store.append(head, list(store.number(head, [said], store.clock())))


async def test_eight_writers_with_rollbacks_and_two_readers_that_miss_and_repeat_nothing(hub: Hub, project: LogHead) -> None:
    async with hub.follow(project.pk) as first, hub.follow(project.pk, Since(project.log_id, 0)) as second:
        writing = asyncio.create_task(beside(all_at_once, *[lambda n=n: write(n, 12) for n in range(8)]))
        head = 2 + 8 * 12
        new, all_of_it = await asyncio.gather(entries_until(first, head), entries_until(second, head))
        await writing
    assert [entry.sequence for entry in new] == list(range(3, head + 1))
    assert [entry.sequence for entry in all_of_it] == list(range(1, head + 1))
    assert [entry.hash for entry in all_of_it] == await beside(hashes, project)


def hashes(project: LogHead) -> list[str]:
    return list(Event.objects.filter(project=project).order_by("sequence").values_list("hash", flat=True))


async def test_a_reader_that_comes_back_at_any_moment_reads_on_where_it_was(hub: Hub, project: LogHead) -> None:
    dice = random.Random(7)
    head = 2 + 3 * 30
    writing = asyncio.create_task(beside(all_at_once, *[lambda n=n: write(n, 30) for n in range(3)]))
    heard: list[Entry] = []
    since = Since(project.log_id, 0)
    while since.sequence < head:
        async with hub.follow(project.pk, since) as reader:
            heard += await entries_until(reader, min(head, since.sequence + dice.randrange(1, 12)))
        since = Since(reader.log_id, heard[-1].sequence, heard[-1].hash[:8])
    await writing
    assert [entry.sequence for entry in heard] == list(range(1, head + 1))


async def test_a_commit_in_another_thread_wakes_an_idle_reader(
    hub: Hub, project: LogHead, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hubs, "PATIENCE", 3600.0)
    async with hub.follow(project.pk) as reader:
        await asyncio.sleep(0.3)  # the look that was under way with the old patience
        await beside(a_task, "A.1")
        assert [entry.subject for entry in await entries_until(reader, 3)] == ["task/A.1"]


async def test_what_another_process_wrote_is_found_without_a_wake_up(
    hub: Hub, project: LogHead, write_elsewhere: Callable[[str, int], None]
) -> None:
    async with hub.follow(project.pk) as reader:
        await asyncio.to_thread(write_elsewhere, "B", 3)
        assert [entry.subject for entry in await entries_until(reader, 5)] == ["task/B.0", "task/B.1", "task/B.2"]


async def test_nobody_is_told_of_other_projects(hub: Hub, project: LogHead) -> None:
    other = await beside(a_project, "other")
    async with hub.follow(project.pk) as mine, hub.follow(other.pk) as others:
        await beside(a_task, "A.1")
        await beside(told, AddTask(project="other", key="X.1", title="Elsewhere"))
        assert [entry.subject for entry in await entries_until(others, 2)] == ["task/X.1"]
        assert [entry.subject for entry in await entries_until(mine, 3)] == ["task/A.1"]


async def test_what_was_written_a_moment_ago_is_past_for_a_reader_without_since(hub: Hub, project: LogHead) -> None:
    async with hub.follow(project.pk):
        await beside(a_task, "A.1")
        async with hub.follow(project.pk) as reader:
            assert reader.head == reader.position == 3


async def test_a_reader_that_is_ahead_of_the_hub_is_not_ahead_of_the_log(hub: Hub, project: LogHead) -> None:
    async with hub.follow(project.pk):
        receipt = await beside(a_task, "A.1")
        async with hub.follow(project.pk, Since(project.log_id, receipt.sequence)) as reader:
            await beside(a_task, "A.2")
            assert [entry.subject for entry in await entries_until(reader, 4)] == ["task/A.2"]


@pytest.mark.parametrize(
    ("since", "reason"),
    [
        (Since("00000000-0000-0000-0000-000000000000", 1), "another_log"),
        (Since("", 99), "ahead_of_the_log"),
        (Since("", 1, "0badc0de"), "another_history"),
        (Since("", 2, "0badc0de"), "another_history"),
    ],
)
async def test_a_reader_that_stands_elsewhere_begins_anew(hub: Hub, project: LogHead, since: Since, reason: str) -> None:
    since = Since(since.log_id or project.log_id, since.sequence, since.hash)
    async with hub.follow(project.pk, since) as reader:
        assert await taken(reader) == Reset(reason)
        await beside(a_task, "A.1")
        assert [entry.sequence for entry in await entries_until(reader, 3)] == [3]


async def test_a_reader_with_the_right_hash_reads_on(hub: Hub, project: LogHead) -> None:
    known = await beside(hashes, project)
    async with hub.follow(project.pk, Since(project.log_id, 1, known[0][:8])) as reader:
        assert [entry.hash for entry in await entries_until(reader, 2)] == known[1:]


async def test_a_reader_too_far_behind_begins_anew(hub: Hub, project: LogHead, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "TOO_FAR", 5)
    await beside(write, 1, 6)
    async with hub.follow(project.pk, Since(project.log_id, 2)) as reader:
        assert await taken(reader) == Reset("too_far_behind")
        assert reader.position == 8


async def test_a_reader_that_falls_behind_while_it_is_away_begins_anew(
    hub: Hub, project: LogHead, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readers, "TOO_FAR", 5)
    async with hub.follow(project.pk) as idle, hub.follow(project.pk) as eager:
        await beside(write, 1, 4)
        await entries_until(eager, 6)
        await beside(write, 2, 4)
        await entries_until(eager, 10)
        assert await taken(idle) == Reset("too_far_behind")
        assert idle.position == 10


async def test_what_has_left_memory_is_read_from_the_log(hub: Hub, project: LogHead, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tails, "MOST_EVENTS", 4)
    await beside(write, 1, 30)
    async with hub.follow(project.pk, Since(project.log_id, 0)) as reader:
        assert [entry.sequence for entry in await entries_until(reader, 32)] == list(range(1, 33))


async def test_another_history_under_the_same_project_is_noticed(hub: Hub, project: LogHead) -> None:
    await beside(a_task, "A.1")
    async with hub.follow(project.pk) as reader:
        await beside(restore_without_the_last_event, project)
        assert await taken(reader) == Reset("another_history")
        assert reader.position == 2
        await beside(a_track, "B")
        assert [entry.subject for entry in await entries_until(reader, 3)] == ["track/B"]


def restore_without_the_last_event(project: LogHead) -> None:
    """As somebody does who puts an old copy of the database in place."""
    with no_guards(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM eventlog_event WHERE project_id = %s AND sequence = 3", [project.pk])
        cursor.execute("DELETE FROM tracks_task WHERE project_id = %s", [project.pk])
        cursor.execute(
            "UPDATE eventlog_loghead SET sequence = 2, hash = (SELECT hash FROM eventlog_event WHERE project_id = %s AND"
            " sequence = 2) WHERE id = %s",
            [project.pk, project.pk],
        )


async def test_a_project_that_is_not_there_cannot_be_followed(hub: Hub) -> None:
    with pytest.raises(Stopped):
        async with hub.follow(4_711):
            pass


async def test_readers_are_told_when_the_hub_stops(project: LogHead) -> None:
    hub = Hub()
    running = asyncio.create_task(hub.run())
    async with hub.follow(project.pk) as reader:
        running.cancel()
        with pytest.raises(Stopped):
            await taken(reader)


async def test_a_pulse_reaches_readers_though_nothing_was_written(hub: Hub, project: LogHead) -> None:
    async with hub.follow(project.pk) as reader:
        hub.pulse({project.pk})
        assert isinstance(await taken(reader), Pulse)


async def test_waiting_for_growth_ends_with_the_next_event_or_when_time_is_up(hub: Hub, project: LogHead) -> None:
    assert await hub.grows_beyond(project.pk, 1, within=SOON)
    assert not await hub.grows_beyond(project.pk, 2, within=0.05)
    waiting = asyncio.create_task(hub.grows_beyond(project.pk, 2, within=SOON))
    await asyncio.sleep(0)
    await beside(a_task, "A.1")
    assert await waiting
