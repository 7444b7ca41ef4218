"""What tracks deliver, on the wire."""

from datetime import datetime
from typing import Any

import msgspec
from msgspec import Raw, Struct

from coordinator.api.wire.tasks import Evidence
from coordinator.eventlog.rows import Row


class Deliverable(Struct, frozen=True):
    """What a track promises. `number` is its own within the track, for good.

    `done`: it is there, as `actor` said. `verified`: a person has seen it, or the result of a command shows it.
    """

    number: int
    text: str
    done: bool
    verified: bool = False
    actor: str | None = None
    at: datetime | None = None
    note: str = ""
    evidence: list[Evidence] = []


class TrackDeliverable(Deliverable, frozen=True, kw_only=True):
    """A deliverable and where it stands: its track, and its place among the others there, from 0."""

    track: str
    place: int


class DeliverableList(Struct, frozen=True):
    deliverables: list[TrackDeliverable]
    head: int


def draw_deliverables(row: Row) -> list[TrackDeliverable]:
    deliverables: list[dict[str, Any]] = row["deliverables"]
    if isinstance(deliverables, Raw):
        deliverables = msgspec.json.decode(deliverables)
    return [TrackDeliverable(**one, track=row["key"], place=place) for place, one in enumerate(deliverables)]
