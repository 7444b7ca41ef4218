"""Leases of silent holders end, those of beating ones never do, and whoever comes back too late is told so."""

import asyncio
import random
import threading
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction
from pytest_django import Settings

from agents.commands import RegisterAgent
from agents.models import LeaseBeat
from coordinator import plans, presence
from coordinator.eventlog import store
from coordinator.eventlog.models import Event, LogHead
from coordinator.live.hub import the_hub
from coordinator.live.reader import Pulse
from coordinator.orchestrator import sweeper as sweepers
from coordinator.orchestrator.sweeper import Dead, Sweeper, changed, dead_leases, expire, silent_agents, sweep
from coordinator.presence import Beat
from tests.support.threads import all_at_once, beside
from tests.support.world import a_project, a_task, an_agent, by_holder, claimed, told
from tracks.commands import AddTask, ClaimTask, CompleteTask, FailTask, ReportProgress, SetTaskTerms
from tracks.errors import Fenced
from tracks.terms import Retry, Terms

SOON = 20.0
LEASE = timedelta(seconds=90)


@pytest.fixture
def project(transactional_db: None) -> LogHead:
    """Ada holds A.1; Bob would take it."""
    found = a_project()
    an_agent("ada", capacity=9)
    an_agent("bob")
    a_task("A.1")
    return found


@pytest.fixture
def fence(project: LogHead) -> int:
    return claimed("A.1")


def runs_out(task: str = "A.1", ago: timedelta = timedelta(milliseconds=1)) -> datetime:
    """Lets the time of a lease be up; answers the time now."""
    now = store.clock()
    LeaseBeat.objects.filter(task=task).update(until=now - ago)
    return now


def status(task: str = "A.1") -> str:
    found = plans.current("web")
    assert found is not None
    return found[1].tasks[task].status


def test_a_lease_whose_time_is_up_ends_and_the_task_is_free(fence: int) -> None:
    now = runs_out()
    assert dead_leases(now) == {"web": [Dead("web", "A.1", fence)]}
    assert expire(Dead("web", "A.1", fence))
    assert status() == "ready"
    ended = Event.objects.get(type="lease.expired")
    assert ended.actor == "system/sweeper"
    assert not LeaseBeat.objects.exists()


def test_a_failed_task_is_tried_again_when_its_pause_is_over(project: LogHead) -> None:
    for pause, after in ((0, "ready"), (600, "failed")):
        told(SetTaskTerms(project="web", key="A.1", terms=Terms(retry=Retry(9, pause))))
        by_holder(FailTask, "A.1", claimed("A.1"))
        Sweeper().look()
        assert status() == after
    assert Event.objects.get(type="task.retried").actor == "system/sweeper"


def test_a_lease_that_runs_is_no_candidate(fence: int) -> None:
    assert dead_leases(store.clock()) == {}


def test_a_beat_between_the_look_and_the_lock_wins(fence: int, project: LogHead) -> None:
    dead = dead_leases(runs_out())["web"][0]
    assert not presence.beat(project.pk, "ada", [Beat("A.1", fence)], LEASE).lost
    assert not expire(dead)
    assert status() == "claimed"


def test_a_lease_that_another_process_ended_first_is_not_ended_twice(fence: int) -> None:
    dead = dead_leases(runs_out())["web"][0]
    assert expire(dead)
    second = claimed("A.1", "bob")
    assert not expire(dead)
    assert status() == "claimed"
    assert LeaseBeat.objects.get().fence == second


def test_a_zombie_is_fenced_and_told_who_holds_the_task_now(fence: int) -> None:
    runs_out()
    expire(Dead("web", "A.1", fence))
    second = claimed("A.1", "bob")
    for command in (ReportProgress, CompleteTask):
        with pytest.raises(Fenced, match=f"bob holds it with fence {second}"):
            by_holder(command, "A.1", fence)
    by_holder(CompleteTask, "A.1", second, agent="bob")
    assert status() == "done"


def test_a_beat_after_the_end_is_answered_as_lost(fence: int, project: LogHead) -> None:
    runs_out()
    expire(Dead("web", "A.1", fence))
    assert presence.beat(project.pk, "ada", [Beat("A.1", fence)], LEASE).lost == [Beat("A.1", fence)]


