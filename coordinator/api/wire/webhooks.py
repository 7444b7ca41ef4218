"""A webhook on the wire."""

from datetime import datetime

from msgspec import Struct
from msgspec.structs import asdict

from coordinator.eventlog.rows import Row
from coordinator.webhooks import signing
from coordinator.webhooks.models import Attempt, Cursor


class Webhook(Struct, frozen=True):
    """Whom the project tells of what happens. `events` names types (`task.*` is a kind), none of them means all.

    `told` is the sequence up to which the receiver has everything; while it does not answer, `failing_since` says since
    when and `next_try_at` when it is tried again. `reason` says why one that is not `active` is off. Of the past these
    are not kept, nor is `url`, which the log does not hold.
    """

    key: str
    origin: str
    url: str | None
    events: list[str]
    description: str
    active: bool
    reason: str
    told: int | None
    redelivering_until: int | None
    failures: int
    failing_since: datetime | None
    next_try_at: datetime | None
    version: int


class WebhookWithSecret(Webhook, frozen=True):
    """A webhook and the secret to check its signatures with. The secret is shown this once."""

    secret: str


class WebhookList(Struct, frozen=True):
    """A page of webhooks by key."""

    webhooks: list[Webhook]
    cursor: str | None
    head: int


class WebhookAttempt(Struct, frozen=True):
    """One try. `message_id` is what was sent as `webhook-id`; `sequence` is null for a test; `status` without an answer."""

    sequence: int | None
    message_id: str
    type: str
    at: datetime
    status: int | None
    error: str
    milliseconds: int


class WebhookAttemptList(Struct, frozen=True):
    """The last tries, the newest first."""

    attempts: list[WebhookAttempt]


def draw_webhook(row: Row, cursor: Cursor | None = None) -> Webhook:
    failing = cursor is not None and cursor.failing_since is not None
    return Webhook(
        row["key"], row["origin"], signing.opened(cursor.address) if cursor else None, row["events"], row["description"],
        bool(row["active"]), row["reason"], cursor.sequence if cursor else None, cursor.again_until if cursor else None,
        cursor.failures if cursor else 0, cursor.failing_since if cursor else None,
        cursor.next_try_at if cursor and failing else None, row["version"],
    )


def with_secret(webhook: Webhook, secret: str) -> WebhookWithSecret:
    return WebhookWithSecret(**asdict(webhook), secret=secret)


def draw_attempt(one: Attempt) -> WebhookAttempt:
    return WebhookAttempt(one.sequence, one.message_id, one.type, one.at, one.status, one.error, one.milliseconds)
