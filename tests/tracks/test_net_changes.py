"""What changed since, in short: a line a thing, with the way its status went and who brought it there."""

from typing import Any

import pytest

from tests.support.given import NOON, claimed, given, task, track
from tests.support.random_history import history
from tracks import events as e
from tracks.evolve import fold
from tracks.happened import Done, Happened
from tracks.net_changes import about, compared, concerning, walked
from tracks.plan import Plan

NEEDS = e.DependencyAdded(item="task/2", needs="task/1")


def since(then: Plan, *events: Any, actor: str = "agent/ada") -> list[Done]:
    happened = [Happened(event, place, NOON, actor) for place, event in enumerate(events, then.sequence + 1)]
    return [Done((one,), "x", actor, str(one.sequence)) for one in happened]


def words(then: Plan, *events: Any) -> list[str]:
    return [one.words for one in walked(then, since(then, *events))[1] if one.kind == "tasks"]


def test_a_task_is_told_by_the_way_it_went_and_who_brought_it_there() -> None:
    then = given(task("1"), task("2"), NEEDS).plan
    done = e.TaskCompleted(key="1")
    assert words(then, claimed("1"), e.TaskStarted(key="1"), done) == [
        "1: ready → claimed (ada) → in_progress → done", "2: pending → ready"
    ]


def test_what_came_back_to_where_it_was_is_told_only_if_something_is_different() -> None:
    then = given(task("1")).plan
    renamed = e.TaskRevised(key="1", title="Other", position=1, track="web")
    back = e.TaskRevised(key="1", title="Task 1", position=1, track="web")
    assert words(then, renamed, back) == []
    assert words(then, renamed) == ["1: title changed"]


def test_progress_is_told_by_what_is_different() -> None:
    then = given(task("1"), claimed("1")).plan
    assert words(then, e.TaskProgressed(key="1", percent=40)) == ["1: percent changed"]
    now = walked(then, since(then, e.TaskProgressed(key="1", percent=40)))[0]
    assert [one.words for one in compared(then, now)] == ["1: percent changed"]


def test_what_is_new_and_what_is_gone_is_told_with_its_title() -> None:
    then = given(task("1")).plan
    assert words(then, task("2", title="Draw"), e.TaskRemoved(key="1")) == ["1 removed: Task 1", "2 new, ready: Draw"]
    assert words(then, task("2"), e.TaskRemoved(key="2")) == []


@pytest.mark.parametrize("seed", range(4))
def test_going_through_the_events_finds_what_comparing_the_plans_finds(seed: int) -> None:
    events = history(seed, commands=300)
    then = fold(Plan(), events[:150])[0]
    now, found = walked(then, [Done((one,), "x", "maria", "c") for one in events[150:]])
    assert now == fold(Plan(), events)[0]
    told = {(one.kind, one.key, one.fate) for one in found}
    assert told == {(one.kind, one.key, one.fate) for one in compared(then, now)}


def test_one_thing_and_what_is_in_it_can_be_asked_for() -> None:
    then = given(track("A"), task("1", track="A"), task("2"), task("3", parent="1", track="A")).plan
    now, found = walked(then, since(then, e.TaskCancelled(key="3"), e.TaskCancelled(key="2"), track("B")))
    assert {one.key for one in about(found, "track/A", then, now)} == {"1", "3"}
    assert {one.key for one in about(found, "task/2", then, now)} == {"2"}


def test_an_agent_hears_of_its_tasks_what_they_wait_for_and_what_it_may_take() -> None:
    picky = task("4", capabilities=("rust",))
    then = given(task("1"), task("2", assignee="ada"), NEEDS, task("3"), e.TaskBlocked(key="3", reason="x"), picky).plan
    events = [e.TaskDeferred(key="1"), e.TaskUnblocked(key="3"), e.TaskRevised(key="4", title="O", position=4, track="web",
                                                                               capabilities=("rust",))]
    now, found = walked(then, since(then, *events))
    assert {one.key for one in found if one.kind == "tasks"} == {"1", "3", "4"}
    assert {one.key for one in concerning(found, "ada", then, now) if one.kind == "tasks"} == {"1", "3"}
