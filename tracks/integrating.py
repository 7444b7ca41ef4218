"""The rules of integration points: who speaks for a party, when all are ready, and who may say that it is integrated."""

from collections.abc import Callable
from dataclasses import fields
from typing import Any

from tracks import commands as c
from tracks import events as e
from tracks.checks import check_key, check_title, check_version, differs, edited, next_position
from tracks.errors import (
    IntegrationIsEarly, IntegrationPointExists, InvalidField, NotAllowed, UnknownIntegrationPoint, UnknownReference,
)
from tracks.facts import Facts
from tracks.meeting import IntegrationPoint
from tracks.plan import Plan
from tracks.work import Evidence

MOST = 100  # parties, items, references
LONGEST = 500


def add_integration_point(plan: Plan, command: c.AddIntegrationPoint, facts: Facts) -> list[Any]:
    check_key(command.key)
    if command.key in plan.integration_points:
        raise IntegrationPointExists(key=command.key, title=plan.integration_points[command.key].title)
    added = e.IntegrationPointAdded(
        key=command.key, title=command.title, position=next_position(plan.integration_points.values()),
        parties=command.parties, items=command.items, refs=command.refs,
    )
    check_shape(added)
    check_references(plan, command.refs)
    return [added]


def revise_integration_point(plan: Plan, command: c.ReviseIntegrationPoint, facts: Facts) -> list[Any]:
    point = known_integration_point(plan, command.key)
    check_version(command, point)
    kept = {one.name: getattr(point, one.name) for one in fields(e.IntegrationPointRevised)}
    revised = e.IntegrationPointRevised(**kept | edited(point, command, "title", "parties", "items", "refs"))
    check_shape(revised)
    check_references(plan, command.refs or ())
    return [revised] if differs(revised, point) else []


def remove_integration_point(plan: Plan, command: c.RemoveIntegrationPoint, facts: Facts) -> list[Any]:
    point = known_integration_point(plan, command.key)
    check_version(command, point)
    return [e.IntegrationPointRemoved(key=point.key)]


def confirm_ready(plan: Plan, command: c.ConfirmReady, facts: Facts) -> list[Any]:
    point = known_integration_point(plan, command.key)
    ready = {one.party for one in point.ready}
    parties = [one for one in spoken_for(plan, point, command.party, facts) if one not in ready]
    return [e.PartyReady(key=point.key, party=party, note=command.note) for party in parties]


def withdraw_ready(plan: Plan, command: c.WithdrawReady, facts: Facts) -> list[Any]:
    point = known_integration_point(plan, command.key)
    if point.integrated:
        raise InvalidField(field="withdraw", problem=f"{point.key} is integrated; reopen it instead")
    ready = {one.party for one in point.ready}
    parties = [one for one in spoken_for(plan, point, command.party, facts) if one in ready]
    return [e.PartyNotReady(key=point.key, party=party, reason=command.reason) for party in parties]


def mark_integrated(plan: Plan, command: c.MarkIntegrated, facts: Facts) -> list[Any]:
    point = known_integration_point(plan, command.key)
    spoken_for(plan, point, "", facts)
    if point.integrated:
        return []
    if point.missing:
        raise IntegrationIsEarly(key=point.key, missing=", ".join(one or "nobody has said so" for one in point.missing))
    check_evidence(command.evidence)
    return [e.IntegrationPointIntegrated(key=point.key, note=command.note, evidence=command.evidence)]


def reopen_integration_point(plan: Plan, command: c.ReopenIntegrationPoint, facts: Facts) -> list[Any]:
    point = known_integration_point(plan, command.key)
    spoken_for(plan, point, "", facts)
    if not point.integrated and not point.ready:
        return []
    return [e.IntegrationPointReopened(key=point.key, reason=command.reason)]


def spoken_for(plan: Plan, point: IntegrationPoint, party: str, facts: Facts) -> list[str]:
    """The parties that the actor speaks for: the one that is named, or all it may. Raises where that is none."""
    parties = point.parties or ("",)
    if party and party not in parties:
        raise InvalidField(field="party", problem=f"is none of {', '.join(parties)}" if point.parties else "there are none")
    mine = [one for one in ([party] if party else parties) if facts.may_step_in or speaks_for(plan, facts.actor, one)]
    if not mine:
        raise NotAllowed(actor=facts.actor, role="operator, or the token of one of its parties")
    return mine


def speaks_for(plan: Plan, actor: str, party: str) -> bool:
    """An agent speaks for itself, by name or title, and for the tracks it owns or was given."""
    agent = plan.agents.get(actor.removeprefix("agent/")) if actor.startswith("agent/") else None
    if agent is None or not party:
        return False
    kind, key = party_meant(party)
    itself = kind != "track" and key.casefold() in (agent.name.casefold(), agent.title.casefold())
    owned = key in plan.tracks and plan.tracks[key].owner == agent.name
    return itself or (kind != "agent" and (owned or key in agent.tracks))


def party_meant(party: str) -> tuple[str, str]:
    """`track/B` and `Track B` name a track, `agent/ada` an agent; any other word may be either."""
    for kind in ("track", "agent"):
        if party.startswith(f"{kind}/") or party.casefold().startswith(f"{kind} "):
            return kind, party[len(kind) + 1 :]
    return "", party


def check_shape(point: e.IntegrationPointAdded) -> None:
    check_title(point.title)
    for name in ("parties", "items", "refs"):
        texts = getattr(point, name)
        if len(texts) > MOST or any(not 0 < len(one.strip()) <= len(one) <= LONGEST for one in texts):
            raise InvalidField(field=name, problem=f"must be at most {MOST} texts of 1 to {LONGEST} characters")
    if len(set(point.parties)) < len(point.parties):
        raise InvalidField(field="parties", problem="name the same party twice")


def check_references(plan: Plan, references: tuple[str, ...]) -> None:
    for reference in references:
        if not plan.exists(reference):
            raise UnknownReference(reference=reference)


def check_evidence(evidence: tuple[Evidence, ...]) -> None:
    """What is said to hold is not shown by a command that failed."""
    for one in evidence:
        if one.exit_status:
            raise InvalidField(field="evidence", problem=f"{one.text or 'its command'} ended with {one.exit_status}")


def known_integration_point(plan: Plan, key: str) -> IntegrationPoint:
    if key not in plan.integration_points:
        raise UnknownIntegrationPoint(key=key, project=plan.project)
    return plan.integration_points[key]


DECIDE: dict[type, Callable[[Plan, Any, Facts], list[Any]]] = {
    c.AddIntegrationPoint: add_integration_point,
    c.ReviseIntegrationPoint: revise_integration_point,
    c.RemoveIntegrationPoint: remove_integration_point,
    c.ConfirmReady: confirm_ready,
    c.WithdrawReady: withdraw_ready,
    c.MarkIntegrated: mark_integrated,
    c.ReopenIntegrationPoint: reopen_integration_point,
}
