"""The rules of late work: whose result is kept, and who may accept or dismiss it.

A holder whose lease is over is refused, whatever it sends. But what it sends as its result is not thrown away: the
refusal says that it was kept as an offer.
"""

from collections.abc import Callable
from typing import Any

from tracks import commands as c
from tracks import events as e
from tracks.checks import known_task
from tracks.errors import Fenced, InvalidField, LeaseIsAlive, NotAllowed, OfferIsAccepted, Refusal, UnknownLease, UnknownOffer
from tracks.facts import Facts
from tracks.guarding import guarded
from tracks.offers import ACCEPTED, DISMISSED, OPEN, Offer
from tracks.plan import Plan
from tracks.transitions import TRANSITIONS
from tracks.work import Task


def offer_in(command: Any) -> c.OfferResult | None:
    """What there is to keep of a command that comes too late."""
    if not isinstance(command, c.CompleteTask | c.SubmitTask) or command.fence is None:
        return None
    if not command.summary and not command.evidence:
        return None
    return c.OfferResult(
        project=command.project, key=command.key, fence=command.fence, verb=TRANSITIONS[type(command)].verb,
        summary=command.summary, evidence=command.evidence,
    )


def kept(refusal: Refusal) -> Refusal:
    """The same refusal, which says that the result is kept."""
    return Fenced(**refusal.facts, kept=True)


def offer_result(plan: Plan, command: c.OfferResult, facts: Facts) -> list[Any]:
    task = known_task(plan, command.key)
    agent = dict(task.held).get(command.fence)
    if agent is None:
        raise UnknownLease(key=task.key, fence=command.fence)
    if task.lease and task.lease.fence == command.fence:
        raise LeaseIsAlive(key=task.key, until=f"{task.lease.until:%H:%M:%S} UTC")
    if facts.actor.startswith("agent/") and facts.actor != f"agent/{agent}" and not facts.may_step_in:
        raise NotAllowed(actor=facts.actor, role=f"operator, or the token of {agent}")
    if not command.summary and not command.evidence:
        raise InvalidField(field="summary", problem="is empty, and so is the evidence")
    before: Offer | None = plan.offers.get(str(command.fence))
    if before and (before.state != OPEN or (before.summary, before.evidence) == (command.summary, command.evidence)):
        return []
    return [e.ResultOffered(
        key=task.key, agent=agent, fence=command.fence, verb=command.verb, summary=command.summary,
        evidence=command.evidence,
    )]


def accept_offer(plan: Plan, command: c.AcceptOffer, facts: Facts) -> list[Any]:
    """Also one that was dismissed: people change their minds."""
    task, offer = wanted(plan, command, facts)
    return [] if offer.state == ACCEPTED else [e.ResultAccepted(key=task.key, fence=offer.fence)]


def dismiss_offer(plan: Plan, command: c.DismissOffer, facts: Facts) -> list[Any]:
    task, offer = wanted(plan, command, facts)
    if offer.state == ACCEPTED:
        raise OfferIsAccepted(key=task.key, offer=offer.fence)
    return [] if offer.state == DISMISSED else [e.ResultDismissed(key=task.key, fence=offer.fence, reason=command.reason)]


def wanted(plan: Plan, command: c.AcceptOffer | c.DismissOffer, facts: Facts) -> tuple[Task, Offer]:
    offer: Offer | None = plan.offers.get(str(command.offer))
    known_task(plan, command.key)
    if offer is None or offer.task != command.key:
        raise UnknownOffer(key=command.key, offer=command.offer)
    task = guarded(plan, command, facts)
    assert task is not None  # only what ends a lease can be a repetition
    return task, offer


DECIDE: dict[type, Callable[[Plan, Any, Facts], list[Any]]] = {
    c.OfferResult: offer_result,
    c.AcceptOffer: accept_offer,
    c.DismissOffer: dismiss_offer,
}
