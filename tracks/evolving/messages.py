"""What the events of messages change."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from agents import events as e
from agents.messages import Delivery, Message, delivery_key
from tracks.draft import Draft
from tracks.happened import Happened


def message_sent(draft: Draft, event: e.MessageSent, at: Happened) -> None:
    draft.put_message(Message(
        event.key, event.kind, event.sender, event.to, event.text, event.thread, at.at, event.recipients,
        event.reply_to, event.about, event.deadline, len(event.recipients), version=at.sequence,
    ))
    for recipient in event.recipients:
        draft.deliver(Delivery(event.key, recipient, at.sequence))
    asked: Message | None = draft.messages.get(event.reply_to)
    if asked and asked.kind == "question" and asked.is_open and asked.sender != event.sender:
        draft.put_message(replace(asked, answer=event.key, version=at.sequence))


def message_acknowledged(draft: Draft, event: e.MessageAcknowledged, at: Happened) -> None:
    delivery = draft.deliveries[delivery_key(event.key, event.recipient)]
    draft.take_in(replace(delivery, acknowledged=at.sequence, acknowledged_at=at.at, version=at.sequence))
    message = draft.messages[event.key]
    draft.put_message(replace(message, unread=message.unread - 1, version=at.sequence))


def message_resolved(draft: Draft, event: e.MessageResolved, at: Happened) -> None:
    draft.put_message(replace(
        draft.messages[event.key], resolved=at.sequence, resolved_by=at.actor, resolved_at=at.at, resolution=event.note,
        version=at.sequence,
    ))


EVOLVE: dict[type, Callable[[Draft, Any, Happened], None]] = {
    e.MessageSent: message_sent,
    e.MessageAcknowledged: message_acknowledged,
    e.MessageResolved: message_resolved,
}
