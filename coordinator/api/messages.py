"""Messages: send (and wait for the answer), list, read, acknowledge, resolve; and the inbox of an agent."""

import time
from datetime import datetime
from functools import partial
from typing import Annotated, Any, Literal

import msgspec
from django.http import HttpResponse
from msgspec import Meta

from agents.commands import AcknowledgeMessage, ResolveMessage, SendMessage
from agents.messages import EVERYONE, LONGEST_TEXT, PERSON
from coordinator import mailbox, plans, presence
from coordinator.api.brief import PLACES
from coordinator.api.cursors import NumberPart, cursor_at, place_behind
from coordinator.api.door import JSON, Ask, Door, address, answer, operation, told
from coordinator.api.reading import Strict, Text
from coordinator.api.references import typed
from coordinator.api.rows import At, Page
from coordinator.api.versions import etag
from coordinator.api.waiting import PLACE, Wait, grows_into
from coordinator.api.wire.messages import Inbox, Message, MessageList, SentMessage, draw_message, with_reply
from coordinator.command_handler import Receipt
from coordinator.eventlog import store
from coordinator.eventlog.store import Head
from coordinator.one_hop import Parked
from coordinator.travelling import sequence_of
from tracks import errors
from tracks.plan import Plan

LONGEST_WAIT = 60
Seconds = Annotated[float, Meta(ge=0, le=LONGEST_WAIT)]
KINDS = Literal["note", "question", "handover", "blocker"]


class NewMessage(Strict):
    """`to`: an agent, a track, `everyone` or `person`; in a reply it may be left out. `wait` waits for a question's answer."""

    text: Annotated[str, Meta(min_length=1, max_length=LONGEST_TEXT)]
    to: Annotated[str, Meta(max_length=110, description="ada or agent/ada, A or track/A, everyone, person.")] = ""
    kind: KINDS = "note"
    about: Annotated[str, Meta(max_length=180, description="The task, track or sync point that it is about.")] = ""
    reply_to: Annotated[str, Meta(max_length=20, description="The key of the message that this answers.")] = ""
    deadline: datetime | None = None
    agent: Annotated[str, Meta(max_length=100, description="Who writes; an operator may write for an agent.")] = ""
    wait: Seconds = 0


class MessageFilter(Page):
    """`to`, `sender` and `unacknowledged` (who has not read it) take agent/ada, person and the like, as messages show them."""

    thread: Annotated[str, Meta(max_length=20)] = ""
    about: Annotated[str, Meta(max_length=180)] = ""
    kind: Literal["", "note", "question", "handover", "blocker"] = ""
    to: Annotated[str, Meta(max_length=110)] = ""
    sender: Annotated[str, Meta(max_length=160)] = ""
    unacknowledged: Annotated[str, Meta(max_length=110, description="agent/ada, person, or `anybody`.")] = ""
    order: Annotated[Literal["oldest", "newest"], Meta(description="Which come first.")] = "oldest"


class InboxPage(Page):
    """`wait` answers as soon as there is an unacknowledged message behind `after`, at the latest after so many seconds."""

    after: Annotated[int, Meta(ge=0, le=2**53, description="The key of the newest message you have.")] = 0
    wait: Seconds = 0


class Who(Strict):
    agent: Annotated[str, Meta(max_length=100, description="Who has read it; left out, the caller.")] = ""


class Resolution(Who):
    note: Text = ""


