"""Who should beat and is not heard of for long is lost, once; nobody is who could not be heard."""

from datetime import timedelta

import pytest
from pytest_django import Settings

from agents.commands import StopAgent
from agents.models import Presence
from coordinator import presence
from coordinator.eventlog import store
from coordinator.eventlog.models import Event, LogHead
from coordinator.orchestrator.sweeper import Sweeper, note_lost
from agents.queries import lost_candidates
from tests.support.world import PROJECT, a_project, a_task, an_agent, claimed, told

LEASE = timedelta(seconds=90)


@pytest.fixture
def project(transactional_db: None) -> LogHead:
    found = a_project()
    an_agent("ada")
    a_task("A.1")
    return found


@pytest.fixture
def sweeper(settings: Settings) -> Sweeper:
    """One that has looked long enough to judge."""
    settings.LEASE_SECONDS = 0
    return Sweeper()


def beats(project: LogHead) -> None:
    presence.beat(project.pk, "ada", [], LEASE)


def falls_silent(minutes: int = 6) -> None:
    Presence.objects.update(seen_at=store.clock() - timedelta(minutes=minutes))


def lost() -> list[str]:
    return list(Event.objects.filter(type="agent.lost").values_list("subject", flat=True))


def test_who_has_beaten_and_is_silent_for_long_is_lost_once(project: LogHead, sweeper: Sweeper) -> None:
    beats(project)
    falls_silent()
    for _ in range(3):
        sweeper.look()
    assert lost() == ["agent/ada"]
    assert Event.objects.get(type="agent.lost").actor == "system/sweeper"


def test_who_is_silent_for_a_shorter_time_is_not_lost(project: LogHead, sweeper: Sweeper) -> None:
    beats(project)
    falls_silent(minutes=4)
    sweeper.look()
    assert lost() == []


def test_who_holds_work_is_lost_although_it_never_beat(project: LogHead) -> None:
    claimed("A.1")
    falls_silent()
    assert lost_candidates(store.clock(), 10) == [(PROJECT, "ada")]


def test_who_never_beat_and_holds_nothing_may_come_and_go(project: LogHead, sweeper: Sweeper) -> None:
    presence.seen(project.pk, ["ada"], store.clock())
    falls_silent(minutes=600)
    sweeper.look()
    assert lost() == []


def test_who_has_stopped_is_not_lost_also_not_when_it_comes_back_one_day(project: LogHead, sweeper: Sweeper) -> None:
    beats(project)
    told(StopAgent(project=PROJECT, name="ada"))
    falls_silent(minutes=600)
    sweeper.look()
    an_agent("ada")
    sweeper.look()
    assert lost() == []


def test_a_beat_between_the_look_and_the_lock_wins(project: LogHead) -> None:
    beats(project)
    falls_silent()
    [(slug, name)] = lost_candidates(store.clock(), 10)
    beats(project)
    assert not note_lost(slug, name)


def test_a_sweeper_that_has_just_started_finds_nobody_lost_yet(project: LogHead, settings: Settings) -> None:
    settings.LEASE_SECONDS = 90
    time = 0.0
    sweeper = Sweeper(stopwatch=lambda: time)
    beats(project)
    falls_silent()
    sweeper.look()
    assert lost() == []
    assert len(lost_candidates(store.clock(), 10)) == 1, "only the start spared it"
