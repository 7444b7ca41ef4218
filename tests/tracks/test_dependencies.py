"""What waits for what: adding and removing dependencies, cycles in all their shapes."""

from typing import Any

import pytest

from tests.support.given import claimed, given, task, track
from tracks.blockers import blockers_of_task
from tracks.commands import AddDependency, RemoveDependency
from tracks.errors import DependencyCycle, DependsOnItself, UnknownDependency, UnknownReference
from tracks.events import DependencyAdded, DependencyRemoved, SyncPointAdded, TaskCompleted, TaskReopened

data = track("data", position=2)


def waits(item: str, needs: str) -> DependencyAdded:
    return DependencyAdded(item=item, needs=needs)


def test_a_task_waits_for_another() -> None:
    outcome = given(task("1"), task("2")).when(AddDependency, item="task/2", needs="task/1", text="after 1")
    outcome.then(DependencyAdded(item="task/2", needs="task/1", text="after 1"))
    assert (outcome.task("1").status, outcome.task("2").status) == ("ready", "pending")
    assert blockers_of_task(outcome.plan, outcome.task("2")) == ["Blocked by 1"]


def test_what_waits_becomes_ready_when_the_last_of_its_needs_is_done() -> None:
    both = [task("1"), task("2"), task("3"), waits("task/3", "task/1"), waits("task/3", "task/2")]
    one = [*both, claimed("1"), TaskCompleted(key="1")]
    assert given(*one).plan.tasks["3"].status == "pending"
    assert blockers_of_task(given(*one).plan, given(*one).plan.tasks["3"]) == ["Blocked by 2"]
    two = [*one, claimed("2"), TaskCompleted(key="2")]
    assert given(*two).plan.tasks["3"].status == "ready"
    assert given(*two, TaskReopened(key="1")).plan.tasks["3"].status == "pending"


def test_a_task_waits_for_a_track_and_a_track_for_a_task() -> None:
    plan = given(data, task("d", track="data"), task("1"), waits("task/1", "track/data")).plan
    assert plan.tasks["1"].status == "pending"
    plan = given(data, task("d", track="data"), task("1"), waits("track/data", "task/1")).plan
    assert plan.tasks["d"].status == "pending"
    assert blockers_of_task(plan, plan.tasks["d"]) == ["Blocked by 1"]


def test_a_task_waits_for_a_sync_point() -> None:
    gate = SyncPointAdded(key="1", title="Gate", position=1, after=())
    plan = given(gate, task("1"), waits("task/1", "sync/1")).plan
    assert blockers_of_task(plan, plan.tasks["1"]) == ["Blocked by sync point 1"]


def test_subtasks_wait_for_what_their_parents_wait_for() -> None:
    family = [task("0"), task("1"), task("2", parent="1"), task("3", parent="2"), waits("task/1", "task/0")]
    plan = given(*family).plan
    assert {plan.tasks[key].status for key in "123"} == {"pending"}
    done = given(*family, claimed("0"), TaskCompleted(key="0")).plan
    assert {done.tasks[key].status for key in "123"} == {"ready"}


def test_saying_a_dependency_again_changes_nothing() -> None:
    given(task("1"), task("2"), waits("task/2", "task/1")).when(AddDependency, item="task/2", needs="task/1").then_nothing()


def test_both_ends_must_be_there() -> None:
    for item, needs, lost in [
        ("task/9", "task/1", "task/9"), ("task/1", "task/9", "task/9"), ("task/1", "sync/9", "sync/9"),
        ("sync/1", "task/1", "sync/1"), ("agent/ada", "task/1", "agent/ada"), ("", "task/1", ""),
    ]:
        given(task("1")).when(AddDependency, item=item, needs=needs).then_refused(UnknownReference, reference=lost)


def test_nothing_waits_for_itself() -> None:
    given(task("1")).when(AddDependency, item="task/1", needs="task/1").then_refused(DependsOnItself, item="task/1")
    given().when(AddDependency, item="track/web", needs="track/web").then_refused(DependsOnItself)


def test_a_dependency_can_be_taken_back() -> None:
    outcome = given(task("1"), task("2"), waits("task/2", "task/1")).when(RemoveDependency, item="task/2", needs="task/1")
    outcome.then(DependencyRemoved(item="task/2", needs="task/1"))
    assert outcome.task("2").status == "ready"


def test_a_dependency_that_is_not_there_cannot_be_taken_back() -> None:
    given(task("1"), task("2")).when(RemoveDependency, item="task/2", needs="task/1").then_refused(
        UnknownDependency, item="task/2", needs="task/1"
    )


def test_keys_with_spaces_cannot_be_mistaken_for_other_dependencies() -> None:
    odd = [task("a"), task("a task/1"), task("1"), task("1 task/1")]
    plan = given(*odd, waits("task/a task/1", "task/1"), waits("task/a", "task/1 task/1")).plan
    assert len(plan.dependencies) == 2


CYCLES: dict[str, tuple[list[Any], str, str, str]] = {
    "two tasks": ([task("1"), task("2"), waits("task/1", "task/2")], "task/2", "task/1", "2 -> 1 -> 2"),
    "three tasks": (
        [task("1"), task("2"), task("3"), waits("task/1", "task/2"), waits("task/2", "task/3")],
        "task/3", "task/1", "3 -> 1 -> 2 -> 3",
    ),
    "a task and its own track": ([task("1")], "task/1", "track/web", "1 -> Track web -> 1"),
    "a track and its own task": ([task("1")], "track/web", "task/1", "Track web -> 1 -> Track web"),
    "a parent and its subtask": ([task("1"), task("2", parent="1")], "task/1", "task/2", "1 -> 2 -> 1"),
    "a subtask and its parent": ([task("1"), task("2", parent="1")], "task/2", "task/1", "2 -> 1 -> 2"),
    "two tracks": ([data, waits("track/web", "track/data")], "track/data", "track/web", "Track data -> Track web -> Track data"),
    "two tracks with tasks": (
        [data, task("1"), task("d", track="data"), waits("task/1", "track/data")],
        "task/d", "track/web", "d -> Track web -> 1 -> Track data -> d",
    ),
    "through a sync point": (
        [task("1"), task("2"), SyncPointAdded(key="g", title="Gate", position=1, after=("task/2",)), waits("task/1", "sync/g")],
        "task/2", "task/1", "2 -> 1 -> sync point g -> 2",
    ),
}


@pytest.mark.parametrize("shape", CYCLES)
def test_a_cycle_is_refused_and_spelled_out(shape: str) -> None:
    events, item, needs, spelled = CYCLES[shape]
    given(*events).when(AddDependency, item=item, needs=needs).then_refused(DependencyCycle, cycle=spelled)


def test_what_only_looks_like_a_cycle_is_none() -> None:
    """Each side waits for a task of the other, but no task waits for itself."""
    tasks = [data, task("1"), task("2"), task("d", track="data"), task("e", track="data")]
    given(*tasks, waits("task/1", "task/d")).when(AddDependency, item="task/e", needs="task/2").then(waits("task/e", "task/2"))
