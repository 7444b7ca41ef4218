"""Which process of an agent counts, and when an agent is lost and back again."""

from datetime import timedelta
from typing import Any

import pytest

from agents.commands import BeginIncarnation, LoseAgent, RegisterAgent, ReturnAgent
from agents.events import AgentLost, AgentRegistered, AgentReturned, AgentStarted, AgentStopped
from agents.plan import KEPT_INCARNATIONS
from tests.support.given import NOON, claimed, given, task
from tracks.commands import ClaimNext, ClaimTask
from tracks.errors import AgentIsLost, InvalidField, Superseded, UnknownAgent

LONG_AGO = NOON - timedelta(minutes=6)


def started(incarnation: str) -> AgentStarted:
    return AgentStarted(name="ada", incarnation=incarnation)


def test_a_process_begins_once() -> None:
    after = given().when(BeginIncarnation, name="ada", incarnation="one").then(started("one"))
    assert (after.plan.agents["ada"].incarnation, after.plan.agents["ada"].former) == ("one", ())
    after.when(BeginIncarnation, name="ada", incarnation="one").then_nothing()


def test_a_new_process_supersedes_the_one_before_which_is_told_so_however_often_it_tries() -> None:
    two = given(started("one")).when(BeginIncarnation, name="ada", incarnation="two").then(started("two"))
    for _ in range(2):
        two.when(BeginIncarnation, name="ada", incarnation="one").then_refused(Superseded, incarnation="one")
    two.when(BeginIncarnation, name="ada", incarnation="two").then_nothing()


def test_those_superseded_lately_are_remembered() -> None:
    many = [started(str(number)) for number in range(KEPT_INCARNATIONS + 2)]
    agent = given(*many).plan.agents["ada"]
    assert len(agent.former) == KEPT_INCARNATIONS
    assert agent.former[0] == str(KEPT_INCARNATIONS)


def test_an_agent_may_say_under_which_process_it_joins() -> None:
    given().when(RegisterAgent, name="cleo", incarnation="one").then(
        AgentRegistered(name="cleo"), AgentStarted(name="cleo", incarnation="one")
    )


@pytest.mark.parametrize("incarnation", ["", "x" * 101, "a\nb"])
def test_a_process_has_a_name_that_can_be_read_out(incarnation: str) -> None:
    given().when(BeginIncarnation, name="ada", incarnation=incarnation).then_refused(InvalidField, field="incarnation")


@pytest.mark.parametrize("command", [BeginIncarnation, LoseAgent, ReturnAgent])
def test_nobody_begins_is_lost_or_returns_who_is_not_there(command: type) -> None:
    fields: dict[str, Any] = {"incarnation": "one"} if command is BeginIncarnation else {}
    given().when(command, name="nobody", **fields).then_refused(UnknownAgent)


def test_an_agent_that_was_not_heard_of_for_long_is_lost_once() -> None:
    lost = given().when(LoseAgent, name="ada", seen={"ada": LONG_AGO}).then(AgentLost(name="ada", seen_at=LONG_AGO))
    assert lost.plan.agents["ada"].state == "lost"
    lost.when(LoseAgent, name="ada", seen={"ada": LONG_AGO}).then_nothing()


def test_a_beat_that_came_first_wins() -> None:
    given().when(LoseAgent, name="ada", seen={"ada": NOON - timedelta(minutes=4)}).then_nothing()
    given().when(LoseAgent, name="ada").then_nothing()


def test_who_has_stopped_is_not_lost() -> None:
    given(AgentStopped(name="ada")).when(LoseAgent, name="ada", seen={"ada": LONG_AGO}).then_nothing()
    stopped = given(AgentLost(name="ada", seen_at=LONG_AGO), AgentStopped(name="ada")).plan.agents["ada"]
    assert stopped.state == "stopped"


def test_a_lost_agent_gets_no_work_until_it_returns() -> None:
    lost = given(task("1"), AgentLost(name="ada", seen_at=LONG_AGO))
    lost.when(ClaimTask, key="1", agent="ada").then_refused(AgentIsLost, agent="ada", since="11:54:00 UTC")
    lost.when(ClaimNext, agent="ada").then_refused(AgentIsLost)
    back = lost.when(ReturnAgent, name="ada").then(AgentReturned(name="ada", silent_seconds=360))
    back.when(ReturnAgent, name="ada").then_nothing()
    assert back.when(ClaimNext, agent="ada").then(claimed("1")).plan.agents["ada"].state == "busy"
