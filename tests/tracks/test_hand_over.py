"""Handing a task over: the lease goes to another agent under a new fence, the work stays where it is."""

import pytest

from agents.events import AgentRegistered, AgentStopped
from tests.support.given import HELD, LEASE, NOON, claimed, given, task
from tracks.commands import CompleteTask, HandOverTask
from tracks.errors import (
    AgentHasNotJoined, AgentHasStopped, AgentIsFull, CapabilityMissing, Fenced, InvalidField, TaskIsNotClaimed, UnknownAgent,
)
from tracks.events import TaskBlocked, TaskHandedOver, TaskProgressed, TaskReleased, TaskStarted

held = [task("1"), claimed("1")]
passed_on = TaskHandedOver(key="1", giver="ada", agent="bob", lease_until=NOON + LEASE, note="half")


def test_the_lease_goes_to_the_other_under_a_new_fence() -> None:
    outcome = given(*held).when(HandOverTask, key="1", fence=HELD, to="bob", note="half")
    outcome.then(passed_on)
    lease = outcome.task("1").lease
    assert lease and (lease.agent, lease.fence, lease.until) == ("bob", 7, NOON + LEASE)
    assert {name: agent.load for name, agent in outcome.plan.agents.items()} == {"ada": 0, "bob": 1}


def test_who_gave_it_away_is_fenced_and_told_who_has_it() -> None:
    outcome = given(*held, passed_on).when(CompleteTask, key="1", fence=6)
    outcome.then_refused(Fenced)
    assert outcome.refusal and outcome.refusal.facts["held"]["agent"] == "bob"  # type: ignore[index]


def test_what_was_begun_goes_on_where_it_was() -> None:
    begun = [*held, TaskStarted(key="1"), TaskProgressed(key="1", percent=40)]
    now = given(*begun).when(HandOverTask, key="1", fence=HELD, to="bob").task("1")
    assert (now.status, now.percent, now.attempts) == ("in_progress", 40, 1)


def test_a_blocked_task_stays_blocked() -> None:
    blocked = [*held, TaskBlocked(key="1", reason="no key")]
    now = given(*blocked).when(HandOverTask, key="1", fence=HELD, to="bob").task("1")
    assert (now.status, now.reason) == ("blocked", "no key")


def test_an_operator_may_hand_over_in_the_place_of_a_holder() -> None:
    outcome = given(*held).when(HandOverTask, key="1", to="bob", step_in=True, operator=True)
    assert outcome.task("1").lease is not None


def test_there_must_be_a_lease_to_pass_on() -> None:
    given(*held, TaskBlocked(key="1", reason="r"), TaskReleased(key="1")).when(
        HandOverTask, key="1", to="bob", operator=True
    ).then_refused(TaskIsNotClaimed, status="blocked")


@pytest.mark.parametrize(
    ("before", "to", "because"),
    [
        ([], "eve", UnknownAgent),
        ([], "", UnknownAgent),
        ([], "ada", InvalidField),
        ([AgentStopped(name="bob")], "bob", AgentHasStopped),
        ([AgentRegistered(name="eve", joined=False)], "eve", AgentHasNotJoined),
        ([task("2"), task("3"), claimed("2", by="bob"), claimed("3", by="bob")], "bob", AgentIsFull),
    ],
)
def test_it_goes_only_to_an_agent_that_works_here_and_has_room(before: list[object], to: str, because: type) -> None:
    given(*held, *before).when(HandOverTask, key="1", fence=HELD, to=to).then_refused(because)


def test_the_other_must_offer_what_the_task_requires() -> None:
    demanding = [task("1", capabilities=("rust",)), claimed("1")]
    given(*demanding).when(HandOverTask, key="1", fence=HELD, to="bob").then_refused(CapabilityMissing, missing="rust")
