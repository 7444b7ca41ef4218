"""Claiming one task: who may, when, and why not."""

from datetime import timedelta

from agents.events import AgentRegistered, AgentStopped
from tests.support.given import LEASE, NOON, ada, claimed, given, task
from tracks.commands import ClaimTask
from tracks.errors import (
    AgentHasStopped, AgentIsFull, CapabilityMissing, TaskHasSubtasks, TaskIsLeased, TaskIsNotReady, TaskIsWaiting, UnknownAgent,
    UnknownTask,
)
from tracks.events import DependencyAdded, LeaseExpired, TaskClaimed, TaskCompleted, TaskReleased
from tracks.facts import Pulse

build = task("1")


def test_a_ready_task_is_claimed_with_a_lease_of_full_length() -> None:
    outcome = given(build).when(ClaimTask, key="1", agent="ada")
    outcome.then(TaskClaimed(key="1", agent="ada", lease_until=NOON + LEASE))
    now = outcome.task("1")
    assert now.lease and (now.lease.agent, now.lease.until) == ("ada", NOON + LEASE)
    assert (now.status, now.attempts, outcome.plan.agents["ada"].load) == ("claimed", 1, 1)
    assert not outcome.plan.ready


def test_the_fence_is_the_sequence_of_the_claim_and_grows() -> None:
    first = given(build, claimed("1"))
    again = given(build, claimed("1"), TaskReleased(key="1"), claimed("1", by="bob"))
    assert [one.plan.tasks["1"].lease.fence for one in (first, again)] == [6, 8]  # type: ignore[union-attr]


def test_a_leased_task_cannot_be_claimed_again() -> None:
    given(build, claimed("1")).when(ClaimTask, key="1", agent="bob").then_refused(
        TaskIsLeased, agent="ada", until="12:01:30 UTC", fence=6
    )


def test_the_refusal_tells_how_long_the_holder_has_been_good_for() -> None:
    beaten = {"1": Pulse(6, NOON + timedelta(minutes=9), NOON)}
    outcome = given(build, claimed("1")).when(ClaimTask, key="1", agent="bob", pulses=beaten)
    outcome.then_refused(TaskIsLeased, until="12:09:00 UTC")


def test_not_even_its_holder_claims_a_task_twice() -> None:
    given(build, claimed("1")).when(ClaimTask, key="1", agent="ada").then_refused(TaskIsLeased, agent="ada")


def test_a_task_that_waits_names_what_it_waits_for() -> None:
    waits = [task("0"), build, DependencyAdded(item="task/1", needs="task/0")]
    given(*waits).when(ClaimTask, key="1", agent="ada").then_refused(TaskIsWaiting, blockers="Blocked by 0")


def test_only_an_open_task_can_be_claimed() -> None:
    for state in ("in_review", "done", "blocked", "failed", "cancelled", "deferred"):
        given(task("1", state=state)).when(ClaimTask, key="1", agent="ada").then_refused(TaskIsNotReady, status=state)


def test_work_that_a_document_says_has_begun_can_be_taken_up() -> None:
    outcome = given(task("1", state="in_progress")).when(ClaimTask, key="1", agent="ada")
    assert outcome.task("1").status == "in_progress"
    assert outcome.task("1").lease


def test_begun_work_still_waits_for_what_it_needs() -> None:
    begun = [task("0"), task("1", state="in_progress"), DependencyAdded(item="task/1", needs="task/0")]
    given(*begun).when(ClaimTask, key="1", agent="ada").then_refused(TaskIsWaiting)


def test_a_task_can_be_claimed_again_once_its_lease_ended() -> None:
    for ended in (TaskReleased(key="1"), LeaseExpired(key="1", agent="ada", fence=6)):
        outcome = given(build, claimed("1"), ended).when(ClaimTask, key="1", agent="bob")
        assert outcome.task("1").attempts == 2


def test_the_agent_must_offer_what_the_task_requires() -> None:
    needs = task("1", capabilities=("python", "sql"))
    given(needs).when(ClaimTask, key="1", agent="ada").then_refused(CapabilityMissing, agent="ada", missing="python, sql")
    skilled = AgentRegistered(name="cleo", capabilities=("sql", "python", "go"))
    assert given(needs, skilled).when(ClaimTask, key="1", agent="cleo").events


def test_the_agent_must_have_room() -> None:
    full = [build, task("2"), task("3"), claimed("2"), claimed("3")]
    given(*full).when(ClaimTask, key="1", agent="ada").then_refused(AgentIsFull, load=2, capacity=2, tasks="2, 3")
    assert given(*full, TaskCompleted(key="2")).when(ClaimTask, key="1", agent="ada").events


def test_the_agent_must_be_there_and_not_have_stopped() -> None:
    given(build).when(ClaimTask, key="1", agent="cleo").then_refused(UnknownAgent, name="cleo")
    given(build, AgentStopped(name="ada")).when(ClaimTask, key="1", agent="ada").then_refused(AgentHasStopped, agent="ada")
    assert given(build, AgentStopped(name="ada"), ada).when(ClaimTask, key="1", agent="ada").events


def test_a_task_with_subtasks_is_not_claimed_itself() -> None:
    given(build, task("2", parent="1")).when(ClaimTask, key="1", agent="ada").then_refused(TaskHasSubtasks, subtasks="2")


def test_an_unknown_task_cannot_be_claimed() -> None:
    given().when(ClaimTask, key="9", agent="ada").then_refused(UnknownTask, key="9")
