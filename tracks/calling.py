"""The rules of webhooks: who is told of what happens, and from when to when."""

import re
from collections.abc import Callable
from typing import Any

from tracks import commands as c
from tracks import events as e
from tracks.checks import check_key, edited
from tracks.errors import InvalidField, TooManyWebhooks, UnknownWebhook, VersionMismatch, WebhookExists
from tracks.facts import Facts
from tracks.plan import Plan
from tracks.webhooks import Webhook

MOST = 50
MOST_EVENTS = 100
LONGEST_DESCRIPTION = 500
EVENT = re.compile(r"[a-z_]+\.(\*|[a-z_]+)")


def add_webhook(plan: Plan, command: c.AddWebhook, facts: Facts) -> list[Any]:
    key = command.key or f"w{plan.sequence + 1}"
    check_key(key)
    check_words(command.events, command.description)
    if before := plan.webhooks.get(key):
        raise WebhookExists(key=key, origin=before.origin)
    if len(plan.webhooks) >= MOST:
        raise TooManyWebhooks(count=len(plan.webhooks))
    return [e.WebhookAdded(
        key=key, origin=command.origin, digest=command.digest, events=command.events, description=command.description,
    )]


def revise_webhook(plan: Plan, command: c.ReviseWebhook, facts: Facts) -> list[Any]:
    webhook = known_webhook(plan, command.key)
    if command.expected_version not in (None, webhook.version):
        raise VersionMismatch(key=webhook.key, version=webhook.version, expected=command.expected_version)
    wanted = edited(webhook, command, "origin", "digest", "events", "description")
    check_words(wanted["events"], wanted["description"])
    if all(getattr(webhook, name) == value for name, value in wanted.items()):
        return []
    return [e.WebhookRevised(key=webhook.key, **wanted)]


def rotate_secret(plan: Plan, command: c.RotateWebhookSecret, facts: Facts) -> list[Any]:
    return [e.WebhookSecretRotated(key=known_webhook(plan, command.key).key)]


def enable_webhook(plan: Plan, command: c.EnableWebhook, facts: Facts) -> list[Any]:
    webhook = known_webhook(plan, command.key)
    return [] if webhook.active else [e.WebhookEnabled(key=webhook.key)]


def disable_webhook(plan: Plan, command: c.DisableWebhook, facts: Facts) -> list[Any]:
    webhook = known_webhook(plan, command.key)
    check_description("reason", command.reason)
    return [e.WebhookDisabled(key=webhook.key, reason=command.reason)] if webhook.active else []


def remove_webhook(plan: Plan, command: c.RemoveWebhook, facts: Facts) -> list[Any]:
    return [e.WebhookRemoved(key=known_webhook(plan, command.key).key)]


def known_webhook(plan: Plan, key: str) -> Webhook:
    if key not in plan.webhooks:
        raise UnknownWebhook(key=key, project=plan.project)
    return plan.webhooks[key]


def check_words(events: tuple[str, ...], description: str) -> None:
    if len(events) > MOST_EVENTS:
        raise InvalidField(field="events", problem=f"may name at most {MOST_EVENTS}")
    for event in events:
        if len(event) > 64 or not EVENT.fullmatch(event):
            raise InvalidField(field="events", problem="must be types of events such as task.completed or task.*")
    check_description("description", description)


def check_description(field: str, text: str) -> None:
    if len(text) > LONGEST_DESCRIPTION:
        raise InvalidField(field=field, problem=f"must be at most {LONGEST_DESCRIPTION} characters")


DECIDE: dict[type, Callable[[Plan, Any, Facts], list[Any]]] = {
    c.AddWebhook: add_webhook,
    c.ReviseWebhook: revise_webhook,
    c.RotateWebhookSecret: rotate_secret,
    c.EnableWebhook: enable_webhook,
    c.DisableWebhook: disable_webhook,
    c.RemoveWebhook: remove_webhook,
}
