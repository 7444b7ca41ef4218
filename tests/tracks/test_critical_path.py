"""The longest path of work behind each task: kept up to date by edits, left alone by progress."""

import random
from typing import Any

import pytest

from tests.support.given import Given, claimed, given, happenings, task, track
from tests.support.recount import assert_follows
from tracks import critical_path
from tracks.events import (
    DependencyAdded, DependencyRemoved, SyncPointAdded, SyncPointRevised, TaskCompleted, TaskRemoved, TaskRevised,
)
from tracks.evolve import evolve, fold
from tracks.plan import Plan

data = track("data", position=2)


def waits(item: str, needs: str) -> DependencyAdded:
    return DependencyAdded(item=item, needs=needs)


def tails(given_: Given) -> dict[str, int]:
    assert_follows(given_.plan)
    return {key: one.tail for key, one in given_.plan.tasks.items()}


def revised(key: str, **fields: Any) -> TaskRevised:
    return TaskRevised(**{"key": key, "title": "T", "position": int(key), "track": "web", **fields})


def test_a_task_counts_an_hour_where_nobody_estimated_it() -> None:
    assert tails(given(task("1"), task("2", estimate=90), task("3", estimate=0))) == {"1": 60, "2": 90, "3": 0}


def test_a_tail_is_the_task_and_the_longest_path_behind_it() -> None:
    tree = [task("1"), task("2", estimate=10), task("3", estimate=200), task("4")]
    after = [waits("task/2", "task/1"), waits("task/3", "task/1"), waits("task/4", "task/2")]
    assert tails(given(*tree, *after)) == {"1": 260, "2": 70, "3": 200, "4": 60}


def test_a_track_passes_on_the_longest_of_its_tasks() -> None:
    events = [data, task("1"), task("2", track="data", estimate=30), task("3", track="data", estimate=300)]
    plan = given(*events, waits("track/data", "task/1")).plan
    assert (plan.tasks["1"].tail, plan.heads["track/data"]) == (360, 300)


def test_what_waits_for_a_track_is_behind_each_of_its_tasks() -> None:
    events = [data, task("1"), task("2", parent="1"), task("3", track="data", estimate=30), waits("task/3", "track/web")]
    assert tails(given(*events)) == {"1": 90, "2": 90, "3": 30}


def test_a_sync_point_weighs_nothing_itself() -> None:
    gate = SyncPointAdded(key="g", title="G", position=1, after=("task/1",))
    plan = given(gate, task("1"), task("2", estimate=5), waits("task/2", "sync/g")).plan
    assert (plan.tasks["1"].tail, plan.heads["sync/g"]) == (65, 5)


def test_progress_changes_no_tail() -> None:
    chain = [task("1"), task("2"), waits("task/2", "task/1")]
    assert tails(given(*chain)) == tails(given(*chain, claimed("1"), TaskCompleted(key="1")))


@pytest.mark.parametrize("edit", [
    [revised("3", estimate=500)], [revised("3", estimate=0)], [DependencyRemoved(item="task/3", needs="task/2")],
    [DependencyRemoved(item="task/3", needs="task/2"), TaskRemoved(key="3")], [revised("2", track="data")],
    [task("4", estimate=0), waits("task/4", "task/3")], [task("5", parent="3", estimate=0)], [task("5", parent="1", estimate=0)],
    [task("6", estimate=0, track="data"), revised("6", track="web", estimate=0)],
    [SyncPointRevised(key="g", title="G", position=1, after=("task/3",))],
])
def test_an_edit_moves_every_tail_it_concerns(edit: list[Any]) -> None:
    base = [
        data, task("1"), task("2", estimate=90), task("3"), task("d", track="data", estimate=700),
        SyncPointAdded(key="g", title="G", position=1, after=("task/1",)),
        waits("task/2", "task/1"), waits("task/3", "task/2"), waits("track/data", "sync/g"),
    ]
    assert_follows(given(*base, *edit).plan)
    plan = given(*base).plan
    for happened in happenings(edit, after=plan.sequence):
        plan = evolve(plan, happened)
        assert_follows(plan)


def test_the_group_falls_back_with_its_longest_member() -> None:
    events = [data, task("1", estimate=300), task("2", estimate=200), task("3", track="data"), waits("track/web", "task/3")]
    assert given(*events).plan.tasks["3"].tail == 360
    assert given(*events, revised("1", estimate=10)).plan.tasks["3"].tail == 260
    assert given(*events, TaskRemoved(key="1")).plan.tasks["3"].tail == 260
    assert given(*events, TaskRemoved(key="1"), TaskRemoved(key="2")).plan.tasks["3"].tail == 60


def test_following_each_edit_and_one_pass_over_everything_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    chooser = random.Random(7)
    tasks = [
        task(str(number), track=chooser.choice(["web", "data"]), estimate=chooser.choice([None, 5, 90])) for number in range(60)
    ]
    links = [waits(f"task/{number}", f"task/{chooser.randrange(number)}") for number in range(1, 60)]
    events = given(data, *tasks, *links).events
    steps = Plan()
    for happened in happenings(events):
        steps = evolve(steps, happened)
    monkeypatch.setattr(critical_path, "BULK", 0)
    assert fold(Plan(), happenings(events))[0] == steps
    assert_follows(steps)


def test_a_long_chain_is_followed_to_its_beginning() -> None:
    length = 3 * critical_path.BULK
    chain = [task(str(number), estimate=1) for number in range(length)]
    links = [waits(f"task/{number}", f"task/{number - 1}") for number in range(1, length)]
    plan = given(*chain, *links).plan
    longer = evolve(plan, happenings([task(str(length), estimate=1)], after=plan.sequence)[0])
    longer = evolve(longer, happenings([waits(f"task/{length}", f"task/{length - 1}")], after=longer.sequence)[0])
    assert (plan.tasks["0"].tail, longer.tasks["0"].tail) == (length, length + 1)
