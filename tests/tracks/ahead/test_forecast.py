"""Chances: ordered, the same for everybody, learnt from what tasks took, and honest about how good they are."""

from random import Random
from typing import Any

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from tests.support.any_plan import plans
from tests.support.given import given, task, track
from tracks.ahead.durations import NOT_MEASURED, Finished, medians
from tracks.ahead.forecast import (
    ASSUMED, EFFORT, FEW, FEWEST_RUNS, MOST_RUNS, Forecast, assumed_ratios, calibration, chance_by, experience, forecast,
    quantile, runs_for,
)
from tracks.ahead.levelling import NEVER
from tracks.ahead.outlook import outlook
from tracks.ahead.team import team_of
from tracks.ahead.timetable import Levelling, levelling
from tracks.events import DependencyAdded

PARTS = (0.5, 0.85, 0.95)


def took(minutes: list[float], estimate: int | None = 60, where: str = "web") -> list[Finished]:
    return [Finished(str(number), where, "medium", estimate, one) for number, one in enumerate(minutes)]


def levelled(*events: Any, agents: str = "1") -> Levelling:
    plan = given(*events).plan
    return levelling(outlook(plan), team_of(plan, agents))


def foretold(plan_of: Levelling, finished: list[Finished], seed: str = "seed") -> Forecast:
    return forecast(plan_of, experience(finished, NOT_MEASURED), [], seed)


@settings(max_examples=25, deadline=None)
@for_all(plans(), st.sampled_from(["", "2", "1:rust"]), st.sampled_from([[], [30.0, 60.0, 200.0] * 5]))
def test_the_surer_the_later_for_the_project_and_each_of_its_tracks(plan: Any, agents: str, minutes: list[float]) -> None:
    plan_of = levelling(outlook(plan), team_of(plan, agents))
    nodes = [plan_of.seen.net.numbers[f"track/{key}"] for key in plan.tracks]
    found = forecast(plan_of, experience(took(minutes), NOT_MEASURED), nodes, "seed")
    for ends in (found.all, *found.ends.values()):
        dates = [quantile(ends, part) for part in PARTS]
        assert dates == sorted(dates)
        assert all(each <= whole for each, whole in zip(ends, found.all, strict=True))


def test_the_same_seed_gives_the_same_answer_and_another_seed_another() -> None:
    plan_of = levelled(task("1"), task("2"))
    assert foretold(plan_of, []).all == foretold(plan_of, []).all
    assert foretold(plan_of, []).all != foretold(plan_of, [], "other").all


def test_what_tasks_took_is_what_tasks_will_take() -> None:
    plan_of = levelled(task("1", estimate=100), task("2", estimate=100))
    twice = quantile(foretold(plan_of, took([120.0] * 20)).all, 0.5)
    half = quantile(foretold(plan_of, took([30.0] * 20)).all, 0.5)
    assert (twice, half) == (pytest.approx(400), pytest.approx(100))


def test_tasks_learn_from_their_own_track_and_kind_where_there_are_enough() -> None:
    learnt = experience(took([120.0] * FEW, where="web") + took([30.0] * FEW, None, "data"), NOT_MEASURED)
    assert learnt.of("web", True) == ("web", True)
    assert learnt.of("other", True) == (None, True)
    assert learnt.of("data", False) == ("data", False)
    assert experience(took([1.0] * FEW), NOT_MEASURED).of("web", False) == (None, None)


def test_too_few_finished_tasks_are_not_learnt_from() -> None:
    plan_of = levelled(task("1", estimate=100))
    learnt = experience(took([6_000.0] * (FEW - 1)), NOT_MEASURED)
    assert not learnt.is_measured
    assert learnt.count == FEW - 1
    assert quantile(forecast(plan_of, learnt, [], "seed").all, 0.95) < 600


def test_the_assumed_spread_lies_between_its_ends_and_leans_to_the_late_side() -> None:
    ratios = assumed_ratios()
    assert ASSUMED[0] <= min(ratios) and max(ratios) <= ASSUMED[2]
    assert ratios == sorted(ratios)
    assert sum(ratios) / len(ratios) == pytest.approx(sum(ASSUMED) / 3, rel=0.01)


def test_tasks_without_estimates_are_measured_against_their_median() -> None:
    finished = took([10.0, 20.0, 30.0] * 4, None)
    learnt = experience(finished, medians(finished))
    assert sorted(set(learnt.ratios[None, None])) == [0.5, 1.0, 1.5]
    assert learnt.shared < 0.2  # twelve tasks tell a mean better than they tell a task


def test_what_nobody_can_do_never_ends() -> None:
    plan_of = levelled(task("1", capabilities=("rust",)), task("2"), agents="1:sql")
    assert set(foretold(plan_of, []).all) == {NEVER}
    assert quantile([1.0, NEVER], 0.95) == NEVER
    assert quantile([1.0, 2.0, NEVER], 0.5) == 2.0


def test_a_track_ends_when_the_last_of_its_tasks_does() -> None:
    data = track("data", position=2)
    waits = DependencyAdded(item="task/2", needs="task/1")
    plan_of = levelled(data, task("1"), task("2", track="data"), waits, agents="5")
    web, later = (plan_of.seen.net.numbers[f"track/{key}"] for key in ("web", "data"))
    found = forecast(plan_of, experience([], NOT_MEASURED), [web, later], "seed")
    assert found.ends[later] == found.all
    assert all(first < last for first, last in zip(found.ends[web], found.ends[later], strict=True))


def test_a_large_plan_is_run_through_less_often() -> None:
    small, large = levelled(task("1")), levelled(*(task(str(number)) for number in range(1, 1_000)))
    assert runs_for(small) == MOST_RUNS
    assert FEWEST_RUNS <= runs_for(large) <= MOST_RUNS
    assert runs_for(large) * 1_000 <= max(EFFORT, FEWEST_RUNS * 1_000)


def test_the_chance_to_be_done_by_a_date_is_the_share_of_runs_that_were() -> None:
    assert [chance_by([10.0, 20.0, 30.0, 40.0], minutes) for minutes in (5, 20, 35, 99)] == [0, 0.5, 0.75, 1]
    assert chance_by([], 5) == 1


def test_forecasts_of_tasks_that_vary_as_before_hold_about_as_often_as_they_say() -> None:
    chance = Random(7)
    found = calibration(took([60 * chance.lognormvariate(0, 0.7) for _ in range(400)]))
    assert found.tried == 400 - FEW
    shares = [held / found.tried for held in (found.within_50, found.within_85, found.within_95)]
    assert shares == [pytest.approx(part, abs=0.06) for part in PARTS]


def test_the_first_tasks_cannot_tell_how_good_forecasts_are() -> None:
    assert calibration(took([60.0] * FEW)).tried == 0
    assert calibration(took([60.0] * (FEW + 1))).within_50 == 1
    assert calibration([]).tried == 0


def test_tasks_that_were_to_take_no_time_teach_nothing() -> None:
    assert experience(took([5.0] * 20, 0), NOT_MEASURED).count == 0
    assert calibration(took([5.0] * 20, 0)).tried == 0
