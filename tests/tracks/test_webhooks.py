"""Webhooks: who is told of what happens, and from when to when. Neither a secret nor a whole address is in the log."""

from typing import Any

import pytest

from tests.support.given import NOON, given
from tracks import calling
from tracks.commands import (
    AddWebhook, DisableWebhook, EnableWebhook, RemoveWebhook, ReviseWebhook, RotateWebhookSecret,
)
from tracks.errors import InvalidField, TooManyWebhooks, UnknownWebhook, VersionMismatch, WebhookExists
from tracks.events import (
    WebhookAdded, WebhookDisabled, WebhookEnabled, WebhookRemoved, WebhookRevised, WebhookSecretRotated,
)
from tracks.webhooks import wants

WHERE: dict[str, Any] = {"origin": "https://hooks.example.org", "digest": "0" * 64}
chat = WebhookAdded(key="chat", events=("task.*",), description="the chat", **WHERE)
ADDED = 5  # the sequence of `chat` behind the four events of the world


def test_a_webhook_begins_where_it_is_added() -> None:
    outcome = given().when(AddWebhook, key="chat", events=("task.*",), description="the chat", **WHERE)
    outcome.then(chat)
    webhook = outcome.plan.webhooks["chat"]
    assert (webhook.added, webhook.secret, webhook.active) == (ADDED, ADDED, True)


def test_without_a_key_it_gets_one_that_was_never_used() -> None:
    given().when(AddWebhook, **WHERE).then(WebhookAdded(key="w5", **WHERE))
    given(chat, WebhookRemoved(key="chat")).when(AddWebhook, **WHERE).then(WebhookAdded(key="w7", **WHERE))


def test_a_key_is_taken_once() -> None:
    given(chat).when(AddWebhook, key="chat", **WHERE).then_refused(WebhookExists, key="chat")


def test_there_may_not_be_too_many() -> None:
    many = [WebhookAdded(key=f"w{number}", **WHERE) for number in range(calling.MOST)]
    given(*many).when(AddWebhook, key="more", **WHERE).then_refused(TooManyWebhooks, count=calling.MOST)


@pytest.mark.parametrize("event", ["", "task", "task.**", "Task.added", "task.added ", "*", "a" * 70 + ".b"])
def test_what_is_no_type_of_an_event_is_refused(event: str) -> None:
    given().when(AddWebhook, events=(event,), **WHERE).then_refused(InvalidField, field="events")


def test_too_much_of_anything_is_refused() -> None:
    given().when(AddWebhook, events=("task.added",) * 101, **WHERE).then_refused(InvalidField, field="events")
    given().when(AddWebhook, description="x" * 501, **WHERE).then_refused(InvalidField, field="description")
    given(chat).when(DisableWebhook, key="chat", reason="x" * 501).then_refused(InvalidField, field="reason")


def test_an_edit_changes_what_it_names() -> None:
    edited = WebhookRevised(key="chat", events=(), description="the chat", **WHERE)
    given(chat).when(ReviseWebhook, key="chat", events=()).then(edited)
    given(chat).when(ReviseWebhook, key="chat", description="the chat").then_nothing()


def test_an_edit_of_what_somebody_else_has_edited_is_refused() -> None:
    refused = given(chat).when(ReviseWebhook, key="chat", description="ours", expected_version=ADDED - 1)
    refused.then_refused(VersionMismatch, version=ADDED)


def test_another_secret_leaves_the_former_one_known() -> None:
    outcome = given(chat).when(RotateWebhookSecret, key="chat")
    outcome.then(WebhookSecretRotated(key="chat"))
    webhook = outcome.plan.webhooks["chat"]
    assert (webhook.secret, webhook.former) == (ADDED + 1, ADDED)
    assert webhook.rotated_at and webhook.rotated_at < NOON


def test_it_is_switched_off_for_a_reason_and_on_again() -> None:
    off = WebhookDisabled(key="chat", reason="nobody answers")
    outcome = given(chat).when(DisableWebhook, key="chat", reason="nobody answers")
    outcome.then(off)
    assert (outcome.plan.webhooks["chat"].active, outcome.plan.webhooks["chat"].reason) == (False, "nobody answers")
    given(chat, off).when(DisableWebhook, key="chat").then_nothing()
    on = given(chat, off).when(EnableWebhook, key="chat")
    on.then(WebhookEnabled(key="chat"))
    assert (on.plan.webhooks["chat"].active, on.plan.webhooks["chat"].reason) == (True, "")
    given(chat).when(EnableWebhook, key="chat").then_nothing()


def test_one_that_is_gone_leaves_nothing_behind() -> None:
    outcome = given(chat).when(RemoveWebhook, key="chat")
    outcome.then(WebhookRemoved(key="chat"))
    assert not outcome.plan.webhooks


@pytest.mark.parametrize("command", [ReviseWebhook, RotateWebhookSecret, EnableWebhook, DisableWebhook, RemoveWebhook])
def test_an_unknown_one_is_nobody_to_do_anything_with(command: type) -> None:
    given(chat).when(command, key="mail").then_refused(UnknownWebhook, key="mail")


@pytest.mark.parametrize(
    ("events", "type", "wanted"),
    [((), "task.added", True), (("task.*",), "task.added", True), (("task.*",), "tasks.added", False),
     (("task.added", "track.*"), "task.removed", False), (("task.added", "track.*"), "track.removed", True)],
)
def test_it_is_told_what_it_asked_for(events: tuple[str, ...], type: str, wanted: bool) -> None:
    assert wants(events, type) is wanted
