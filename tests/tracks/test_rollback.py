"""Rollback: the plan is again what it was, by events that only add to the log."""

import random
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from agents.events import AgentRegistered
from tests.support.given import NOON, PROJECT, claimed, given, task, track
from tests.support.random_history import AGENTS, anything, history
from tests.support.recount import assert_follows
from tracks import commands as c
from tracks import events as e
from tracks.decider import decide
from tracks.errors import LeasesAreLive, LooseEnds, PlanMoved, Refusal, UnknownReference
from tracks.evolve import evolve, fold
from tracks.facts import Facts
from tracks.happened import Happened
from tracks.plan import Plan
from tracks.restoring import as_it_can_be
from tracks.rolling_back import is_known
from tracks.things import DEPENDENCIES, WAYS
from tracks.work import ref


def restorable(plan: Plan, now: Plan) -> dict[str, Any]:
    """All of a plan that a rollback from `now` puts back."""
    found: dict[str, Any] = {
        way.kind: {
            key: {name: getattr(one, name) for name in way.restored}
            for key, value in getattr(plan, way.kind).items()
            if (one := as_it_can_be(way.kind, getattr(now, way.kind).get(key), value))
        }
        for way in WAYS
    }
    found[DEPENDENCIES] = {key: replace(one, version=0) for key, one in plan.dependencies.items()}
    found["needs"] = {ref("task", key): task.depends_on for key, task in plan.tasks.items()}
    found["needs"] |= {ref("track", key): track.depends_on for key, track in plan.tracks.items()}
    if plan is not now:
        for name, agent in now.agents.items():  # who came to work stays
            if (agent.joined or agent.load) and name not in found["agents"]:
                found["agents"][name] = restorable_agent(agent)
    return found


def restorable_agent(agent: Any) -> dict[str, Any]:
    way = next(way for way in WAYS if way.kind == "agents")
    return {name: getattr(agent, name) for name in way.restored}


def rolled_back(plan: Plan, then: Plan, **fields: Any) -> list[Any]:
    facts = Facts(NOON, "maria", may_step_in=True, then=then)
    return decide(plan, c.Rollback(project=PROJECT, to=then.sequence, **fields), facts)


def after(plan: Plan, events: list[Any]) -> Plan:
    return fold(plan, happened(plan, events))[0]


def happened(plan: Plan, events: list[Any]) -> list[Happened]:
    return [Happened(event, place, NOON, "maria") for place, event in enumerate(events, plan.sequence + 1)]


@for_all(seed=st.integers(0, 10_000), data=st.data())
@settings(max_examples=60, deadline=None)
def test_whatever_happened_a_rollback_gives_the_plan_as_it_was(seed: int, data: st.DataObject) -> None:
    events = history(seed, commands=200)
    now = fold(Plan(), events)[0]
    then = fold(Plan(), events[: data.draw(st.integers(1, len(events)))])[0]
    restoring = rolled_back(now, then, despite_leases=True)
    result = now
    for one in happened(now, restoring):
        result = evolve(result, one)
        assert_follows(result)
    assert restorable(result, result) == restorable(then, now)
    assert result == after(now, restoring)
    assert rolled_back(result, then, despite_leases=True) == []


def test_nothing_is_done_where_everything_is_as_it_was() -> None:
    plan = given(task("1")).plan
    assert rolled_back(plan, plan) == []


def test_what_came_is_removed_and_what_went_comes_back_as_it_was() -> None:
    then = given(track("A"), task("1", estimate=30), task("2", parent="1", track="web")).plan
    now = after(then, [
        e.TaskRemoved(key="2"), e.TaskRemoved(key="1"), e.TrackRemoved(key="A"), track("B"), task("3", track="B"),
    ])
    result = after(now, rolled_back(now, then))
    assert set(result.tasks) == {"1", "2"} and set(result.tracks) == {"A", "web"}
    assert (result.tasks["1"].estimate, result.tasks["1"].created_at) == (30, then.tasks["1"].created_at)


def test_the_last_event_says_what_it_was_for() -> None:
    then = given(task("1")).plan
    now = after(then, [task("2"), claimed("1")])
    *_, marker = rolled_back(now, then, despite_leases=True)
    changes = (("added", 0), ("changed", 1), ("removed", 1))
    assert marker == e.PlanRolledBack(to=then.sequence, changes=changes, ended=("1",))


