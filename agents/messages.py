"""What agents and people write to each other, as the rules see it.

A message leaves the plan once everybody it went to has acknowledged it and nothing is left to answer or resolve: a
plan holds what is open, the log and its table hold everything that was ever said.
"""

from dataclasses import dataclass
from datetime import datetime

KINDS = ("note", "question", "handover", "blocker")
PERSON = "person"  # whoever operates the project
EVERYONE = "everyone"
SYSTEM = "system"
LONGEST_TEXT = 16_000
LARGEST_INBOX = 1_000


@dataclass(frozen=True, slots=True)
class Message:
    """`key` is the sequence of the event that sent it, in digits; `thread` that of the message that began the talk.

    `sender` is agent/ada, the name of a person, or `system`; `to` what was written to, `recipients` who that was:
    agent/ada, or `person`. `unread` counts those who have not acknowledged it; `answer` is the key of the first answer.
    """

    key: str
    kind: str
    sender: str
    to: str
    text: str
    thread: str
    sent_at: datetime
    recipients: tuple[str, ...] = ()
    reply_to: str = ""
    about: str = ""
    deadline: datetime | None = None
    unread: int = 0
    answer: str = ""
    resolved: int | None = None
    resolved_by: str = ""
    resolved_at: datetime | None = None
    resolution: str = ""
    version: int = 0

    @property
    def is_open(self) -> bool:
        """A question waits for its answer, a blocker to be resolved; nothing else waits for anything."""
        if self.kind == "question":
            return not self.answer and self.resolved is None
        return self.kind == "blocker" and self.resolved is None

    @property
    def is_over(self) -> bool:
        return not self.unread and not self.is_open


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message on its way to one recipient; `acknowledged` is the sequence of the event that says it was read."""

    message: str
    recipient: str
    version: int
    acknowledged: int | None = None
    acknowledged_at: datetime | None = None

    @property
    def key(self) -> str:
        return delivery_key(self.message, self.recipient)


def delivery_key(message: str, recipient: str) -> str:
    """Names may hold spaces but no tabs."""
    return f"{message}\t{recipient}"
