"""The rules of measuring: what is a number, what a name, and what a target may say."""

from collections.abc import Callable
from typing import Any

from tracks import commands as c
from tracks import events as e
from tracks.checks import check_key
from tracks.errors import InvalidField, UnknownMeasurement, UnknownReference
from tracks.facts import Facts
from tracks.measurements import COMPARISONS, Measurement, Target, exact
from tracks.plan import Plan

MOST_NAMES = 2_000  # the plan holds each name with its last readings


def record_measurement(plan: Plan, command: c.RecordMeasurement, facts: Facts) -> list[Any]:
    check_name(plan, command.name)
    value = exactly("value", command.value)
    of = exactly("of", command.of) if command.of else ""
    if len(command.unit) > 40:
        raise InvalidField(field="unit", problem="must be at most 40 characters")
    if command.about and not plan.exists(command.about):
        raise UnknownReference(reference=command.about)
    return [e.MeasurementRecorded(
        name=command.name, value=value, of=of, unit=command.unit, about=command.about, text=command.text
    )]


def set_target(plan: Plan, command: c.SetTarget, facts: Facts) -> list[Any]:
    """A target may be set before anything was measured."""
    check_name(plan, command.name)
    target = Target(check_comparison(command.comparison), exactly("value", command.value))
    known = plan.measurements.get(command.name)
    if known and known.target == target:
        return []
    return [e.TargetSet(name=command.name, comparison=target.comparison, value=target.value)]


def drop_target(plan: Plan, command: c.DropTarget, facts: Facts) -> list[Any]:
    known = known_measurement(plan, command.name)
    return [e.TargetDropped(name=command.name)] if known.target else []


def check_name(plan: Plan, name: str) -> None:
    if name in plan.measurements:
        return
    check_key(name, "name")
    if len(plan.measurements) >= MOST_NAMES:
        raise InvalidField(field="name", problem=f"is new, and {MOST_NAMES:,} names are measured already")


def exactly(field: str, text: str) -> str:
    number = exact(text)
    if number is None:
        problem = "must be a decimal with at most 15 digits before the point and 9 behind it, such as 200 or \"99.95\""
        raise InvalidField(field=field, problem=problem)
    return number


def check_comparison(comparison: str) -> str:
    if comparison not in COMPARISONS:
        raise InvalidField(field="comparison", problem=f"must be one of {', '.join(COMPARISONS)}")
    return comparison


def known_measurement(plan: Plan, name: str) -> Measurement:
    if name not in plan.measurements:
        raise UnknownMeasurement(name=name, project=plan.project)
    return plan.measurements[name]


DECIDE: dict[type, Callable[[Plan, Any, Facts], list[Any]]] = {
    c.RecordMeasurement: record_measurement,
    c.SetTarget: set_target,
    c.DropTarget: drop_target,
}