def test_the_life_of_a_task_goes_back_whole() -> None:
    then = given(task("1"), claimed("1"), e.TaskCompleted(key="1", summary="it works")).plan
    now = after(then, [e.TaskReopened(key="1"), e.TaskCancelled(key="1", reason="no")])
    result = after(now, rolled_back(now, then))
    before, restored = then.tasks["1"], result.tasks["1"]
    assert (restored.status, restored.summary, restored.finished_at) == ("done", "it works", before.finished_at)
    assert restored.reason == ""


def test_a_lease_of_the_past_does_not_come_back() -> None:
    then = given(task("1"), claimed("1")).plan
    now = after(then, [e.TaskCompleted(key="1")])
    result = after(now, rolled_back(now, then))
    assert result.tasks["1"].lease is None and result.tasks["1"].status == "ready"


def test_a_lease_that_was_there_then_goes_on() -> None:
    then = given(task("1"), claimed("1")).plan
    now = after(then, [e.TaskProgressed(key="1", percent=70)])
    with pytest.raises(LeasesAreLive, match="1 by ada"):
        rolled_back(now, then)
    result = after(now, rolled_back(now, then, despite_leases=True))
    assert result.tasks["1"].lease == then.tasks["1"].lease and result.tasks["1"].percent == 0


def test_a_lease_on_what_is_not_the_same_task_ends_and_its_holder_is_told_why() -> None:
    then = given(task("1")).plan
    now = after(then, [claimed("1")])
    with pytest.raises(LeasesAreLive):
        rolled_back(now, then)
    events = rolled_back(now, then, despite_leases=True)
    assert events[0] == e.TaskReleased(key="1", reason=f"rolled back to #{then.sequence}")
    assert after(now, events).tasks["1"].lease is None


def test_another_title_does_not_disturb_whoever_works_on_it() -> None:
    then = given(task("1"), claimed("1")).plan
    now = after(then, [e.TaskRevised(key="1", title="Other", position=1, track="web")])
    result = after(now, rolled_back(now, then))
    assert result.tasks["1"].title == "Task 1" and result.tasks["1"].lease == then.tasks["1"].lease


def test_what_waits_for_what_is_listed_in_the_order_it_had() -> None:
    first, second = (e.DependencyAdded(item="task/1", needs=f"task/{key}") for key in "23")
    then = given(task("1"), task("2"), task("3"), first, second).plan
    now = after(then, [e.DependencyRemoved(item="task/1", needs="task/2")])
    result = after(now, rolled_back(now, then))
    assert result.tasks["1"].depends_on == ("task/2", "task/3")


def test_who_came_to_work_stays_and_whom_only_a_document_named_goes() -> None:
    then = given(task("1")).plan
    now = after(then, [AgentRegistered(name="cleo"), AgentRegistered(name="dora", joined=False)])
    result = after(now, rolled_back(now, then))
    assert "cleo" in result.agents and "dora" not in result.agents


def test_only_what_is_named_goes_back() -> None:
    then = given(task("1"), task("2")).plan
    renamed = [e.TaskRevised(key=key, title="Other", position=1, track="web") for key in "12"]
    now = after(then, renamed)
    result = after(now, rolled_back(now, then, only=("task/1",)))
    assert (result.tasks["1"].title, result.tasks["2"].title) == ("Task 1", "Other")
    with pytest.raises(UnknownReference):
        rolled_back(now, then, only=("task/9",))


def test_a_subtask_goes_with_the_track_of_its_parent() -> None:
    then = given(track("A"), task("1"), task("2", parent="1")).plan
    now = after(then, [e.TaskRevised(key=key, title="T", position=1, track="A") for key in "12"])
    result = after(now, rolled_back(now, then, only=("task/1",)))
    assert (result.tasks["1"].track, result.tasks["2"].track, result.tasks["2"].title) == ("web", "web", "T")
    assert after(now, rolled_back(now, then, only=("task/2",))).tasks["2"].track == "A"


LOOSE = [
    ("task/1", [task("2", parent="1")], "task/2 is in task/1"),
    ("task/1", [task("2"), e.DependencyAdded(item="task/2", needs="task/1")], "task/2 waits for task/1"),
    ("task/1", [e.SyncPointAdded(key="1", title="S", position=1, after=("task/1",))], "sync/1 waits for task/1"),
]


@pytest.mark.parametrize(("only", "since", "problem"), LOOSE, ids=["part", "dependent", "sync point"])
def test_what_others_need_does_not_go_alone(only: str, since: list[Any], problem: str) -> None:
    then = given().plan
    now = after(then, [task("1"), *since])
    with pytest.raises(LooseEnds, match=problem):
        rolled_back(now, then, only=(only,))


