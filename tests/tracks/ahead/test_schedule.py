"""What can and must happen when: critical path, slack, and with no more hands than there are."""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from agents.events import AgentRegistered, AgentStopped
from tests.support.any_plan import plans
from tests.support.given import NOON, ada, claimed, created, given, happenings, task, track, web
from tracks.ahead.calendar import Calendar
from tracks.ahead.durations import ENOUGH, Finished, medians
from tracks.ahead.levelling import NEVER
from tracks.ahead.outlook import outlook
from tracks.ahead.schedule import NEAR, is_settled, is_under_way, waits
from tracks.ahead.team import BadTeam, Hand, team_of
from tracks.ahead.timetable import Levelling, in_order, levelling, scheduled_tasks, scheduled_tracks
from tracks.events import DependencyAdded, SyncPointAdded, TaskCompleted, TaskProgressed, TaskStarted
from tracks.evolve import fold
from tracks.plan import Plan

data = track("data", position=2)


def waiting(item: str, needs: str) -> DependencyAdded:
    return DependencyAdded(item=item, needs=needs)


def levelled(*events: Any, agents: str = "") -> Levelling:
    plan = given(*events).plan
    return levelling(outlook(plan), team_of(plan, agents))


def told(plan_of: Levelling, **fields: Any) -> dict[str, tuple[Any, ...]]:
    """By key: minutes from now at which it starts and finishes, and who does it."""
    tasks = scheduled_tasks(plan_of, in_order(plan_of), Calendar(NOON))
    return {one.key: (from_noon(one.start), from_noon(one.finish), one.agent) for one in tasks}


def from_noon(moment: datetime | None) -> float | None:
    return None if moment is None else (moment - NOON) / timedelta(minutes=1)


# What holds for every plan -------------------------------------------------------------------------------------------


@settings(max_examples=80, deadline=None)
@for_all(plans())
def test_nothing_can_begin_before_what_it_waits_for_has_ended(plan: Plan) -> None:
    seen = outlook(plan)
    for node in range(len(seen.net.refs)):
        for need in waits(seen.net, node):
            assert seen.times.early_start[node] >= seen.times.early_finish[need] - NEAR
            assert seen.times.late_finish[need] <= seen.times.late_start[node] + NEAR
        assert seen.times.slack[node] >= -NEAR
        assert seen.times.early_finish[node] <= seen.times.end + NEAR


@settings(max_examples=80, deadline=None)
@for_all(plans())
def test_the_critical_path_has_no_slack_and_is_as_long_as_everything(plan: Plan) -> None:
    seen = outlook(plan)
    assert all(seen.times.is_critical(node) for node in seen.path)
    assert sum(seen.left[node] for node in seen.path) == pytest.approx(seen.times.end)


@settings(max_examples=80, deadline=None)
@for_all(plans(), st.sampled_from(["", "1", "3", "2:rust", "1;2:*"]))
def test_no_hand_does_two_things_at_once_nor_what_it_cannot_nor_before_its_time(plan: Plan, agents: str) -> None:
    plan_of = levelling(outlook(plan), team_of(plan, agents))
    net, found, hands = plan_of.seen.net, plan_of.found, plan_of.team.hands
    by_hand: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for node, hand in enumerate(found.hand):
        doing = net.tasks[node]
        if hand >= 0 and doing is not None:
            by_hand[hand].append((found.start[node], found.finish[node]))
            assert hands[hand].can(doing.capabilities)
        if found.start[node] < NEVER:
            assert all(found.finish[need] <= found.start[node] for need in waits(net, node))
        else:
            assert plan_of.beyond or not hands
    assert len(by_hand) <= len(hands)
    for spans in by_hand.values():
        spans.sort()
        assert all(before[1] <= after[0] for before, after in zip(spans, spans[1:], strict=False))


@settings(max_examples=40, deadline=None)
@for_all(plans())
def test_with_hands_for_everything_it_takes_as_long_as_the_critical_path(plan: Plan) -> None:
    seen = outlook(plan)
    assert levelling(seen, team_of(plan, "100")).found.end == pytest.approx(seen.times.end)


@settings(max_examples=40, deadline=None)
@for_all(plans())
def test_it_never_takes_less_than_the_critical_path_or_than_the_work_shared_out(plan: Plan) -> None:
    seen = outlook(plan)
    end = levelling(seen, team_of(plan, "2")).found.end
    assert end >= seen.times.end - NEAR
    assert end >= sum(seen.left) / 2 - NEAR


