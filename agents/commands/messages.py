"""What may be asked as agents and people write to each other."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SendMessage:
    """Write to an agent (agent/ada), a track (track/A), `everyone`, or a `person`.

    `sender` is the agent that writes; left empty, the actor. `to` may be left empty in a reply.
    """

    project: str
    text: str
    to: str = ""
    kind: str = "note"
    sender: str = ""
    reply_to: str = ""
    about: str = ""
    deadline: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AcknowledgeMessage:
    """Say that one of those a message went to has read it. `recipient`: agent/ada, or `person`."""

    project: str
    key: str
    recipient: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolveMessage:
    """Say that what a blocker or a question was about is settled. `by` is the agent that says so, empty for the actor."""

    project: str
    key: str
    note: str = ""
    by: str = ""
