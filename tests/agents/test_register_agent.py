"""Agents join, come back, and leave."""

from typing import Any

import pytest

from agents.commands import RegisterAgent, StopAgent
from agents.events import AgentRegistered, AgentRemoved, AgentRevised, AgentStopped
from tests.support.given import ada, claimed, given, task
from tracks.errors import AgentExists, InvalidField, UnknownAgent
from tracks.events import TaskBlocked, TaskReleased

named = AgentRegistered(
    name="cleo", joined=False, role="reviewer", focus=("docs",), key_files=("a.md",), tracks=("web",), notes="n", digest="d",
    line=7,
)


def test_an_agent_joins_with_what_it_can_do() -> None:
    fields: dict[str, Any] = dict(
        kind="process", title="Cleo", role="builder", capabilities=("go",), capacity=3, working_directory="/srv"
    )
    outcome = given().when(RegisterAgent, name="cleo", **fields)
    outcome.then(AgentRegistered(name="cleo", **fields))
    assert outcome.plan.agents["cleo"].state == "idle"


def test_an_agent_is_busy_while_it_holds_something() -> None:
    assert given(task("1"), claimed("1")).plan.agents["ada"].state == "busy"


def test_the_name_of_a_working_agent_is_taken() -> None:
    given().when(RegisterAgent, name="ada").then_refused(AgentExists, name="ada")


def test_an_agent_that_a_document_names_may_join_and_keeps_what_is_said_of_it() -> None:
    assert given(named).plan.agents["cleo"].state == "named"
    outcome = given(named).when(RegisterAgent, name="cleo", capabilities=("go",), title="Cleo")
    outcome.then(AgentRevised(
        name="cleo", title="Cleo", role="reviewer", capabilities=("go",), focus=("docs",), key_files=("a.md",), tracks=("web",),
        notes="n", digest="d", line=7,
    ))
    assert outcome.plan.agents["cleo"].state == "idle"


def test_an_agent_that_stopped_may_come_back() -> None:
    outcome = given(AgentStopped(name="ada")).when(RegisterAgent, name="ada", capacity=4)
    outcome.then(AgentRevised(name="ada", capacity=4))
    assert not outcome.plan.agents["ada"].stopped


@pytest.mark.parametrize(("field", "value"), [
    ("name", ""), ("name", " cleo"), ("kind", "robot"), ("capacity", 0), ("capacity", 1001), ("title", "x" * 301),
    ("working_directory", "x" * 501),
])
def test_a_field_that_makes_no_sense_is_named(field: str, value: Any) -> None:
    wrong = "key" if field == "name" else field
    given().when(RegisterAgent, **{"name": "cleo", field: value}).then_refused(InvalidField, field=wrong)


def test_an_agent_that_stops_gives_back_what_it_holds() -> None:
    outcome = given(task("1"), task("2"), claimed("2"), claimed("1")).when(StopAgent, name="ada", reason="end of day")
    outcome.then(
        TaskReleased(key="1", reason="end of day"), TaskReleased(key="2", reason="end of day"),
        AgentStopped(name="ada", reason="end of day"),
    )
    assert (outcome.plan.agents["ada"].state, outcome.plan.agents["ada"].load) == ("stopped", 0)


def test_an_agent_that_stops_without_a_reason_says_so_where_it_left_work() -> None:
    given(task("1"), claimed("1"), TaskBlocked(key="1", reason="no key")).when(StopAgent, name="ada").then(
        TaskReleased(key="1", reason="ada stopped"), AgentStopped(name="ada")
    )


def test_stopping_again_changes_nothing() -> None:
    given(AgentStopped(name="ada")).when(StopAgent, name="ada").then_nothing()


def test_an_unknown_agent_cannot_stop() -> None:
    given().when(StopAgent, name="cleo").then_refused(UnknownAgent, name="cleo")


def test_an_agent_that_nobody_names_any_more_is_gone() -> None:
    assert set(given(named, AgentRemoved(name="cleo"), ada).plan.agents) == {"ada", "bob"}
