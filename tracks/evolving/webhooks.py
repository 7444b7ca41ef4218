"""What the events change of webhooks."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tracks import events as e
from tracks.draft import Draft
from tracks.happened import Happened
from tracks.webhooks import Webhook


def webhook_added(draft: Draft, event: e.WebhookAdded, at: Happened) -> None:
    draft.webhooks[event.key] = Webhook(
        event.key, event.origin, event.digest, event.events, event.description, secret=at.sequence, added=at.sequence,
        version=at.sequence,
    )


def webhook_revised(draft: Draft, event: e.WebhookRevised, at: Happened) -> None:
    change(
        draft, event, at, origin=event.origin, digest=event.digest, events=event.events, description=event.description
    )


def webhook_secret_rotated(draft: Draft, event: e.WebhookSecretRotated, at: Happened) -> None:
    change(draft, event, at, secret=at.sequence, former=draft.webhooks[event.key].secret, rotated_at=at.at)


def webhook_enabled(draft: Draft, event: e.WebhookEnabled, at: Happened) -> None:
    change(draft, event, at, active=True, reason="")


def webhook_disabled(draft: Draft, event: e.WebhookDisabled, at: Happened) -> None:
    change(draft, event, at, active=False, reason=event.reason)


def webhook_removed(draft: Draft, event: e.WebhookRemoved, at: Happened) -> None:
    del draft.webhooks[event.key]


def change(draft: Draft, event: Any, at: Happened, **values: Any) -> None:
    draft.webhooks[event.key] = replace(draft.webhooks[event.key], version=at.sequence, **values)


EVOLVE: dict[type, Callable[[Draft, Any, Happened], None]] = {
    e.WebhookAdded: webhook_added,
    e.WebhookRevised: webhook_revised,
    e.WebhookSecretRotated: webhook_secret_rotated,
    e.WebhookEnabled: webhook_enabled,
    e.WebhookDisabled: webhook_disabled,
    e.WebhookRemoved: webhook_removed,
}
