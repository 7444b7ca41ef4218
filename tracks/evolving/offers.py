"""What the events about late work change."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tracks import events as e
from tracks.draft import Draft
from tracks.happened import Happened
from tracks.offers import ACCEPTED, DISMISSED, MOST_OFFERS, Offer


def result_offered(draft: Draft, event: e.ResultOffered, at: Happened) -> None:
    draft.offers[str(event.fence)] = Offer(
        event.fence, event.key, event.agent, event.verb, event.summary, event.evidence, at.at, version=at.sequence
    )
    others = tuple(fence for fence in draft.tasks[event.key].offered if fence != event.fence)
    for forgotten in others[: -MOST_OFFERS + 1]:
        draft.offers.discard(str(forgotten))
    draft.change_task(event.key, offered=(*others[-MOST_OFFERS + 1:], event.fence), version=at.sequence, changed_at=at.at)


def result_accepted(draft: Draft, event: e.ResultAccepted, at: Happened) -> None:
    offer = settle(draft, event.fence, at, state=ACCEPTED)
    draft.change_task(
        event.key, summary=offer.summary, evidence=offer.evidence, accepted=True, version=at.sequence, changed_at=at.at
    )


def result_dismissed(draft: Draft, event: e.ResultDismissed, at: Happened) -> None:
    settle(draft, event.fence, at, state=DISMISSED, reason=event.reason)
    draft.change_task(event.key, version=at.sequence, changed_at=at.at)


def settle(draft: Draft, fence: int, at: Happened, **values: Any) -> Offer:
    offer: Offer = replace(draft.offers[str(fence)], version=at.sequence, **values)
    draft.offers[offer.key] = offer
    return offer


EVOLVE: dict[type, Callable[[Draft, Any, Happened], None]] = {
    e.ResultOffered: result_offered,
    e.ResultAccepted: result_accepted,
    e.ResultDismissed: result_dismissed,
}
