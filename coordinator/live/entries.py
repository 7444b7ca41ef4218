"""An event as it lies ready for every subscriber: its place, what filters and pages ask about it, and its JSON, made once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec

from coordinator.eventlog.store import Recorded
from coordinator.live.frames import whole_frame
from coordinator.live.topics import topics_of

Within = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Entry:
    """`frame` is what goes over the wire; `within` names the parents and the track of the task it is about."""

    sequence: int
    hash: str
    type: str
    subject: str
    actor: str
    within: tuple[str, ...]
    topics: frozenset[str]
    frame: bytes
    header: int  # how many bytes of the frame come before the text

    @property
    def text(self) -> str:
        """What a socket says of the event."""
        return self.frame[self.header :].decode()

    @property
    def as_rest(self) -> str:
        """The same as the API draws it, where `type` is the event's own."""
        return f'{{"type":"{self.type}"' + self.text[len(start_of_text(self.type)) :]


class Drawn(msgspec.Struct):
    """The fields behind the type, as the API draws them. `data` is the text that was hashed, byte for byte."""

    sequence: int
    subject: str
    actor: str
    recorded_at: datetime
    data: msgspec.Raw
    hash: str
    prev_hash: str
    event_id: str
    version: int
    command_key: str
    correlation_id: str
    causation: int | None


def start_of_text(type: str) -> str:
    return f'{{"type":"event","event":"{type}"'


def entry(event: Recorded, within: Sequence[str]) -> Entry:
    drawn = Drawn(
        event.sequence, event.subject, event.actor, event.recorded_at, msgspec.Raw(event.body.encode()), event.hash,
        event.prev_hash, event.event_id, event.version, event.command_key, event.correlation_id, event.causation,
    )
    text = start_of_text(event.type).encode() + b"," + msgspec.json.encode(drawn)[1:]
    topics = topics_of(event.type, event.subject, event.actor, event.body, within)
    return Entry(
        event.sequence, event.hash, event.type, event.subject, event.actor, tuple(within), topics, *whole_frame(text)
    )


def entries(events: Iterable[Recorded], within: Within) -> list[Entry]:
    """`within` maps the subjects that are part of something to what that is."""
    return [entry(event, within.get(event.subject, ())) for event in events]
