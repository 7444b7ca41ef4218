"""What of all that was written needs a person: open blockers, questions to people or past their time, unread mail."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from agents.messages import PERSON, Message
from tracks.attention.items import Action, Item, post
from tracks.attention.weights import behind_it, weight
from tracks.attention.work import Drawn
from tracks.plan import Plan

LONGEST = 300  # characters of a text that the queue shows


def for_a_person(plan: Plan, now: datetime | None) -> Iterator[Drawn]:
    for key in {**dict.fromkeys(plan.unsettled), **dict.fromkeys(plan.inboxes.get(PERSON, ()))}:
        message = plan.messages[key]
        if needs_a_person(message, now):
            holds_up = weight(plan, message.about or message.sender)
            yield holds_up, f"message/{key}", partial(drawn, message)


def needs_a_person(message: Message, now: datetime | None) -> bool:
    is_late = bool(message.is_open and message.deadline and now and message.deadline <= now)
    return PERSON in message.recipients or message.kind == "blocker" or is_late


def drawn(message: Message, holds_up: int, id: str) -> Item:
    kind = message.kind if message.is_open else "message"
    return Item(
        id, kind, message.about or id, f"{name(message.sender)}: {shortened(message.text)}", behind_it(holds_up),
        message.sent_at, message.sender, holds_up, answers(message),
    )


def answers(message: Message) -> tuple[Action, ...]:
    reply = post("Answer", "messages", reply_to=message.key, text="", to=back_to(message))
    if message.is_open:
        return (reply, post("Settle", "messages", message.key, "resolve", note=""))
    return (post("Read", "messages", message.key, "ack"), reply)


def back_to(message: Message) -> str:
    return message.sender if message.sender.startswith("agent/") else PERSON


def name(sender: str) -> str:
    return sender.partition("/")[2] or sender


def shortened(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