# What it says --------------------------------------------------------------------------------------------------------


def test_what_is_left_of_running_work_goes_on_now() -> None:
    events = [task("1", estimate=100), claimed("1"), TaskStarted(key="1"), TaskProgressed(key="1", percent=75, steps_done=())]
    assert told(levelled(*events))["1"][1] == 25


def test_hands_take_what_has_the_longest_path_behind_it_first() -> None:
    events = [task("1", estimate=10), task("2", estimate=10), task("3", estimate=60), waiting("task/3", "task/2")]
    assert told(levelled(*events, agents="1")) == {"2": (0, 10, "agent 1"), "3": (10, 70, "agent 1"), "1": (70, 80, "agent 1")}


def test_whoever_can_do_least_chooses_first() -> None:
    events = [task("1", capabilities=("rust",), estimate=10), task("2", estimate=10)]
    times = told(levelled(*events, agents="0;1:rust;1:"))
    assert times["1"][:2] == times["2"][:2] == (0, 10)
    assert times["1"][2] != times["2"][2]


def test_what_nobody_can_do_is_named_and_has_no_date_nor_has_what_waits_for_it() -> None:
    plan_of = levelled(task("1", capabilities=("rust", "sql")), task("2"), task("3"), waiting("task/2", "task/1"))
    assert told(plan_of)["1"][:2] == told(plan_of)["2"][:2] == (None, None)
    assert told(plan_of)["3"][:2] == (0, 60)
    (beyond,) = plan_of.beyond
    assert (beyond.key, beyond.missing) == ("1", ("rust", "sql"))
    assert "rust, sql" in beyond.next
    assert levelled(task("1", capabilities=("rust",)), agents="1:rust").beyond == []


def test_work_goes_on_with_whoever_has_it() -> None:
    events = [task("1"), task("2"), task("3"), claimed("2", "bob"), claimed("3", "ada")]
    agents = {key: agent for key, (_, _, agent) in told(levelled(*events)).items()}
    assert (agents["2"], agents["3"]) == ("bob", "ada")


def test_slack_of_a_task_and_what_of_it_is_its_own() -> None:
    events = [task("1", estimate=100), task("2", estimate=20), task("3", estimate=30), task("4", estimate=10)]
    after = [waiting("task/3", "task/2"), waiting("task/4", "task/1"), waiting("task/4", "task/3")]
    plan_of = levelled(*events, *after)
    tasks = {one.key: one for one in scheduled_tasks(plan_of, in_order(plan_of), Calendar(NOON))}
    assert {key: (one.slack, one.free_slack, one.critical) for key, one in tasks.items()} == {
        "1": (0, 0, True), "2": (50, 0, False), "3": (50, 50, False), "4": (0, 0, True),
    }


def test_a_sync_point_that_was_not_passed_holds_back_until_all_before_it_is_done() -> None:
    gate = SyncPointAdded(key="g", title="G", position=1, after=("task/1",))
    assert told(levelled(gate, task("1"), task("2"), waiting("task/2", "sync/g")))["2"][0] == 60


def test_measured_times_count_where_nobody_estimated_and_there_are_enough_of_them() -> None:
    taken = [Finished(str(number), "web", "medium", None, 10.0 + number) for number in range(ENOUGH)]
    assert medians(taken[:-1]).of("web", "medium") is None
    assert medians(taken).of("web", "medium") == 11
    assert medians(taken).of("web", "high") == 11
    assert medians(taken).of("data", "low") == 11
    seen = outlook(given(task("1"), task("2", estimate=5)).plan, medians(taken))
    assert sorted(one for one in seen.left if one) == [5, 11]


# Who works -----------------------------------------------------------------------------------------------------------


def test_the_agents_that_came_are_counted_on_else_those_named_else_one_for_each_open_track() -> None:
    plan = given(task("1")).plan
    assert (team_of(plan).basis, [hand.name for hand in team_of(plan).hands]) == ("registered", ["ada", "ada", "bob", "bob"])
    stopped = given(task("1"), AgentStopped(name="bob")).plan
    assert len(team_of(stopped).hands) == ada.capacity
    named = [created, web, AgentRegistered(name="eva", capabilities=("sql",), joined=False), task("1")]
    assert team_of(fold(Plan(), happenings(named))[0]).hands == (Hand("eva", frozenset({"sql"})),)
    nobody = fold(Plan(), happenings([created, web, task("1"), data]))[0]
    assert (team_of(nobody).basis, len(team_of(nobody).hands)) == ("assumed", 1)


