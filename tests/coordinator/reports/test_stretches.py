"""What the charts count between two moments: the same as the fold finds, event by event, of all tracks and of one."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import cast
from zoneinfo import ZoneInfo

import pytest

from coordinator.eventlog.store import Head
from coordinator.reports.blocked_time import blocked_time
from coordinator.reports.buckets import buckets
from coordinator.reports.levels import levels, scope
from coordinator.reports.measured import track_of
from coordinator.reports.moments import Moment
from coordinator.reports.shares import agent_shares
from coordinator.reports.stretches import Stretch
from tests.support.chronicles import at, followed, over_days
from tests.support.given import NOON, WORLD, claimed, task
from tests.support.random_history import history
from tracks.events import TaskBlocked, TaskCompleted, TaskReopened, TaskUnblocked
from tracks.evolve import fold
from tracks.happened import Happened
from tracks.plan import Plan

BERLIN = ZoneInfo("Europe/Berlin")


def over(happened: list[Happened], since: datetime, until: datetime, track: str = "") -> Stretch:
    known = followed(happened)
    plan = fold(Plan(), [one for one in happened if one.at <= until])[0]
    moment = Moment(cast(Head, None), plan, "hash", until, is_now=True)
    places = range(known.place_at(since.timestamp()), known.place(plan.sequence))
    return Stretch(moment, since, until, known, places, track)


def counted(plan: Plan, keys: set[str]) -> dict[str, int]:
    """How many leaves there are in each state, by walking through the plan."""
    counts: dict[str, int] = {}
    for key in keys & set(plan.tasks):
        if not plan.has_subtasks(key):
            counts[plan.tasks[key].state] = counts.get(plan.tasks[key].state, 0) + 1
    return counts


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("track", ["", "A"])
def test_the_levels_are_those_of_the_plan_at_each_time(seed: int, track: str) -> None:
    happened = history(seed, 500)
    span = over(happened, NOON + timedelta(seconds=60), NOON + timedelta(seconds=500), track)
    plan = span.moment.plan
    keys = {one.key for one in plan.tasks.values() if track_of(plan, one) == track} if track else {
        one.event.key for one in happened if hasattr(one.event, "key")
    }
    times = [NOON + timedelta(seconds=second) for second in (60, 61, 200, 333, 500)]
    for when, level in zip(times, levels(span, times), strict=True):
        then = fold(Plan(), [one for one in happened if one.at < when or (when == span.until and one.at == when)])[0]
        assert {state: number for state, number in level.items() if number} == counted(then, keys)


def test_scope_is_all_but_what_was_cancelled() -> None:
    assert scope({"open": 3, "done": 2, "cancelled": 4}) == 5


@pytest.mark.parametrize("seed", range(4))
def test_what_got_done_in_each_part_adds_up_to_all_of_it(seed: int) -> None:
    happened = history(seed, 500)
    span = over(happened, NOON + timedelta(seconds=30), NOON + timedelta(seconds=500))
    parts = buckets(span.since, span.until, BERLIN)
    counts = parts.count(datetime.fromtimestamp(move.at, UTC) for move in span.done())

    def became_done(first: datetime, last: datetime, is_last: bool) -> int:
        found, plan = 0, fold(Plan(), [one for one in happened if one.at < first])[0]
        for one in (one for one in happened if first <= one.at < last or (is_last and one.at == last)):
            before = {key for key, task in plan.tasks.items() if task.state == "done" and not plan.has_subtasks(key)}
            groups = {key for key in plan.tasks if plan.has_subtasks(key)}
            plan = fold(plan, [one])[0]
            found += sum(
                task.state == "done" and key not in before | groups and not plan.has_subtasks(key)
                for key, task in plan.tasks.items()
            )
        return found

    edges = list(pairwise(parts.edges))
    assert counts == [became_done(*edge, is_last=edge is edges[-1]) for edge in edges]
    assert sum(counts) == len(list(span.done()))


def test_only_tasks_of_the_track_are_counted_and_only_within_the_time() -> None:
    happened = over_days(
        [*WORLD, task("1"), task("2", track=""), claimed("1"), TaskBlocked(key="1", reason="no key")],
        [claimed("2", by="bob"), TaskBlocked(key="2", reason="no test data"), TaskUnblocked(key="1"), TaskCompleted(key="1")],
        [TaskReopened(key="1"), claimed("1"), TaskCompleted(key="1")],
    )
    whole = over(happened, at(0), at(2, 600))
    blocked = [(one.cause, one.minutes, one.now) for one in blocked_time(whole)]
    assert blocked == [("no test data", 2_039, 1), ("no key", 1_435, 0)]
    assert [(one.agent, one.done) for one in agent_shares(whole)] == [("ada", 2), ("bob", 0)]

    of_web = over(happened, at(0), at(2, 600), "web")
    assert [one.cause for one in blocked_time(of_web)] == ["no key"]
    assert [(one.agent, one.claimed, one.done) for one in agent_shares(of_web)] == [("ada", 2, 2)]

    second_day = over(happened, at(1), at(1, 60), "web")
    assert [(one.cause, one.minutes) for one in blocked_time(second_day)] == [("no key", 2)]
    assert len(list(second_day.done())) == 1


def test_the_time_before_is_as_long_and_ends_where_this_one_begins() -> None:
    happened = over_days([*WORLD, task("1"), claimed("1"), TaskCompleted(key="1")], [TaskReopened(key="1")], [])
    before = over(happened, at(1), at(1, 1_440 / 2)).before()
    assert before is not None
    assert (before.since, before.until) == (at(0, 720), at(1))
    assert list(before.done()) == []
    assert over(happened, at(1), at(2, 1)).before() is None  # the project did not exist yet


@pytest.mark.parametrize(("days", "word", "count"), [
    (0.02, "minute", 29), (0.1, "5 minutes", 29), (1, "hour", 24), (7, "day", 8), (30, "day", 31), (90, "week", 14),
    (900, "4 weeks", 33),
])
def test_parts_are_round_and_a_few_dozen(days: float, word: str, count: int) -> None:
    found = buckets(NOON, NOON + timedelta(days=days), BERLIN)
    assert (found.word, len(found.edges) - 1) == (word, count)
    assert found.edges[0] == NOON
    assert list(found.edges) == sorted(set(found.edges))


def test_days_are_parted_at_the_readers_midnight_when_the_clock_is_put_forward_too() -> None:
    since = datetime(2025, 3, 29, 12, tzinfo=UTC)
    edges = buckets(since, since + timedelta(days=3), BERLIN).edges
    assert [edge.astimezone(BERLIN).hour for edge in edges[1:-1]] == [0, 0, 0]
    assert edges[2] - edges[1] == timedelta(hours=23)


def test_what_happens_at_the_very_end_is_in_the_last_part() -> None:
    parts = buckets(NOON, NOON + timedelta(hours=3), BERLIN)
    assert parts.count([NOON, parts.edges[1], parts.edges[-1], NOON - timedelta(seconds=1)])[0] == 1
    assert sum(parts.count([NOON, parts.edges[1], parts.edges[-1], NOON - timedelta(seconds=1)])) == 3