class Messages(Door):
    @operation("List what was written", query=MessageFilter, answers={200: (MessageList, "A page of messages.")})
    def get(self, ask: Ask) -> HttpResponse:
        head = ask.head()
        at = moment_of(ask, head)
        rows = wanted(ask, head, at)
        found = mailbox.letters(head.id, rows[: ask.query.limit + 1], at)
        shown = [draw_message(one) for one in found[: ask.query.limit]]
        vars(ask.query)[PLACES] = [[int(one.key)] for one in shown]
        cursor = cursor_at([int(shown[-1].key)]) if len(found) > ask.query.limit else None
        return answer(MessageList(shown, cursor, at))

    @operation(
        "Write to an agent, a track, everyone or a person; a question may wait for its answer", needs="work", body=NewMessage,
        answers={201: (SentMessage, "It is on its way.")},
        refusals=(
            errors.UnknownRecipient, errors.NobodyToTell, errors.InboxIsFull, errors.UnknownMessage, errors.UnknownAgent,
            errors.UnknownReference, errors.UnknownTrack,
        ),
        example={"to": "bob", "kind": "question", "text": "Which of the two formats?", "about": "B.4", "wait": 30},
    )
    def post(self, ask: Ask) -> HttpResponse:
        scope = getattr(ask.request, "scope", {})
        if PLACE in scope:
            return answered_or_waits(ask, scope[PLACE])
        receipt = sent(ask)
        key = receipt.events[-1].subject.removeprefix("message/")
        if ask.body.wait and ask.body.kind == "question":
            wait = scope[PLACE] = WaitForAnswer(time.monotonic() + ask.body.wait, key)
            return answered_or_waits(ask, wait)
        shown = with_reply(shown_at(ask, receipt.head, key, receipt.plan.sequence), None)
        return told(receipt, shown, 201, **headers_of(ask, shown))


class OneMessage(Door):
    @operation("Read a message", query=At, answers={200: (Message, "The message.")}, refusals=(errors.UnknownMessage,))
    def get(self, ask: Ask, key: str) -> HttpResponse:
        head = ask.head()
        shown = shown_at(ask, head, key, moment_of(ask, head))
        return answer(shown, ETag=etag(shown.version))


class Acknowledge(Door):
    @operation(
        "Say that you have read a message", needs="work", body=Who,
        answers={200: (Message, "It is noted, now or before.")},
        refusals=(errors.UnknownMessage, errors.NotAddressed, errors.UnknownAgent), example={"agent": "ada"},
    )
    def post(self, ask: Ask, key: str) -> HttpResponse:
        recipient = spoken_for(ask) or PERSON
        return message_told(ask, ask.tell(AcknowledgeMessage(project=ask.project, key=key, recipient=recipient)), key)


class Resolve(Door):
    @operation(
        "Say that what a blocker or question was about is settled", needs="work", body=Resolution,
        answers={200: (Message, "It is settled, now or before.")},
        refusals=(errors.UnknownMessage, errors.NothingToResolve, errors.UnknownAgent),
        example={"note": "the key is in the vault"},
    )
    def post(self, ask: Ask, key: str) -> HttpResponse:
        command = ResolveMessage(project=ask.project, key=key, note=ask.body.note, by=spoken_for(ask))
        return message_told(ask, ask.tell(command), key)


class InboxOf(Door):
    @operation(
        "Read what was written to an agent, unacknowledged first; may wait for something new", query=InboxPage,
        answers={200: (Inbox, "A page of the inbox.")}, refusals=(errors.UnknownAgent,),
    )
    def get(self, ask: Ask, name: str) -> HttpResponse:
        head = ask.head()
        plan = plans.catch_up(head)
        if name not in plan.agents:
            raise errors.UnknownAgent(name=name, project=ask.project)
        shown = inbox_of(ask, head, f"agent/{name}", moment_of(ask, head))
        wait = getattr(ask.request, "scope", {}).setdefault(PLACE, Wait(time.monotonic() + ask.query.wait))
        if ask.query.at or has_mail(plan, name, ask.query.after) or time.monotonic() >= wait.deadline:
            return answer(shown)
        if not ask.is_resumed:
            presence.seen(head.id, [name], store.clock())  # whoever waits for mail is there
        until = partial(grows_into, head, wait.deadline, lambda newest: has_mail(newest, name, ask.query.after))
        return Parked(msgspec.json.encode(shown), content_type=JSON, until=until)


# Sending -------------------------------------------------------------------------------------------------------------


def sent(ask: Ask) -> Receipt:
    body: NewMessage = ask.body
    about = typed(ask, [body.about])[0] if body.about else ""
    return ask.tell(SendMessage(
        project=ask.project, text=body.text, to=whom(ask, body.to), kind=body.kind, sender=spoken_for(ask),
        reply_to=body.reply_to, about=about, deadline=body.deadline,
    ))


class WaitForAnswer(Wait):
    """What a question that waits keeps from one run to the next: it was sent, and under this key."""

    def __init__(self, deadline: float, key: str) -> None:
        super().__init__(deadline)
        self.key = key


