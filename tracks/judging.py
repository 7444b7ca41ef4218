"""The rules of success criteria: what may be asked for, and who says that a text holds."""

from collections.abc import Callable
from dataclasses import fields
from decimal import Decimal
from typing import Any

from tracks import commands as c
from tracks import events as e
from tracks.checks import check_key, check_title, check_version, differs, edited
from tracks.criteria import EVALUATE, GROUPS
from tracks.criterion import Criterion
from tracks.criterion_words import criterion_of
from tracks.errors import CriterionIsEvaluated, InvalidField, NotAllowed, UnknownCriterion, UnknownReference
from tracks.facts import Facts
from tracks.measuring import check_comparison, exactly
from tracks.plan import Plan

MOST_CRITERIA = 500
LONGEST = 2_000


def add_criterion(plan: Plan, command: c.AddCriterion, facts: Facts) -> list[Any]:
    if len(plan.criteria) >= MOST_CRITERIA:
        raise InvalidField(field="kind", problem=f"there are {MOST_CRITERIA} criteria already")
    sequence = plan.sequence + 1  # the event's own: no other criterion has it
    return [checked(plan, e.CriterionAdded(
        key=str(sequence), kind=command.kind, text=command.text, of=command.of, comparison=command.comparison,
        value=command.value, position=sequence,
    ))]


def revise_criterion(plan: Plan, command: c.ReviseCriterion, facts: Facts) -> list[Any]:
    criterion = known_criterion(plan, command.key)
    check_version(command, criterion)
    kept = {one.name: getattr(criterion, one.name) for one in fields(e.CriterionRevised)}
    revised = checked(plan, e.CriterionRevised(**kept | edited(criterion, command, "text", "of", "comparison", "value")))
    return [revised] if differs(revised, criterion) else []


def remove_criterion(plan: Plan, command: c.RemoveCriterion, facts: Facts) -> list[Any]:
    criterion = known_criterion(plan, command.key)
    check_version(command, criterion)
    return [e.CriterionRemoved(key=criterion.key)]


def tick_criterion(plan: Plan, command: c.TickCriterion, facts: Facts) -> list[Any]:
    """One that came with a document is a note, and so is what becomes of it."""
    if not facts.may_step_in:
        raise NotAllowed(actor=facts.actor, role="operator")
    note = plan.notes.get(command.key)
    told = note if note and note.kind == "criterion" and command.key not in plan.criteria else None
    criterion = criterion_of(plan, told) if told else known_criterion(plan, command.key)
    if criterion.kind != "text":
        raise CriterionIsEvaluated(key=criterion.key, said=criterion.said)
    if criterion.met == command.met and (told or criterion.note == command.note):
        return []
    if told:
        return [e.NoteMarked(key=told.key, state="met" if command.met else "open", owner=facts.actor if command.met else "")]
    return [e.CriterionTicked(key=criterion.key, met=command.met, note=command.note)]


def checked(plan: Plan, stated: Any) -> Any:
    """The event, its numbers in their plainest form. Raises InvalidField for what its kind cannot mean."""
    if stated.kind not in EVALUATE:
        raise InvalidField(field="kind", problem=f"must be one of {', '.join(EVALUATE)}")
    if stated.text or stated.kind == "text":
        check_title(stated.text, "text", LONGEST)
    compares = stated.kind in ("completion", "metric")
    values = {one.name: getattr(stated, one.name) for one in fields(stated)}
    for name in ("of", "comparison") if not compares else ():
        if values[name]:
            raise InvalidField(field=name, problem=f"says nothing about {stated.kind}")
    if compares:
        check_comparison(stated.comparison)
        values["value"] = exactly("value", stated.value)
    if stated.kind == "completion":
        check_completion(plan, stated.of, values["value"])
    elif stated.kind == "metric":
        check_key(stated.of, "of")
    elif stated.kind == "integration_points":
        values["value"] = stated.value or "integrated"
        if values["value"] not in ("ready", "integrated"):
            raise InvalidField(field="value", problem="must be ready or integrated")
    elif stated.value:
        raise InvalidField(field="value", problem=f"says nothing about {stated.kind}")
    return type(stated)(**values)


def check_completion(plan: Plan, of: str, value: str) -> None:
    if of not in GROUPS and not of.startswith("track/"):
        raise InvalidField(field="of", problem=f"must be {', '.join(GROUPS)} or track/<key>")
    if of.startswith("track/") and not plan.exists(of):
        raise UnknownReference(reference=of)
    if not 0 <= Decimal(value) <= 100:
        raise InvalidField(field="value", problem="must be percent, from 0 to 100")


def known_criterion(plan: Plan, key: str) -> Criterion:
    if key not in plan.criteria:
        raise UnknownCriterion(key=key, project=plan.project)
    return plan.criteria[key]


DECIDE: dict[type, Callable[[Plan, Any, Facts], list[Any]]] = {
    c.AddCriterion: add_criterion,
    c.ReviseCriterion: revise_criterion,
    c.RemoveCriterion: remove_criterion,
    c.TickCriterion: tick_criterion,
}
