"""The same key gives the same answer, however often and whenever it is said, and has its effect once."""

from typing import Any

import pytest

from coordinator import plans
from coordinator.command_handler import Receipt, handle
from coordinator.eventlog.models import Event
from tests.support.threads import all_at_once
from tests.support.world import PROJECT, a_project, a_task, an_agent
from tracks.commands import AddTask, ClaimNext, ClaimTask, ReviseTask
from tracks.errors import KeyReused, TaskExists, TaskIsLeased

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def project(transactional_db: None) -> None:
    a_project()
    an_agent("ada", capacity=5)
    an_agent("bob")
    a_task("1")
    a_task("2")


def forget_plans() -> None:
    """What a restart of the process does."""
    plans._known.clear()


def claim_next(**fields: Any) -> Receipt:
    return handle(ClaimNext(project=PROJECT, agent="ada", **fields), actor="agent/ada", key="k")


def test_it_does_so_long_after_and_in_another_process() -> None:
    first = claim_next()
    a_task("3")
    a_task("4")
    forget_plans()
    again = claim_next()
    assert (again.events, again.plan) == (first.events, first.plan)
    assert "3" not in again.plan.tasks


def test_a_refusal_is_repeated_although_it_would_no_longer_be_refused() -> None:
    held = claim_next().events[0].subject.removeprefix("task/")

    def ask() -> None:
        handle(ClaimTask(project=PROJECT, key=held, agent="bob"), actor="agent/bob", key="other")

    with pytest.raises(TaskIsLeased) as first:
        ask()
    forget_plans()
    with pytest.raises(TaskIsLeased) as again:
        ask()
    assert (again.value.detail, again.value.advice) == (first.value.detail, first.value.advice)


def test_an_answer_without_events_is_repeated_too() -> None:
    def ask() -> Receipt:
        return handle(ReviseTask(project=PROJECT, key="1", title="Task 1"), actor="maria", key="k")

    assert ask().events == ()
    handle(ReviseTask(project=PROJECT, key="1", title="Other"), actor="maria")
    again = ask()
    assert again.replayed and again.events == () and again.plan.tasks["1"].title == "Task 1"


def test_the_key_of_one_caller_is_refused_for_another() -> None:
    claim_next()
    with pytest.raises(KeyReused):
        handle(ClaimNext(project=PROJECT, agent="ada"), actor="maria", key="k")


def test_without_a_key_each_is_a_command_of_its_own() -> None:
    for _ in range(2):
        assert handle(ClaimNext(project=PROJECT, agent="ada"), actor="agent/ada").events


def test_said_by_many_at_once_it_happens_once_and_all_hear_the_same() -> None:
    answers: list[Receipt] = []
    before = Event.objects.count()
    all_at_once(*[lambda: answers.append(claim_next())] * 16)
    assert Event.objects.count() == before + 1
    assert len({answer.events for answer in answers}) == 1
    assert {answer.sequence for answer in answers} == {before + 1}
    assert sum(not answer.replayed for answer in answers) == 1


def test_refused_to_many_at_once_it_is_refused_to_all_alike() -> None:
    refusals: list[str] = []

    def add() -> None:
        try:
            handle(AddTask(project=PROJECT, key="1", title="Again"), actor="maria", key="k")
        except TaskExists as refusal:
            refusals.append(refusal.detail)

    all_at_once(*[add] * 8)
    assert refusals == ["There is a task 1 already: Task 1."] * 8
