"""Adding, editing and removing tasks and subtasks."""

from typing import Any

import pytest

from tests.support.given import claimed, given, task, track
from tracks.commands import AddTask, RemoveTask, ReviseTask
from tracks.errors import (
    DependencyCycle, DependsOnItself, InvalidField, StillNeeded, TaskExists, TaskIsLeased, UnknownReference, UnknownTask,
    UnknownTrack, VersionMismatch,
)
from tracks.events import DependencyAdded, DependencyRemoved, SyncPointAdded, TaskAdded, TaskRemoved, TaskRevised
from tracks.planning import DEEPEST
from tracks.work import Step

data = track("data", position=2)


def test_a_task_comes_last_in_the_plan() -> None:
    fields: dict[str, Any] = dict(
        title="Build", track="web", priority="high", estimate=90, capabilities=("python",), paths=("src/**",),
        parallel=False, assignee="ada", steps=(Step("plan"), Step("do")), notes="n",
    )
    given(task("1"), task("7")).when(AddTask, key="b", **fields).then(TaskAdded(key="b", position=8, **fields))


def test_the_place_of_a_removed_task_is_not_given_away() -> None:
    given(task("1"), task("7"), TaskRemoved(key="7")).when(AddTask, key="8", title="T").then(
        TaskAdded(key="8", title="T", position=8)
    )


def test_a_task_is_added_once() -> None:
    given(task("1")).when(AddTask, key="1", title="Again").then_refused(TaskExists, key="1", title="Task 1")


def test_a_removed_task_may_be_added_again() -> None:
    plan = given(task("1"), claimed("1"), task("2")).when(AddTask, key="3", title="T").plan
    assert plan.last_position == 3
    again = given(task("1", state="done"), TaskRemoved(key="1"), task("1")).plan.tasks["1"]
    assert (again.status, again.attempts, again.version) == ("ready", 0, 7)


def test_a_subtask_is_in_the_track_of_its_parent() -> None:
    given(data, task("1")).when(AddTask, key="1.1", title="T", parent="1").then(
        TaskAdded(key="1.1", title="T", position=2, track="web", parent="1")
    )
    given(data, task("1")).when(AddTask, key="1.1", title="T", parent="1", track="data").then_refused(InvalidField, field="track")


def test_subtasks_do_not_nest_without_end() -> None:
    deep = [task("0"), *(task(str(number), parent=str(number - 1)) for number in range(1, DEEPEST + 1))]
    given(*deep).when(AddTask, key="x", title="T", parent=str(DEEPEST)).then_refused(InvalidField, field="parent")
    assert given(*deep).when(AddTask, key="x", title="T", parent=str(DEEPEST - 1)).events


def test_a_task_that_is_being_worked_on_is_not_divided() -> None:
    given(task("1"), claimed("1")).when(AddTask, key="1.1", title="T", parent="1").then_refused(TaskIsLeased, agent="ada")


def test_track_and_parent_must_be_there() -> None:
    given().when(AddTask, key="1", title="T", track="data").then_refused(UnknownTrack, key="data")
    given().when(AddTask, key="1", title="T", parent="9").then_refused(UnknownTask, key="9")


def test_a_new_task_may_wait_for_others_each_once() -> None:
    outcome = given(task("1")).when(AddTask, key="2", title="T", depends_on=("task/1", "track/web", "task/1"))
    outcome.then(
        TaskAdded(key="2", title="T", position=2),
        DependencyAdded(item="task/2", needs="task/1"), DependencyAdded(item="task/2", needs="track/web"),
    )
    assert outcome.task("2").status == "pending"


def test_a_new_task_cannot_wait_for_itself_or_for_what_is_not_there() -> None:
    given().when(AddTask, key="1", title="T", depends_on=("task/1",)).then_refused(DependsOnItself, item="task/1")
    for nothing in ("task/9", "sync/9", "agent/ada", "web", ""):
        given().when(AddTask, key="1", title="T", depends_on=(nothing,)).then_refused(UnknownReference, reference=nothing)


def test_a_new_task_cannot_wait_for_the_track_it_is_in() -> None:
    given().when(AddTask, key="1", title="T", track="web", depends_on=("track/web",)).then_refused(
        DependencyCycle, cycle="1 -> Track web -> 1"
    )


def test_a_new_task_cannot_wait_for_what_waits_for_its_track() -> None:
    after = [data, task("d", track="data"), DependencyAdded(item="task/d", needs="track/web")]
    given(*after).when(AddTask, key="1", title="T", track="web", depends_on=("task/d",)).then_refused(
        DependencyCycle, cycle="1 -> d -> Track web -> 1"
    )


def test_a_new_subtask_cannot_wait_for_its_parent() -> None:
    given(task("1")).when(AddTask, key="1.1", title="T", parent="1", depends_on=("task/1",)).then_refused(DependencyCycle)


@pytest.mark.parametrize(("field", "value"), [
    ("key", " 1"), ("title", ""), ("title", "x" * 501), ("priority", "urgent"), ("estimate", -1), ("estimate", 10_000_001),
    ("assignee", "x" * 161),
])
def test_a_field_that_makes_no_sense_is_named(field: str, value: Any) -> None:
    given().when(AddTask, **{"key": "1", "title": "T", field: value}).then_refused(InvalidField, field=field)


@pytest.mark.parametrize(("field", "value"), [("title", ""), ("priority", ""), ("estimate", -1), ("assignee", "x" * 161)])
def test_so_it_is_in_an_edit(field: str, value: Any) -> None:
    given(task("1")).when(ReviseTask, key="1", **{field: value}).then_refused(InvalidField, field=field)


