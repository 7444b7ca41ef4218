"""Snapshots are kept where they are due, by whoever serves, and never twice."""

import asyncio

import pytest

from coordinator import plans
from coordinator.eventlog.models import Snapshot
from coordinator.eventlog.store import Head
from coordinator.live import keeper
from coordinator.snapshots import kept
from coordinator.snapshots.recent import Known, Recent
from tests.support.logs import a_log, grown
from tests.support.threads import beside
from tracks.plan import Plan

pytestmark = pytest.mark.django_db(transaction=True)

EVERY = 250


@pytest.fixture(autouse=True)
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeper, "EVERY", EVERY)
    monkeypatch.setattr(plans, "_known", {})
    monkeypatch.setattr(plans, "_recent", Recent(most_tasks=1_000))


def places() -> list[int]:
    return list(Snapshot.objects.values_list("sequence", flat=True))


def test_a_log_without_snapshots_gets_one_at_every_place() -> None:
    head = a_log(events=1_100)
    assert keeper.fill(head, plans.catch_up(head)) == 4
    assert places() == [250, 500, 750, 1_000]


def test_a_log_that_grows_gets_one_of_the_plan_at_hand_and_nothing_twice() -> None:
    head = grown(a_log(events=300), 0)
    for more, expected in ((0, [300]), (100, [300]), (200, [300, 600]), (0, [300, 600])):
        head = grown(head, more)
        keeper.fill(head, plans.catch_up(head))
        assert places() == expected


def test_what_other_code_left_is_made_anew() -> None:
    head = a_log(events=600)
    plan = plans.catch_up(head)
    keeper.fill(head, plan)
    Snapshot.objects.update(fingerprint="of before")
    assert keeper.fill(head, plan) == 2
    assert kept.places(head, 600) == [500, 250]


def test_a_plan_of_many_tasks_has_them_further_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeper, "EVERY", 50)
    head = a_log(events=600)
    keeper.fill(head, plans.catch_up(head))
    assert places() == [50, 100, 150, 224, 324, 424, 524]


def folded(head: Head, sequence: int) -> Known:
    return Known(plans.folded(Plan(), head, sequence), str(sequence))


def test_plans_of_the_past_are_let_go_when_there_are_too_many_tasks_in_them() -> None:
    head, recent = a_log(events=300), Recent(most_tasks=450)
    for sequence in (250, 260, 270):
        recent.add(head.log_id, folded(head, sequence))
    assert [one.plan.sequence for one in recent.before(head.log_id, 300)] == [270, 260]
    assert recent.before("another log", 300) == []


async def test_a_process_that_serves_keeps_them_by_itself() -> None:
    head = await beside(a_log, "web", 260)
    await beside(plans.catch_up, head)
    keeping = asyncio.create_task(keeper.keep_snapshots())
    async with asyncio.timeout(10):
        while not await beside(places):
            await asyncio.sleep(0.02)
    keeping.cancel()
    await asyncio.gather(keeping, return_exceptions=True)
    assert await beside(places) == [260]
