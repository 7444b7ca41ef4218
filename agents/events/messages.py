"""What happens as agents and people write to each other."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutMessage:
    key: str

    @property
    def subject(self) -> str:
        return f"message/{self.key}"


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageSent(AboutMessage):
    """Somebody wrote to `recipients`. `key` is the sequence of this very event, `thread` that of the one that began it."""

    kind: str
    sender: str
    to: str
    recipients: tuple[str, ...]
    text: str
    thread: str
    reply_to: str = ""
    about: str = ""
    deadline: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageAcknowledged(AboutMessage):
    """One of those it went to has read it."""

    recipient: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageResolved(AboutMessage):
    """What a blocker or a question was about is settled."""

    note: str = ""


EVENTS = {
    "message.sent": MessageSent,
    "message.acknowledged": MessageAcknowledged,
    "message.resolved": MessageResolved,
}
