"""Webhooks: whom the project tells of what happens. Their secrets are shown once; their addresses only to administrators."""

import asyncio
from typing import Annotated, Any

from django.http import HttpResponse
from msgspec import Meta

from coordinator.api.door import Ask, Door, address, answer, gone, operation, told
from coordinator.api.reading import LARGEST_INTEGER, Line, Strict
from coordinator.api.rows import WEBHOOKS, At, Brief, Moment, Page, moment
from coordinator.api.versions import etag, expected
from coordinator.api.wire.webhooks import (
    Webhook, WebhookAttempt, WebhookAttemptList, WebhookList, WebhookWithSecret, draw_attempt, draw_webhook, with_secret,
)
from coordinator.command_handler import Receipt
from coordinator.eventlog.rows import Row
from coordinator.eventlog.store import Head
from coordinator.projections.webhooks import webhook_row
from coordinator.webhooks import cursors, destination, keeping, signing
from coordinator.webhooks.models import Attempt, Cursor
from coordinator.webhooks.models import Webhook as WebhookRow
from coordinator.webhooks.payload import ping
from coordinator.webhooks.sending import Outcome, Sender
from tracks import errors
from tracks.commands import (
    AddWebhook, DisableWebhook, EnableWebhook, RemoveWebhook, ReviseWebhook, RotateWebhookSecret,
)
from tracks.work import split

Url = Annotated[str, Meta(max_length=destination.LONGEST, description="https:// or http://, on a public address.")]
Types = Annotated[tuple[Line, ...], Meta(max_length=100, description="Types of events such as task.completed or task.*")]
Sequence = Annotated[int, Meta(ge=0, le=LARGEST_INTEGER)]


class NewWebhook(Strict):
    url: Url
    key: Annotated[str, Meta(max_length=100, description="Left out, one is made.")] = ""
    events: Types = ()
    description: Line = ""


class WebhookEdit(Strict):
    """What is left out stays as it is."""

    url: Url | None = None
    events: Types | None = None
    description: Line | None = None


class WebhookOff(Strict):
    reason: Line = ""


class Range(Strict):
    """Events behind `after`, `until` included; without it up to what the receiver has."""

    after: Sequence
    until: Sequence | None = None


class Webhooks(Door):
    @operation("List the webhooks by key", needs="administer", query=Page, answers={200: (WebhookList, "A page of webhooks.")})
    def get(self, ask: Ask) -> HttpResponse:
        place = moment(ask.head(), ask.query.at)
        rows, cursor = place.page(WEBHOOKS, ask.query)
        return answer(WebhookList(drawn(place, rows), cursor, place.sequence))

    @operation(
        "Tell somebody of what happens; the secret is shown this once", needs="administer", body=NewWebhook,
        answers={201: (WebhookWithSecret, "It is told from here on. With the same Idempotency-Key the same secret is given.")},
        refusals=(errors.WebhookExists, errors.TooManyWebhooks),
        example={"url": "https://hooks.example.org/signalbox", "events": ["task.*"], "description": "the team's chat"},
    )
    def post(self, ask: Ask) -> HttpResponse:
        body: NewWebhook = ask.body
        receipt = ask.tell(AddWebhook(
            project=ask.project, key=body.key, events=body.events, description=body.description, **led_to(body.url),
        ))
        key = split(receipt.events[0].subject)[1]
        keeping.keep_address(receipt.head, key, body.url)
        return told(receipt, with_its_secret(receipt, key), 201, Location=address(ask, key))


class OneWebhook(Door):
    @operation(
        "Read a webhook and how far it has been told", needs="administer", query=At, answers={200: (Webhook, "The webhook.")},
        refusals=(errors.UnknownWebhook,),
    )
    def get(self, ask: Ask, key: str) -> HttpResponse:
        place = moment(ask.head(), ask.query.at)
        row = place.known(WEBHOOKS, key, errors.UnknownWebhook(key=key, project=ask.project))
        return answer(drawn(place, [row])[0], ETag=etag(row["version"]))

    @operation(
        "Edit a webhook", needs="administer", body=WebhookEdit, answers={200: (Webhook, "As it is now.")},
        refusals=(errors.UnknownWebhook, errors.VersionMismatch), example={"events": ["task.completed", "sync_point.*"]},
    )
    def patch(self, ask: Ask, key: str) -> HttpResponse:
        body: WebhookEdit = ask.body
        where = led_to(body.url) if body.url is not None else {}
        receipt = ask.tell(ReviseWebhook(
            project=ask.project, key=key, events=body.events, description=body.description, expected_version=expected(ask),
            **where,
        ))
        if body.url is not None:
            keeping.keep_address(receipt.head, key, body.url)
        return webhook_told(receipt, key)

    @operation(
        "Remove a webhook", needs="administer", answers={204: (None, "It is told nothing more.")},
        refusals=(errors.UnknownWebhook,),
    )
    def delete(self, ask: Ask, key: str) -> HttpResponse:
        receipt = ask.tell(RemoveWebhook(project=ask.project, key=key))
        keeping.forget(receipt.head, key)
        return gone(receipt)


class WebhookSecret(Door):
    @operation(
        "Give a webhook another secret; for a day the one before counts as well", needs="administer",
        answers={201: (WebhookWithSecret, "The secret is shown this once.")}, refusals=(errors.UnknownWebhook,),
    )
    def post(self, ask: Ask, key: str) -> HttpResponse:
        receipt = ask.tell(RotateWebhookSecret(project=ask.project, key=key))
        return told(receipt, with_its_secret(receipt, key), 201)