def test_what_if_there_were_others() -> None:
    plan = given(task("1")).plan
    assert len(team_of(plan, "5").hands) == 5
    more = team_of(plan, "2:rust, sql;1:*").hands[4:]
    assert [hand.skills for hand in more] == [frozenset({"rust", "sql"})] * 2 + [None]
    assert len(team_of(plan, "3;1:rust").hands) == 4
    assert team_of(plan, "0").hands == ()


@pytest.mark.parametrize("question", ["many", "-1", "1.5", "2 :x", "1:a;b", "9999", "600;600", "900:a;900:b", ":rust"])
def test_a_team_that_cannot_be_read_is_refused(question: str) -> None:
    with pytest.raises(BadTeam):
        team_of(given().plan, question)


# Planned weeks -------------------------------------------------------------------------------------------------------


WEEK = 7 * 24 * 60


def test_a_track_slips_because_of_the_track_it_waits_for() -> None:
    first, second = track("A", weeks=(1,)), track("B", position=2, weeks=(2,))
    tasks = [task("1", track="A", estimate=2 * WEEK), task("2", track="B", estimate=WEEK), waiting("task/2", "task/1")]
    plan_of = levelled(first, second, *tasks)
    tracks = {one.key: one for one in scheduled_tracks(plan_of, Calendar(NOON))}
    assert tracks["A"].planned_finish is not None and tracks["B"].planned_start == tracks["A"].planned_finish
    assert (round(tracks["A"].slip_days or 0), round(tracks["B"].slip_days or 0)) == (7, 7)
    assert (tracks["A"].cause and tracks["A"].cause.kind) == "own_work"
    because = tracks["B"].cause
    assert because is not None
    assert (because.kind, because.track, because.item, because.needs) == ("waits", "A", "task/2", "task/1")


def test_a_track_slips_because_agents_are_busy_elsewhere() -> None:
    first, second = track("A", weeks=(2,)), track("B", position=2, weeks=(1,))
    tasks = [task("1", track="A", estimate=WEEK, priority="high"), task("2", track="B", estimate=WEEK)]
    tracks = {one.key: one for one in scheduled_tracks(levelled(first, second, *tasks, agents="1"), Calendar(NOON))}
    because = tracks["B"].cause
    assert because is not None and (because.kind, because.track, because.needs) == ("agents", "A", "task/1")
    assert tracks["A"].cause is None
    assert (tracks["A"].slip_days or 0) < 0


def test_a_track_whose_work_nobody_can_do_says_so() -> None:
    tracks = scheduled_tracks(levelled(track("A", weeks=(1,)), task("1", track="A", capabilities=("rust",))), Calendar(NOON))
    cause = next(one.cause for one in tracks if one.key == "A")
    assert cause is not None and (cause.kind, cause.item) == ("nobody", "task/1")


def test_a_track_that_is_done_keeps_the_day_it_was_done() -> None:
    plan_of = levelled(track("A", weeks=(1,)), task("1", track="A"), claimed("1"), TaskCompleted(key="1"))
    done = next(one for one in scheduled_tracks(plan_of, Calendar(NOON)) if one.key == "A")
    assert done.finish == plan_of.seen.plan.tasks["1"].finished_at
    assert (done.left, done.slack, done.early_finish) == (0, None, None)


def test_fewer_hours_of_work_a_day_make_it_later() -> None:
    assert Calendar(NOON, 8).date(60) == NOON + timedelta(hours=3)
    assert Calendar(NOON).date(NEVER) is None
    assert Calendar(NOON, 0.5).date(1e300) is not None


def test_what_somebody_has_is_not_held_by_what_it_waits_for() -> None:
    plan = given(task("1"), task("2"), claimed("2"), waiting("task/2", "task/1")).plan
    seen = outlook(plan)
    node = seen.net.numbers["task/2"]
    assert is_under_way(plan.tasks["2"]) and not is_settled(plan.tasks["2"])
    assert seen.times.early_start[node] == 0
