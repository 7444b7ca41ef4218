"""Measurements: exact numbers under a name, what they were first and lately, and what they should come to."""

import pytest

from tests.support.given import given, task
from tracks.commands import DropTarget, RecordMeasurement, SetTarget
from tracks.errors import InvalidField, UnknownMeasurement, UnknownReference
from tracks.events import MeasurementRecorded, TargetDropped, TargetSet
from tracks.measurements import REMEMBERED, exact, holds
from tracks.measuring import MOST_NAMES


def errors(value: str, **fields: str) -> MeasurementRecorded:
    return MeasurementRecorded(name="errors", value=value, **fields)


def test_a_measurement_is_kept_as_it_was_given() -> None:
    given(task("1")).when(
        RecordMeasurement, name="modules", value="5", of="7", unit="modules", about="task/1", text="two are left"
    ).then(MeasurementRecorded(name="modules", value="5", of="7", unit="modules", about="task/1", text="two are left"))


@pytest.mark.parametrize(
    ("said", "meant"),
    [("200", "200"), ("+7", "7"), ("007", "7"), ("-0", "0"), ("-0.0", "0.0"), ("4.50", "4.50"), ("-3", "-3"),
     ("999999999999999.999999999", "999999999999999.999999999")],
)
def test_a_number_stands_in_its_plainest_form_and_loses_nothing(said: str, meant: str) -> None:
    assert exact(said) == meant


@pytest.mark.parametrize(
    "said", ["", "x", "1e9", "1_000", "NaN", "Infinity", "1.", ".5", "1,5", "٣", "1" * 16, "0." + "1" * 10, "1\n"]
)
def test_what_is_no_plain_decimal_is_refused(said: str) -> None:
    given().when(RecordMeasurement, name="errors", value=said).then_refused(InvalidField, field="value")


def test_the_same_number_measured_again_is_a_fact_again() -> None:
    given(errors("3")).when(RecordMeasurement, name="errors", value="3").then(errors("3"))


def test_first_previous_latest_trend_and_change_follow_from_the_series() -> None:
    one = given(errors("223", unit="errors"), errors("240"), errors("200")).plan.measurements["errors"]
    assert (one.first and one.first.value, one.previous and one.previous.value, one.latest and one.latest.value) == (
        "223", "240", "200"
    )
    assert (one.count, one.unit, one.trend, one.change, one.is_met) == (3, "errors", "falling", "-23", None)
    assert one.latest and (one.latest.actor, one.latest.sequence) == ("maria", 7)


@pytest.mark.parametrize(("then", "trend"), [("4", "rising"), ("3.0", "steady"), ("2.999999999", "falling")])
def test_the_trend_compares_numbers_and_not_their_spelling(then: str, trend: str) -> None:
    assert given(errors("3"), errors(then)).plan.measurements["errors"].trend == trend


def test_a_plan_keeps_the_first_reading_and_the_last_few_of_a_long_series() -> None:
    one = given(*(errors(str(number)) for number in range(500))).plan.measurements["errors"]
    assert (one.count, len(one.recent), one.first and one.first.value, one.recent[-1].value) == (500, REMEMBERED, "0", "499")


def test_a_target_may_come_first_and_is_met_by_the_newest_reading() -> None:
    outcome = given().when(SetTarget, name="errors", comparison="<=", value="0")
    wanted = outcome.then(TargetSet(name="errors", comparison="<=", value="0"))
    assert wanted.plan.measurements["errors"].is_met is None
    assert given(*outcome.events, errors("1")).plan.measurements["errors"].is_met is False
    assert given(*outcome.events, errors("1"), errors("0.0")).plan.measurements["errors"].is_met is True
    wanted.when(SetTarget, name="errors", comparison="<=", value="0").then_nothing()
    assert wanted.when(DropTarget, name="errors").then(TargetDropped(name="errors")).plan.measurements["errors"].target is None


def test_a_target_that_is_not_there_needs_no_taking_away() -> None:
    given(errors("1")).when(DropTarget, name="errors").then_nothing()
    given().when(DropTarget, name="errors").then_refused(UnknownMeasurement, name="errors")


@pytest.mark.parametrize(
    ("comparison", "below", "same", "above"),
    [("<", True, False, False), ("<=", True, True, False), ("=", False, True, False), (">=", False, True, True),
     (">", False, False, True)],
)
def test_every_comparison_means_what_it_says(comparison: str, below: bool, same: bool, above: bool) -> None:
    assert (holds("1.9", comparison, "2"), holds("2.0", comparison, "2"), holds("10", comparison, "2")) == (below, same, above)


def test_what_makes_no_sense_is_refused_by_name() -> None:
    given().when(RecordMeasurement, name=" ", value="1").then_refused(InvalidField, field="name")
    given().when(RecordMeasurement, name="errors", value="1", of="all").then_refused(InvalidField, field="of")
    given().when(RecordMeasurement, name="errors", value="1", unit="x" * 41).then_refused(InvalidField, field="unit")
    given().when(RecordMeasurement, name="errors", value="1", about="task/9").then_refused(UnknownReference)
    given().when(SetTarget, name="errors", comparison="~", value="1").then_refused(InvalidField, field="comparison")


def test_a_plan_holds_so_many_names_and_no_more() -> None:
    full = given(*(MeasurementRecorded(name=f"m{number}", value="1") for number in range(MOST_NAMES)))
    full.when(RecordMeasurement, name="one more", value="1").then_refused(InvalidField, field="name")
    full.when(RecordMeasurement, name="m7", value="2").then(MeasurementRecorded(name="m7", value="2"))
