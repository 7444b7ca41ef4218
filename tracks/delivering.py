"""The rules of deliverables: what a track promises, and who may say that it is there."""

from collections.abc import Callable
from typing import Any

from tracks import commands as c
from tracks import events as e
from tracks.checks import check_title, known_track
from tracks.errors import InvalidField, NotAllowed, UnknownDeliverable
from tracks.facts import Facts
from tracks.integrating import check_evidence
from tracks.plan import Plan
from tracks.work import Evidence, Promise

MOST_DELIVERABLES = 1_000


def add_deliverable(plan: Plan, command: c.AddDeliverable, facts: Facts) -> list[Any]:
    track = known_track(plan, command.key)
    check_title(command.text, "text")
    if len(track.promises) >= MOST_DELIVERABLES:
        raise InvalidField(field="text", problem=f"is one too many: a track has at most {MOST_DELIVERABLES:,}")
    return [e.DeliverableAdded(key=track.key, number=track.last_promise + 1, text=command.text)]


def reword_deliverable(plan: Plan, command: c.RewordDeliverable, facts: Facts) -> list[Any]:
    """It keeps its number and what shows it."""
    promise = known_promise(plan, command.key, command.number)
    check_title(command.text, "text")
    if command.text == promise.text:
        return []
    return [e.DeliverableReworded(key=command.key, number=promise.number, text=command.text)]


def remove_deliverable(plan: Plan, command: c.RemoveDeliverable, facts: Facts) -> list[Any]:
    promise = known_promise(plan, command.key, command.number)
    return [e.DeliverableRemoved(key=command.key, number=promise.number)]


def meet_deliverable(plan: Plan, command: c.MeetDeliverable, facts: Facts) -> list[Any]:
    """A person's word and a command that ended with 0 verify it; an agent's word alone is a claim."""
    promise = known_promise(plan, command.key, command.number)
    check_evidence(command.evidence)
    verified = facts.may_step_in or any(is_proof(one) for one in command.evidence)
    if promise.verified and not verified:
        return []
    if (True, verified, command.note, command.evidence) == (promise.done, promise.verified, promise.note, promise.evidence):
        return []
    return [e.DeliverableMet(
        key=command.key, number=promise.number, note=command.note, evidence=command.evidence, verified=verified
    )]


def is_proof(evidence: Evidence) -> bool:
    return evidence.kind == "command" and evidence.exit_status == 0 and bool(evidence.digest)


def withdraw_deliverable(plan: Plan, command: c.WithdrawDeliverable, facts: Facts) -> list[Any]:
    """Whoever said that it is there may take that back; else it is for an operator."""
    promise = known_promise(plan, command.key, command.number)
    if not promise.done:
        return []
    if promise.actor != facts.actor and not facts.may_step_in:
        raise NotAllowed(actor=facts.actor, role="operator")
    return [e.DeliverableWithdrawn(key=command.key, number=promise.number, reason=command.reason)]


def known_promise(plan: Plan, key: str, number: int) -> Promise:
    for promise in known_track(plan, key).promises:
        if promise.number == number:
            return promise
    raise UnknownDeliverable(key=key, number=number)


DECIDE: dict[type, Callable[[Plan, Any, Facts], list[Any]]] = {
    c.AddDeliverable: add_deliverable,
    c.RewordDeliverable: reword_deliverable,
    c.RemoveDeliverable: remove_deliverable,
    c.MeetDeliverable: meet_deliverable,
    c.WithdrawDeliverable: withdraw_deliverable,
}
