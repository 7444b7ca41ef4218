"""The rules of decisions: what must be said for one to be worth keeping."""

from collections.abc import Callable
from typing import Any

from tracks import commands as c
from tracks import events as e
from tracks.checks import check_title
from tracks.decisions import Option
from tracks.errors import InvalidField, UnknownReference
from tracks.facts import Facts
from tracks.measuring import exactly
from tracks.plan import Plan

MOST_OPTIONS = 50
MOST_SUBJECTS = 20
LONGEST_OPTION = 500
LONGEST_WHY = 2_000


def record_decision(plan: Plan, command: c.RecordDecision, facts: Facts) -> list[Any]:
    check_title(command.question, "question", LONGEST_WHY)
    check_title(command.chosen, "chosen", LONGEST_OPTION)
    check_length("why", command.why)
    options = checked_options(command.options)
    if options and command.chosen not in [option.text for option in options]:
        raise InvalidField(field="chosen", problem="must be the text of one of the options")
    about = tuple(dict.fromkeys(command.about))
    if len(about) > MOST_SUBJECTS:
        raise InvalidField(field="about", problem=f"must be at most {MOST_SUBJECTS}")
    for reference in about:
        if not is_there(plan, reference):
            raise UnknownReference(reference=reference)
    return [e.DecisionRecorded(
        question=command.question, chosen=command.chosen, why=command.why, options=options, about=about
    )]


def checked_options(options: tuple[Option, ...]) -> tuple[Option, ...]:
    if len(options) > MOST_OPTIONS:
        raise InvalidField(field="options", problem=f"must be at most {MOST_OPTIONS}")
    for option in options:
        check_title(option.text, "options", LONGEST_OPTION)
        check_length("options", option.why)
    if len({option.text for option in options}) < len(options):
        raise InvalidField(field="options", problem="hold the same one twice")
    return tuple(
        Option(option.text, exactly("options", option.score) if option.score else "", option.why) for option in options
    )


def check_length(field: str, text: str) -> None:
    if len(text) > LONGEST_WHY:
        raise InvalidField(field=field, problem=f"must be at most {LONGEST_WHY:,} characters")


def is_there(plan: Plan, reference: str) -> bool:
    name = reference.removeprefix("agent/")
    return name in plan.agents if name != reference else plan.exists(reference)


DECIDE: dict[type, Callable[[Plan, Any, Facts], list[Any]]] = {
    c.RecordDecision: record_decision,
}
