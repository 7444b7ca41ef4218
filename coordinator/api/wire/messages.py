"""A message on the wire."""

from datetime import datetime

from msgspec import Struct
from msgspec.structs import asdict

from coordinator import mailbox


class Recipient(Struct, frozen=True):
    """agent/ada, or `person`; null while it has not acknowledged the message."""

    to: str
    acknowledged_at: datetime | None


class Message(Struct, frozen=True):
    """What somebody wrote. The text is text, whatever it looks like.

    `to` is what was written to, `recipients` who that was. `thread` is the key of the message that began it. `open`: a
    question without its `answer` (a key), or a blocker that nobody has resolved. `unacknowledged` counts recipients.
    """

    key: str
    kind: str
    sender: str
    to: str
    text: str
    about: str | None
    thread: str
    reply_to: str | None
    sent_at: datetime
    deadline: datetime | None
    recipients: list[Recipient]
    unacknowledged: int
    open: bool
    answer: str | None
    resolved_by: str | None
    resolved_at: datetime | None
    resolution: str
    version: int


class SentMessage(Message, frozen=True):
    """The message as it was sent, and to a question that was waited for its `reply`, null where none came in time."""

    reply: Message | None


class MessageList(Struct, frozen=True):
    messages: list[Message]
    cursor: str | None
    head: int


class Inbox(Struct, frozen=True):
    """What was written to an agent, unacknowledged first. `unacknowledged` counts all of those, on this page or not."""

    messages: list[Message]
    unacknowledged: int
    cursor: str | None
    head: int


def draw_message(one: mailbox.Letter) -> Message:
    row = one.row
    return Message(
        row.key, row.kind, row.sender, row.to, row.text, row.about or None, row.thread, row.reply_to or None, row.sent_at,
        row.deadline, [Recipient(to.name, to.acknowledged_at) for to in one.recipients], one.unread, one.is_open,
        one.answer or None, row.resolved_by if one.is_resolved else None, row.resolved_at if one.is_resolved else None,
        row.resolution if one.is_resolved else "", one.version,
    )


def with_reply(message: Message, reply: Message | None) -> SentMessage:
    return SentMessage(**asdict(message), reply=reply)
