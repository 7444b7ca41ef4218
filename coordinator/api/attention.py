"""What needs a person, ranked by the work it holds up, each with the requests that answer it."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from msgspec import Struct

from coordinator import plans
from coordinator.api.brief import PLACES
from coordinator.api.cursors import KeyPart, NumberPart, cursor_at, place_behind
from coordinator.api.door import Ask, Door, answer, operation
from coordinator.api.rows import Page, moment
from coordinator.attending import needs_a_person
from coordinator.tables import Now
from tracks.attention.items import Action, Item
from coordinator.eventlog.store import Head
from tracks.attention.queue import Candidate, queue


class Answer(Struct, frozen=True):
    """A request that answers an item: what is empty in `body` is for the person to say."""

    label: str
    method: str
    address: str
    body: dict[str, Any]


class AttentionItem(Struct, frozen=True):
    """`kind`: blocked, failed, in_review, offer, blocker, question, message, sync, conflict,
    lost, unowned or import.

    `holds_up` is the work on the longest path that begins here, in minutes; `who` is whom it comes from, if anybody.
    """

    id: str
    kind: str
    about: str
    reason: str
    consequence: str
    since: datetime | None
    who: str | None
    holds_up: int
    actions: list[Answer]


class AttentionList(Struct, frozen=True):
    """A page of the queue, the most pressing first; `total` counts all of it."""

    items: list[AttentionItem]
    total: int
    cursor: str | None
    head: int


class Attention(Door):
    @operation(
        "Read what needs a person, ranked by the work it holds up", query=Page,
        answers={200: (AttentionList, "A page, the most pressing first.")},
    )
    def get(self, ask: Ask) -> HttpResponse:
        place = moment(ask.head(), ask.query.at)
        waiting = queue(place.plan) if place.plan else waiting_now(place.head)
        after = place_behind(ask.query.cursor, NumberPart, KeyPart)
        rest = [one for one in waiting if after is None or one.place > (-after[0], after[1])]
        page = rest[: ask.query.limit]
        places = [[one.holds_up, one.id] for one in page]
        vars(ask.query)[PLACES] = places
        cursor = cursor_at(places[-1]) if len(rest) > len(page) else None
        items = [drawn(one.draw(), ask.project) for one in page]
        return answer(AttentionList(items, len(waiting), cursor, place.sequence))


def drawn(item: Item, project: str) -> AttentionItem:
    actions = [drawn_action(one, project) for one in item.actions]
    return AttentionItem(
        item.id, item.kind, item.about, item.reason, item.consequence, item.since, item.who or None, item.holds_up, actions
    )


def drawn_action(action: Action, project: str) -> Answer:
    return Answer(action.label, action.method, f"/api/v1/projects/{project}/{action.address}", action.body)


def waiting_now(head: Head) -> list[Candidate]:
    return needs_a_person(Now(head.id), plans.catch_up(head), timezone.now())