def test_of_a_beat_and_an_end_at_the_same_moment_exactly_one_counts(project: LogHead) -> None:
    """A thousand races: ten leases at a time, each against its own beat."""
    tasks = [f"R.{number}" for number in range(10)]
    for task in tasks:
        a_task(task)
    an_agent("eve", capacity=10)
    held = {task: claimed(task, "eve") for task in tasks}
    dice = random.Random(3)
    kept = ended = 0
    for _ in range(100):
        for task in tasks:
            runs_out(task)
        lost: dict[str, bool] = {}
        expired: dict[str, bool] = {}

        def beat(lost: dict[str, bool] = lost) -> None:
            for task in dice.sample(tasks, len(tasks)):
                lost[task] = bool(presence.beat(project.pk, "eve", [Beat(task, held[task])], LEASE).lost)

        def end(expired: dict[str, bool] = expired) -> None:
            for task in tasks:
                expired[task] = expire(Dead("web", task, held[task]))

        all_at_once(beat, end)
        assert lost == expired, "a lease was ended and kept alive, or neither"
        for task in tasks:
            assert status(task) == ("ready" if expired[task] else "claimed")
            if expired[task]:
                held[task] = claimed(task, "eve")
        ended += sum(expired.values())
        kept += len(tasks) - sum(expired.values())
    assert kept
    assert ended


def test_a_sweeper_that_has_just_started_ends_nothing_yet(fence: int, settings: Settings) -> None:
    settings.LEASE_SECONDS = 90
    time = 0.0
    sweeper = Sweeper(stopwatch=lambda: time)
    runs_out()
    sweeper.look()
    assert status() == "claimed"


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one lock for all projects")
def test_the_leases_of_one_project_do_not_wait_for_another_that_is_locked(
    project: LogHead, fence: int, settings: Settings
) -> None:
    settings.LEASE_SECONDS = 0
    other = a_project("other")
    told(RegisterAgent(project="other", name="ada"))
    told(AddTask(project="other", key="A.1", title="Elsewhere"))
    told(ClaimTask(project="other", key="A.1", agent="ada"), actor="agent/ada")
    now = runs_out()
    LeaseBeat.objects.filter(project=project).update(until=now - timedelta(minutes=1))  # so that it comes first
    locked, looked = threading.Event(), threading.Event()

    def hold_the_first() -> None:
        with transaction.atomic():
            LogHead.objects.select_for_update().get(pk=project.pk)
            locked.set()
            looked.wait(SOON)

    def look() -> None:
        locked.wait(SOON)
        Sweeper().look()
        looked.set()

    all_at_once(hold_the_first, look)
    assert list(LeaseBeat.objects.values_list("project_id", flat=True)) == [project.pk]
    assert Event.objects.get(type="lease.expired").project_id == other.pk


def test_who_holds_work_and_is_not_heard_of_for_a_minute_is_silent(project: LogHead, fence: int) -> None:
    now = store.clock()
    assert silent_agents(now) == {}
    assert silent_agents(now + timedelta(seconds=61)) == {project.pk: frozenset({"ada"})}


def test_falling_silent_and_being_heard_again_both_count_as_a_change() -> None:
    ada, both = frozenset({"ada"}), frozenset({"ada", "bob"})
    assert changed({}, {1: ada}) == {1}
    assert changed({1: ada, 2: ada}, {1: both, 2: ada}) == {1}
    assert changed({1: ada}, {}) == {1}
    assert changed({1: ada}, {1: ada}) == set()


async def test_the_work_in_the_background_ends_dead_leases_and_has_pages_show_silence(
    project: LogHead, fence: int, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.LEASE_SECONDS = 0
    monkeypatch.setattr(sweepers, "EVERY", 0.05)
    running = [asyncio.create_task(the_hub().run()), asyncio.create_task(sweep())]
    try:
        async with the_hub().follow(project.pk) as reader, asyncio.timeout(SOON):
            await beside(falls_silent)
            assert isinstance(await reader.take(1), Pulse)
            await beside(runs_out)
            news = await reader.take(1)
            while isinstance(news, Pulse):
                news = await reader.take(1)
            assert isinstance(news, list)
            assert news[0].type == "lease.expired"
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


def falls_silent() -> None:
    LeaseBeat.objects.update(beat_at=store.clock() - timedelta(minutes=2))