def test_what_needs_something_gone_does_not_come_back_alone() -> None:
    needed = e.DependencyAdded(item="task/1", needs="task/2")
    then = given(track("A"), task("1", track="A"), task("2"), task("3", parent="1", track="A"), needed).plan
    now = after(then, [
        e.DependencyRemoved(item="task/1", needs="task/2"), *(e.TaskRemoved(key=key) for key in "321"), e.TrackRemoved(key="A"),
    ])
    with pytest.raises(LooseEnds, match="task/1 was in track/A, which is gone; task/1 waited for task/2"):
        rolled_back(now, then, only=("task/1",))
    with pytest.raises(LooseEnds, match="task/3 was in task/1"):
        rolled_back(now, then, only=("task/3",))
    point = e.SyncPointAdded(key="1", title="S", position=1, after=("task/2",))
    then = after(then, [point])
    with pytest.raises(LooseEnds, match="sync/1 stands after task/2"):
        rolled_back(now, then, only=("sync/1",))


def test_a_part_does_not_come_back_where_it_would_close_a_cycle() -> None:
    there, back = e.DependencyAdded(item="task/1", needs="task/2"), e.DependencyAdded(item="task/2", needs="task/1")
    then = given(task("1"), task("2"), there).plan
    now = after(then, [e.DependencyRemoved(item="task/1", needs="task/2"), back])
    with pytest.raises(LooseEnds, match="task/1 -> task/2 -> task/1|task/2 -> task/1 -> task/2"):
        rolled_back(now, then, only=("task/1",))


def test_a_part_is_not_put_into_what_somebody_works_on() -> None:
    then = given(task("1"), task("2", parent="1")).plan
    now = after(then, [e.TaskRemoved(key="2"), claimed("1")])
    with pytest.raises(LooseEnds, match="task/2 was in task/1, which ada works on"):
        rolled_back(now, then, only=("task/2",))


def test_a_plan_that_moved_on_since_the_preview_is_left_alone() -> None:
    then = given(task("1")).plan
    now = after(then, [task("2")])
    with pytest.raises(PlanMoved):
        rolled_back(now, then, expected_head=then.sequence)
    assert rolled_back(now, then, expected_head=now.sequence)


@for_all(seed=st.integers(0, 10_000), data=st.data())
@settings(max_examples=60, deadline=None)
def test_a_part_goes_back_soundly_or_is_refused(seed: int, data: st.DataObject) -> None:
    events = history(seed, commands=150)
    now = fold(Plan(), events)[0]
    then = fold(Plan(), events[: data.draw(st.integers(1, len(events)))])[0]
    known = sorted({f"{way.word}/{key}" for way in WAYS for plan in (now, then) for key in getattr(plan, way.kind)})
    only = tuple(data.draw(st.lists(st.sampled_from(known), min_size=1, max_size=4, unique=True)))
    try:
        restoring = rolled_back(now, then, only=only, despite_leases=True)
    except LooseEnds:
        return
    result = after(now, restoring)
    assert_follows(result)
    left = tuple(one for one in only if is_known(one, result, then))
    assert not left or rolled_back(result, then, only=left, despite_leases=True) == []


def test_texts_that_fill_an_event_each_come_back_in_several() -> None:
    long = "ä" * 15_000
    then = given(task("1", notes=long), claimed("1"), e.TaskCompleted(key="1", summary=long)).plan
    now = after(then, [e.TaskRemoved(key="1")])
    events = rolled_back(now, then)
    assert [type(event) for event in events] == [e.ItemRestored, e.ItemRestored, e.PlanRolledBack]
    result = after(now, events).tasks["1"]
    assert (result.notes, result.summary, result.status) == (long, long, "done")


@pytest.mark.parametrize("seed", range(3))
def test_work_goes_on_after_a_rollback(seed: int) -> None:
    """Rules decide on a plan that was put back as on any other."""
    events = history(seed, commands=200)
    now = fold(Plan(), events)[0]
    plan = after(now, rolled_back(now, fold(Plan(), events[: len(events) // 2])[0], despite_leases=True))
    chooser = random.Random(seed)
    for _ in range(200):
        try:
            plan = after(plan, decide(plan, anything(chooser, plan), Facts(NOON, "maria", may_step_in=True)))
        except Refusal:
            continue
    assert_follows(plan)
    assert set(AGENTS) <= set(plan.agents)