class SwitchOn(Door):
    @operation(
        "Switch a webhook on, or have a failing one tried now; it is told what it missed", needs="administer",
        answers={200: (Webhook, "It is on.")}, refusals=(errors.UnknownWebhook,),
    )
    def post(self, ask: Ask, key: str) -> HttpResponse:
        receipt = ask.tell(EnableWebhook(project=ask.project, key=key))
        keeping.try_now(receipt.head, key)
        return webhook_told(receipt, key)


class SwitchOff(Door):
    @operation(
        "Switch a webhook off for a while", needs="administer", body=WebhookOff, answers={200: (Webhook, "It is off.")},
        refusals=(errors.UnknownWebhook,), example={"reason": "the receiver moves"},
    )
    def post(self, ask: Ask, key: str) -> HttpResponse:
        return webhook_told(ask.tell(DisableWebhook(project=ask.project, key=key, reason=ask.body.reason)), key)


class Redeliver(Door):
    @operation(
        "Tell a webhook once more of what it was told before", needs="administer", body=Range,
        answers={200: (Webhook, "It is under way.")}, refusals=(errors.UnknownWebhook,), example={"after": 100, "until": 120},
    )
    def post(self, ask: Ask, key: str) -> HttpResponse:
        head, row = ask.head(), known(ask, key)
        told_so_far = cursor_of(head, key).sequence
        until = min(told_so_far, ask.body.until if ask.body.until is not None else told_so_far)
        if ask.body.after >= until:
            raise errors.InvalidField(field="after", problem=f"must be less than {until}: it was told up to {told_so_far}")
        keeping.tell_again(head, key, ask.body.after, until)
        return answer(draw_webhook(row, cursor_of(head, key)))


class PingWebhook(Door):
    @operation(
        "Send a webhook.test now and see what the receiver says", needs="administer", scope="heavy",
        answers={200: (WebhookAttempt, "What came of it; without an answer `error` says why.")},
        refusals=(errors.UnknownWebhook,),
    )
    def post(self, ask: Ask, key: str) -> HttpResponse:
        head = ask.head()
        known(ask, key)
        webhook = WebhookRow.objects.get(project=head.id, key=key)
        url = cursors.address(cursor_of(head, key), webhook)
        outcome = asyncio.run(called(url, cursors.keys(head, webhook), head, key))
        cursors.keep(head.id, key, [outcome])
        return answer(draw_attempt(Attempt.objects.filter(project=head.id, key=key).first()))


class WebhookAttempts(Door):
    @operation(
        "Read the last attempts to tell a webhook", needs="administer", query=Brief,
        answers={200: (WebhookAttemptList, f"At most {cursors.MOST_ATTEMPTS}, the newest first.")},
        refusals=(errors.UnknownWebhook,),
    )
    def get(self, ask: Ask, key: str) -> HttpResponse:
        known(ask, key)
        found = Attempt.objects.filter(project=ask.head().id, key=key)
        return answer(WebhookAttemptList([draw_attempt(one) for one in found]))


def led_to(url: str) -> dict[str, Any]:
    """What the log says of an address. Raises InvalidField for one that is not called from here."""
    try:
        origin = destination.origin_of(destination.checked(url))
    except destination.NotAllowed as reason:
        raise errors.InvalidField(field="url", problem=str(reason)) from None
    return {"origin": origin, "digest": signing.digest_of(url)}


def with_its_secret(receipt: Receipt, key: str) -> WebhookWithSecret:
    secret = signing.secret_of(receipt.head.log_id, key, receipt.plan.webhooks[key].secret)
    return with_secret(after(receipt, key), secret)


def webhook_told(receipt: Receipt, key: str) -> HttpResponse:
    webhook = after(receipt, key)
    return told(receipt, webhook, ETag=etag(webhook.version))


def after(receipt: Receipt, key: str) -> Webhook:
    return draw_webhook(webhook_row(receipt.plan, receipt.plan.webhooks[key]), find_cursor(receipt.head, key))


def drawn(place: Moment, rows: list[Row]) -> list[Webhook]:
    """The webhooks of these rows with how far each has been told, which of the past is not kept."""
    of_now = Cursor.objects.filter(project=place.head.id) if place.plan is None else ()
    by_key = {cursor.key: cursor for cursor in of_now}
    return [draw_webhook(row, by_key.get(row["key"])) for row in rows]


def known(ask: Ask, key: str) -> Row:
    return moment(ask.head(), "").known(WEBHOOKS, key, errors.UnknownWebhook(key=key, project=ask.project))


def find_cursor(head: Head, key: str) -> Cursor | None:
    return Cursor.objects.filter(project=head.id, key=key).first()


def cursor_of(head: Head, key: str) -> Cursor:
    """Raises UnknownWebhook for one whose request was cut off before its address was kept."""
    cursor = find_cursor(head, key)
    if cursor is None:
        raise errors.UnknownWebhook(key=key, project=head.project)
    return cursor


async def called(url: str, keys: list[bytes], head: Head, key: str) -> Outcome:
    async with Sender(url, keys) as sender:
        return await sender.send(ping(head, key))
