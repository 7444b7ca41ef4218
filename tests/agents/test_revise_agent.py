"""What an agent is and can do may be said anew."""

from typing import Any

import pytest

from agents.commands import ReviseAgent
from agents.events import AgentRegistered, AgentRevised, AgentStopped
from tests.support.given import claimed, given, task
from tracks.errors import InvalidField, UnknownAgent, VersionMismatch

named = AgentRegistered(name="cleo", joined=False, role="reviewer", focus=("docs",), digest="d", line=7)


def test_what_is_left_out_stays() -> None:
    outcome = given().when(ReviseAgent, name="ada", capabilities=("rust",))
    outcome.then(AgentRevised(name="ada", capacity=2, capabilities=("rust",)))


def test_a_revision_touches_neither_what_a_document_says_nor_whether_the_agent_works_here() -> None:
    given(named).when(ReviseAgent, name="cleo", title="Cleo").then(
        AgentRevised(name="cleo", title="Cleo", joined=False, role="reviewer", focus=("docs",), digest="d", line=7)
    )
    outcome = given(AgentStopped(name="ada")).when(ReviseAgent, name="ada", role="core")
    assert outcome.plan.agents["ada"].stopped


def test_what_it_holds_it_keeps() -> None:
    outcome = given(task("1"), claimed("1")).when(ReviseAgent, name="ada", capacity=1)
    assert outcome.plan.agents["ada"].load == 1


def test_saying_the_same_again_changes_nothing() -> None:
    given().when(ReviseAgent, name="ada", capacity=2).then_nothing()


def test_an_edit_of_something_that_changed_meanwhile_is_refused() -> None:
    given().when(ReviseAgent, name="ada", title="A", expected_version=3).then(AgentRevised(name="ada", title="A", capacity=2))
    given().when(ReviseAgent, name="ada", title="A", expected_version=2).then_refused(VersionMismatch, version=3)


@pytest.mark.parametrize(("field", "value"), [("kind", "robot"), ("capacity", 0), ("title", "x" * 301)])
def test_a_field_that_makes_no_sense_is_named(field: str, value: Any) -> None:
    fields: dict[str, Any] = {field: value}
    given().when(ReviseAgent, name="ada", **fields).then_refused(InvalidField, field=field)


def test_an_unknown_agent_cannot_be_revised() -> None:
    given().when(ReviseAgent, name="cleo").then_refused(UnknownAgent)
