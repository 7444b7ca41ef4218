"""Whom the project tells of what happens, as a frozen value. Knows where a webhook leads only by origin and digest."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Webhook:
    """`digest` is the SHA-256 of the whole address, which lies beside the log: there may be a secret in it.

    `secret` is the sequence of the event that made the signing secret, `former` that of the one before, which goes on
    counting for a while after `rotated_at`. `added` is where the webhook begins: it is told what comes after that.
    """

    key: str
    origin: str
    digest: str
    events: tuple[str, ...]
    description: str
    secret: int
    added: int
    former: int = 0
    rotated_at: datetime | None = None
    active: bool = True
    reason: str = ""
    version: int = 0


def wants(events: Collection[str], type: str) -> bool:
    """Whether events of this type are to be sent: all where none is named, `task.*` means every one of that kind."""
    return not events or any(matches(type, wanted) for wanted in events)


def matches(type: str, wanted: str) -> bool:
    return type.startswith(wanted[:-1]) if wanted.endswith(".*") else type == wanted
