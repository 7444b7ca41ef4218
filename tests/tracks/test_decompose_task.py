"""Dividing a task: its parts and what they wait for at once, or nothing at all."""

from typing import Any

import pytest

from tests.support.given import HELD, claimed, given, task
from tracks.commands import DecomposeTask, Subtask
from tracks.dividing import MOST_PARTS
from tracks.errors import (
    DependencyCycle, DependsOnItself, Fenced, FenceRequired, InvalidField, TaskExists, UnknownReference,
    UnknownTask, WrongStatus,
)
from tracks.events import (
    DependencyAdded, TaskAdded, TaskBlocked, TaskCancelled, TaskCompleted, TaskDecomposed, TaskReleased,
)

held = [task("1"), claimed("1")]
two = (Subtask(title="Schema", estimate=30, capabilities=("sql",)), Subtask(title="List", depends_on=(0,)))


def part(key: str, position: int, title: str, **fields: Any) -> TaskAdded:
    return TaskAdded(key=key, title=title, position=position, track="web", parent="1", **fields)


def test_the_parts_and_what_they_wait_for_come_in_one_decision() -> None:
    outcome = given(*held).when(DecomposeTask, key="1", fence=HELD, subtasks=two)
    outcome.then(
        TaskDecomposed(key="1", subtasks=("1.1", "1.2")), part("1.1", 2, "Schema", estimate=30, capabilities=("sql",)),
        part("1.2", 3, "List"), DependencyAdded(item="task/1.2", needs="task/1.1"),
    )
    plan = outcome.plan
    assert {key: one.status for key, one in plan.tasks.items()} == {"1": "ready", "1.1": "ready", "1.2": "pending"}


def test_the_lease_ends_and_the_holder_has_room_again() -> None:
    outcome = given(*held).when(DecomposeTask, key="1", fence=HELD, subtasks=two)
    assert (outcome.task("1").lease, outcome.plan.agents["ada"].load) == (None, 0)


def test_what_waited_for_the_task_waits_for_all_of_it() -> None:
    waiting = [task("1"), task("2"), DependencyAdded(item="task/2", needs="task/1")]
    divided = given(*waiting, TaskDecomposed(key="1", subtasks=("1.1", "1.2")), part("1.1", 3, "S"), part("1.2", 4, "L"))
    assert divided.plan.tasks["2"].status == "pending"
    half = given(*divided.events[4:], TaskCompleted(key="1.1"))
    assert half.plan.tasks["2"].status == "pending"
    assert given(*half.events[4:], TaskCompleted(key="1.2")).plan.tasks["2"].status == "ready"


def test_keys_that_are_not_given_are_the_next_free_ones() -> None:
    there = given(task("1"), task("1.2"))
    parts = (Subtask(title="a"), Subtask(title="b", key="1.3"), Subtask(title="c"))
    made = there.when(DecomposeTask, key="1", subtasks=parts).events[0]
    assert made == TaskDecomposed(key="1", subtasks=("1.1", "1.3", "1.4"))


def test_parts_may_wait_for_parts_that_come_later_and_for_others() -> None:
    parts = (Subtask(title="a", depends_on=(1, "task/2")), Subtask(title="b", key="B"))
    outcome = given(task("1"), task("2")).when(DecomposeTask, key="1", subtasks=parts)
    assert outcome.plan.tasks["1.1"].depends_on == ("task/B", "task/2")


def test_a_task_that_is_divided_may_be_divided_further() -> None:
    family = [task("1"), task("1.1", parent="1")]
    outcome = given(*family).when(DecomposeTask, key="1", subtasks=(Subtask(title="more"),))
    assert [one.key for one in outcome.plan.members_of("task/1")] == ["1.1", "1.2"]


def test_what_was_blocked_is_so_no_more() -> None:
    blocked = [*held, task("2"), TaskBlocked(key="1", reason="too large", waits_for=("task/2",))]
    now = given(*blocked).when(DecomposeTask, key="1", fence=HELD, subtasks=two).task("1")
    assert (now.status, now.reason, now.waits_for) == ("ready", "", ())


def test_a_held_task_is_divided_by_its_holder_or_an_operator_who_steps_in() -> None:
    given(*held).when(DecomposeTask, key="1", subtasks=two).then_refused(FenceRequired, agent="ada")
    given(*held).when(DecomposeTask, key="1", fence=5, subtasks=two).then_refused(Fenced)
    given(*held, TaskReleased(key="1")).when(DecomposeTask, key="1", fence=6, subtasks=two).then_refused(Fenced)
    assert given(*held).when(DecomposeTask, key="1", step_in=True, operator=True, subtasks=two).events


@pytest.mark.parametrize("over", [TaskCompleted(key="1"), TaskCancelled(key="1")])
def test_what_is_over_is_not_divided(over: Any) -> None:
    given(task("1"), over).when(DecomposeTask, key="1", subtasks=two).then_refused(WrongStatus, verb="decompose")
    given(task("0"), task("1", parent="0"), over).when(DecomposeTask, key="0", subtasks=two).then_refused(WrongStatus)


@pytest.mark.parametrize(
    ("parts", "because"),
    [
        ((), InvalidField),
        ((Subtask(title="a"),) * (MOST_PARTS + 1), InvalidField),
        ((Subtask(title=" "),), InvalidField),
        ((Subtask(title="a", priority="odd"),), InvalidField),
        ((Subtask(title="a", depends_on=(1,)),), InvalidField),
        ((Subtask(title="a", depends_on=(-1,)),), InvalidField),
        ((Subtask(title="a", key="2"),), TaskExists),
        ((Subtask(title="a", key="x"), Subtask(title="b", key="x")), TaskExists),
        ((Subtask(title="a", depends_on=(0,)),), DependsOnItself),
        ((Subtask(title="a", depends_on=("task/9",)),), UnknownReference),
        ((Subtask(title="a", depends_on=("task/2",)),), DependencyCycle),
        ((Subtask(title="a", depends_on=(1,)), Subtask(title="b", depends_on=(0,))), DependencyCycle),
    ],
)
def test_one_part_that_cannot_be_means_none_of_it(parts: tuple[Subtask, ...], because: type) -> None:
    waiting = [task("1"), task("2"), DependencyAdded(item="task/2", needs="task/1")]
    given(*waiting).when(DecomposeTask, key="1", subtasks=parts).then_refused(because)


def test_the_task_must_be_there() -> None:
    given().when(DecomposeTask, key="9", subtasks=two).then_refused(UnknownTask)