def answered_or_waits(ask: Ask, wait: WaitForAnswer) -> HttpResponse:
    head = ask.head()
    asked = shown_at(ask, head, wait.key, head.sequence)
    shown = with_reply(asked, shown_at(ask, head, asked.answer, head.sequence) if asked.answer else None)
    if not asked.open or time.monotonic() >= wait.deadline:
        return answer(shown, 201, **headers_of(ask, shown))
    until = partial(grows_into, head, wait.deadline, lambda plan: is_settled(plan, wait.key))
    return Parked(
        msgspec.json.encode(shown), status=201, content_type=JSON, headers={"ETag": etag(shown.version)}, until=until
    )


def headers_of(ask: Ask, shown: SentMessage) -> dict[str, str]:
    return {"Location": address(ask, shown.key), "ETag": etag(shown.version)}


def is_settled(plan: Plan, key: str) -> bool:
    message = plan.messages.get(key)
    return message is None or not message.is_open


def whom(ask: Ask, to: str) -> str:
    """An agent before a track, where only a name was given."""
    if not to or to in (EVERYONE, PERSON) or to.partition("/")[0] in ("agent", "track"):
        return to
    if to == "operators":
        return PERSON
    plan = plans.catch_up(ask.head())
    return f"agent/{to}" if to in plan.agents else f"track/{to}" if to in plan.tracks else to


def spoken_for(ask: Ask) -> str:
    """The agent that speaks, empty for a person. Only operators speak for agents other than themselves."""
    name = ask.act_as(ask.body.agent)
    if name and name != ask.caller.agent:
        ask.need("operate")
    return f"agent/{name}" if name else ""


# Showing -------------------------------------------------------------------------------------------------------------


def moment_of(ask: Ask, head: Head) -> int:
    return sequence_of(head, ask.query.at) if ask.query.at else head.sequence


def wanted(ask: Ask, head: Head, at: int) -> Any:
    query: MessageFilter = ask.query
    rows = mailbox.messages(head.id, at)
    about = typed(ask, [query.about])[0] if query.about else ""
    asked = {"thread": query.thread, "about": about, "kind": query.kind, "to": query.to, "sender": query.sender}
    rows = rows.filter(**{name: value for name, value in asked.items() if value})
    if query.unacknowledged:
        recipient = "" if query.unacknowledged == "anybody" else query.unacknowledged
        rows = rows.filter(mailbox.unread_by(recipient, at))
    after = place_behind(query.cursor, NumberPart)
    if query.order == "newest":
        return (rows.filter(sequence__lt=after[0]) if after else rows).order_by("-sequence")
    return (rows.filter(sequence__gt=after[0]) if after else rows).order_by("sequence")


def shown_at(ask: Ask, head: Head, key: str, at: int) -> Message:
    found = mailbox.letter(head.id, key, at)
    if found is None:
        raise errors.UnknownMessage(key=key, project=ask.project)
    return draw_message(found)


def message_told(ask: Ask, receipt: Receipt, key: str) -> HttpResponse:
    """The message as the command left it."""
    shown = shown_at(ask, receipt.head, key, receipt.plan.sequence)
    return told(receipt, shown, ETag=etag(shown.version))


def inbox_of(ask: Ask, head: Head, recipient: str, at: int) -> Inbox:
    query: InboxPage = ask.query
    after = place_behind(query.cursor, NumberPart, NumberPart) or [0, query.after]
    found = mailbox.inbox(head.id, recipient, at, (after[0], after[1]), query.limit + 1)
    unread = mailbox.unread_count(head.id, recipient, at)
    page = found[: query.limit]
    places = [[int(is_read(one, recipient)), one.row.sequence] for one in page]
    vars(query)[PLACES] = places
    cursor = cursor_at(places[-1]) if len(found) > query.limit else None
    return Inbox([draw_message(one) for one in page], unread, cursor, at)


def is_read(letter: mailbox.Letter, recipient: str) -> bool:
    return any(one.name == recipient and one.acknowledged_at for one in letter.recipients)


def has_mail(plan: Plan, name: str, after: int) -> bool:
    """Whether there is something unread behind `after`. Looks at what is unread, which is a thousand at most."""
    return any(int(key) > after for key in plan.inboxes.get(f"agent/{name}", ()))