def test_an_edit_leaves_alone_what_it_does_not_name() -> None:
    edited = task("1", priority="high", steps=(Step("one", True),))
    outcome = given(edited, claimed("1")).when(ReviseTask, key="1", title="Build", estimate=30)
    outcome.then(TaskRevised(
        key="1", title="Build", position=1, track="web", priority="high", estimate=30, steps=(Step("one", True),)
    ))
    now = outcome.task("1")
    assert now.lease and now.lease.agent == "ada" and now.version == 7


def test_an_edit_that_says_what_is_so_already_changes_nothing() -> None:
    given(task("1")).when(ReviseTask, key="1", title="Task 1", priority="medium").then_nothing()


def test_an_edit_of_an_old_version_is_refused() -> None:
    given(task("1"), claimed("1")).when(ReviseTask, key="1", title="T", expected_version=5).then_refused(
        VersionMismatch, version=6, expected=5
    )


def test_a_dependency_makes_a_new_version_of_what_waits() -> None:
    waits = [task("1"), task("2"), DependencyAdded(item="task/2", needs="task/1")]
    given(*waits).when(ReviseTask, key="2", title="T", expected_version=6).then_refused(VersionMismatch, version=7)
    gone = DependencyRemoved(item="task/2", needs="task/1")
    given(*waits, gone).when(ReviseTask, key="2", title="T", expected_version=7).then_refused(VersionMismatch, version=8)


def test_a_task_that_changes_its_track_takes_its_subtasks_along() -> None:
    family = [data, task("1"), task("2", parent="1"), task("3", parent="2"), task("4")]
    outcome = given(*family).when(ReviseTask, key="1", track="data")
    outcome.then(
        TaskRevised(key="1", title="Task 1", position=1, track="data"),
        TaskRevised(key="2", title="Task 2", position=2, track="data"),
        TaskRevised(key="3", title="Task 3", position=3, track="data"),
    )
    assert [member.key for member in outcome.plan.members_of("track/data")] == ["1"]
    assert outcome.plan.tally("track/web").total == 1


def test_a_task_may_leave_its_track() -> None:
    assert given(task("1")).when(ReviseTask, key="1", track="").task("1").container == ""


def test_a_subtask_cannot_leave_its_parents_track() -> None:
    family = [data, task("1"), task("2", parent="1")]
    given(*family).when(ReviseTask, key="2", track="data").then_refused(InvalidField, field="track")


def test_a_task_does_not_move_to_a_track_that_is_not_there_or_that_it_waits_for() -> None:
    given(task("1")).when(ReviseTask, key="1", track="data").then_refused(UnknownTrack, key="data")
    waits = [data, task("1"), DependencyAdded(item="task/1", needs="track/data")]
    given(*waits).when(ReviseTask, key="1", track="data").then_refused(DependencyCycle, cycle="1 -> Track data -> 1")


def test_subtasks_inherit_what_the_new_track_waits_for() -> None:
    other = [data, task("d", track="data"), track("third"), DependencyAdded(item="track/third", needs="track/data")]
    outcome = given(*other, task("1"), task("2", parent="1")).when(ReviseTask, key="1", track="third")
    assert (outcome.task("1").status, outcome.task("2").status) == ("pending", "pending")
    assert not outcome.plan.ready or [rank[3] for rank in outcome.plan.ready] == ["d"]


def test_an_unknown_task_cannot_be_edited_or_removed() -> None:
    given().when(ReviseTask, key="1", title="T").then_refused(UnknownTask, key="1")
    given().when(RemoveTask, key="1").then_refused(UnknownTask, key="1")


def test_a_task_goes_with_its_subtasks_and_what_they_wait_for() -> None:
    family = [task("0"), task("1"), task("2", parent="1"), task("3", parent="2")]
    waits = [DependencyAdded(item="task/3", needs="task/0"), DependencyAdded(item="task/1", needs="task/0")]
    outcome = given(*family, *waits).when(RemoveTask, key="1")
    outcome.then(
        DependencyRemoved(item="task/3", needs="task/0"), DependencyRemoved(item="task/1", needs="task/0"),
        TaskRemoved(key="3"), TaskRemoved(key="2"), TaskRemoved(key="1"),
    )
    assert list(outcome.plan.tasks) == ["0"] and outcome.plan.tally("subtasks").total == 0


def test_tasks_that_only_wait_for_each_other_go_together() -> None:
    family = [task("1"), task("2", parent="1"), task("3", parent="1"), DependencyAdded(item="task/3", needs="task/2")]
    assert not given(*family).when(RemoveTask, key="1").plan.tasks


def test_a_task_that_others_wait_for_stays() -> None:
    waits = [task("1"), task("2"), DependencyAdded(item="task/2", needs="task/1")]
    given(*waits).when(RemoveTask, key="1").then_refused(StillNeeded, reference="1", dependents="2")
    gate = SyncPointAdded(key="1", title="Gate", position=1, after=("task/1",))
    given(task("1"), gate).when(RemoveTask, key="1").then_refused(StillNeeded, dependents="sync point 1")


def test_a_task_that_is_being_worked_on_stays() -> None:
    family = [task("1"), task("2", parent="1"), claimed("2")]
    given(*family).when(RemoveTask, key="1").then_refused(TaskIsLeased, key="2", agent="ada")
