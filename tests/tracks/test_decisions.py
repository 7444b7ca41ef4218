"""A decision is kept with what was weighed; nothing else in the plan changes."""

from typing import Any

import pytest

from tests.support.given import given, task
from tracks.commands import RecordDecision
from tracks.deciding import MOST_OPTIONS, MOST_SUBJECTS
from tracks.decisions import Option
from tracks.errors import InvalidField, UnknownReference
from tracks.events import DecisionRecorded

weighed: dict[str, Any] = dict(
    question="Who takes 1?", chosen="ada", why="she knows the parser",
    options=(Option("ada", "0.90", "offers rust"), Option("bob", "0.4")), about=("task/1", "agent/ada"),
)


def test_what_was_chosen_is_kept_with_what_was_not() -> None:
    outcome = given(task("1")).when(RecordDecision, **weighed)
    outcome.then(DecisionRecorded(**weighed))
    assert outcome.events[0].subject == "task/1"


def test_the_plan_does_not_grow_with_decisions() -> None:
    plan = given(task("1")).when(RecordDecision, **weighed).plan
    assert len(plan.decisions) == 0 and plan.tasks["1"].version == 5


def test_a_decision_may_be_about_nothing_in_particular() -> None:
    (event,) = given().when(RecordDecision, question="Which database?", chosen="SQLite").events
    assert event.subject == "project"


@pytest.mark.parametrize(
    ("field", "changed"),
    [
        ("question", {"question": " "}),
        ("question", {"question": "x" * 2_001}),
        ("chosen", {"chosen": "", "options": ()}),
        ("chosen", {"chosen": "carol"}),
        ("why", {"why": "x" * 2_001}),
        ("options", {"options": (Option("ada"), Option("ada"))}),
        ("options", {"options": (Option("ada", "good"),)}),
        ("options", {"options": (Option("ada", "1", "x" * 2_001),)}),
        ("options", {"options": tuple(Option(f"{n}") for n in range(MOST_OPTIONS + 1))}),
        ("about", {"about": tuple(f"task/{n}" for n in range(MOST_SUBJECTS + 1))}),
    ],
)
def test_what_makes_no_sense_is_refused_by_its_name(field: str, changed: dict[str, Any]) -> None:
    given(task("1")).when(RecordDecision, **weighed | changed).then_refused(InvalidField, field=field)


@pytest.mark.parametrize("reference", ["task/2", "agent/carol", "nonsense"])
def test_it_is_about_things_that_are_there(reference: str) -> None:
    given(task("1")).when(RecordDecision, **weighed | {"about": (reference,)}).then_refused(
        UnknownReference, reference=reference
    )
