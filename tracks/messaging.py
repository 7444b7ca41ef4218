"""The rules of messages: who hears what is written, who may acknowledge it, and when something counts as settled."""

from collections.abc import Callable
from typing import Any

from agents import commands as c
from agents import events as e
from agents.messages import EVERYONE, KINDS, LARGEST_INBOX, LONGEST_TEXT, PERSON, SYSTEM, Message, delivery_key
from agents.plan import Agent
from tracks.checks import known_track
from tracks.errors import (
    InboxIsFull, InvalidField, NobodyToTell, NotAddressed, NotAllowed, NothingToResolve, UnknownAgent, UnknownMessage,
    UnknownRecipient, UnknownReference,
)
from tracks.facts import Facts, Letter
from tracks.plan import Plan
from tracks.work import split


def send_message(plan: Plan, command: c.SendMessage, facts: Facts) -> list[Any]:
    sender = speaker(plan, command.sender, facts)
    check_words(plan, command, facts)
    replied = sent(plan, command.reply_to, facts) if command.reply_to else None
    to = command.to or (answered_to(replied.sender) if replied else "")
    if not to:
        raise InvalidField(field="to", problem="is required where `reply_to` does not say what is answered")
    recipients = with_room(plan, to, addressed(plan, to, sender))
    read = read_by_answering(plan, command.reply_to, sender, facts)
    key = str(plan.sequence + len(read) + 1)
    return [*read, e.MessageSent(
        key=key, kind=command.kind, sender=sender, to=to, recipients=tuple(recipients), text=command.text,
        thread=replied.thread if replied else key, reply_to=command.reply_to, about=command.about,
        deadline=command.deadline,
    )]


def read_by_answering(plan: Plan, key: str, sender: str, facts: Facts) -> list[Any]:
    """Who answers has read what is answered."""
    recipient = PERSON if facts.may_step_in and not sender.startswith("agent/") else sender
    is_unread = delivery_key(key, recipient) in plan.deliveries
    return [e.MessageAcknowledged(key=key, recipient=recipient)] if is_unread else []


def acknowledge_message(plan: Plan, command: c.AcknowledgeMessage, facts: Facts) -> list[Any]:
    """Reading twice is reading once. Agents speak for themselves, operators for `person`."""
    if command.recipient == PERSON:
        check_operator(facts)
    else:
        speaker(plan, command.recipient, facts)
    sent(plan, command.key, facts)
    message: Message | None = plan.messages.get(command.key)
    if message is None:
        return []
    if command.recipient not in message.recipients:
        recipients = ", ".join(message.recipients[:8])
        raise NotAddressed(key=command.key, recipient=command.recipient, recipients=recipients)
    if delivery_key(command.key, command.recipient) not in plan.deliveries:
        return []
    return [e.MessageAcknowledged(key=command.key, recipient=command.recipient)]


def resolve_message(plan: Plan, command: c.ResolveMessage, facts: Facts) -> list[Any]:
    """Whoever wrote it, whoever it went to, and operators."""
    by = speaker(plan, command.by, facts)
    kind = sent(plan, command.key, facts).kind
    if kind not in ("question", "blocker"):
        raise NothingToResolve(key=command.key, kind=kind)
    message: Message | None = plan.messages.get(command.key)
    if message is None or not message.is_open:
        return []
    if by not in (message.sender, *message.recipients):
        check_operator(facts)
    return [e.MessageResolved(key=command.key, note=command.note)]


def check_words(plan: Plan, command: c.SendMessage, facts: Facts) -> None:
    if command.kind not in KINDS:
        raise InvalidField(field="kind", problem=f"must be one of {', '.join(KINDS)}")
    if not command.text.strip() or len(command.text) > LONGEST_TEXT:
        raise InvalidField(field="text", problem=f"must be 1 to {LONGEST_TEXT:,} characters")
    if command.about and not plan.exists(command.about):
        raise UnknownReference(reference=command.about)
    if command.deadline is not None and command.deadline <= facts.now:
        raise InvalidField(field="deadline", problem="has passed")


def speaker(plan: Plan, named: str, facts: Facts) -> str:
    """Who says this. Raises NotAllowed for an agent that would speak as another."""
    name = named.removeprefix("agent/")
    if named and name not in plan.agents:
        raise UnknownAgent(name=name, project=plan.project)
    if named and named != facts.actor and not facts.may_step_in:
        raise NotAllowed(actor=facts.actor, role=f"operator, or the token of {name}")
    return named or facts.actor


def check_operator(facts: Facts) -> None:
    if not facts.may_step_in:
        raise NotAllowed(actor=facts.actor, role="operator")


def sent(plan: Plan, key: str, facts: Facts) -> Message | Letter:
    found: Message | Letter | None = plan.messages.get(key) or facts.letters.get(key)
    if found is None:
        raise UnknownMessage(key=key, project=plan.project)
    return found


def answered_to(sender: str) -> str:
    if sender == SYSTEM:
        raise InvalidField(field="to", problem="is required: nobody reads answers to the system")
    return sender if sender.startswith("agent/") else PERSON


def addressed(plan: Plan, to: str, sender: str) -> list[str]:
    """Who hears what is written to `to`. What goes to a track on which no other agent is at work goes to a person."""
    kind, key = split(to)
    if to == PERSON:
        return [PERSON]
    if to == EVERYONE:
        heard = [f"agent/{name}" for name, one in plan.agents.items() if one.joined and not one.stopped]
    elif kind == "track":
        heard = on_track(plan, key)
    elif kind == "agent" and key in plan.agents:
        heard = [to]
    else:
        raise UnknownRecipient(to=to)
    others = sorted(one for one in heard if one != sender)
    return others or ([PERSON] if kind == "track" else [])


def on_track(plan: Plan, key: str) -> list[str]:
    """The agents that hold tasks in a track and, where it is one, the agent that owns it."""
    owner = known_track(plan, key).owner.casefold()

    def hears(one: Agent) -> bool:
        if one.name.casefold() == owner:
            return one.joined and not one.stopped
        return any(task.track == key for task in plan.leased_tasks(one.name))

    return [f"agent/{name}" for name, one in plan.agents.items() if hears(one)]


def with_room(plan: Plan, to: str, recipients: list[str]) -> list[str]:
    """Those whose inbox has room. Of several, whoever has let a thousand messages lie hears no more until it reads them."""
    if not recipients:
        raise NobodyToTell(to=to)
    found = [one for one in recipients if len(plan.inboxes.get(one, ())) < LARGEST_INBOX]
    if not found:
        raise InboxIsFull(recipient=recipients[0], count=LARGEST_INBOX)
    return found


DECIDE: dict[type, Callable[[Plan, Any, Facts], list[Any]]] = {
    c.SendMessage: send_message,
    c.AcknowledgeMessage: acknowledge_message,
    c.ResolveMessage: resolve_message,
}
