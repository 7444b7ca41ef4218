"""A track on the wire, and the deliverables of all of them."""

from typing import Any

import msgspec
from msgspec import Raw, Struct

from coordinator.api.wire.tasks import Source, drawn, written
from coordinator.eventlog.rows import Row
from tracks.plan import STATUSES

COUNTED = ("total", *STATUSES)


class Deliverable(Struct, frozen=True):
    text: str
    done: bool


class Track(Struct, frozen=True):
    """A parallel stream of work. `counts` holds how many of its tasks have each status, `blockers` what it waits for."""

    key: str
    title: str
    focus: str
    owner: str
    status: str
    percent: int
    counts: dict[str, int]
    blockers: list[str]
    deliverables: list[Deliverable]
    depends_on: list[str]
    depends_on_refs: list[str]
    weeks: list[int]
    parallelizable: str
    key_files: list[str]
    working_directory: str
    notes: str
    version: int
    source: Source


class TrackList(Struct, frozen=True):
    """A page of tracks in plan order."""

    tracks: list[Track]
    cursor: str | None
    head: int


class TrackDeliverable(Struct, frozen=True):
    """One deliverable: `place` is its place among its track's, from 0."""

    track: str
    place: int
    text: str
    done: bool


class DeliverableList(Struct, frozen=True):
    deliverables: list[TrackDeliverable]
    head: int


def draw_track(row: Row) -> Track:
    return Track(
        row["key"], row["title"], row["focus"], row["owner"], row["status"], row["percent"], counted(row["counts"]),
        row["blockers"], drawn(Deliverable, row["deliverables"]), written(row["depends_on"]), row["depends_on"],
        row["weeks"], row["parallelizable"], row["key_files"], row["working_directory"], row["notes"], row["version"],
        Source(row["source_line"], row["status_word"]),
    )


def draw_deliverables(row: Row) -> list[TrackDeliverable]:
    deliverables = row["deliverables"]
    if isinstance(deliverables, Raw):
        deliverables = msgspec.json.decode(deliverables, type=list[Deliverable])
    return [TrackDeliverable(row["key"], place, one.text, one.done) for place, one in enumerate(deliverables)]


def counted(counts: Any) -> dict[str, int]:
    """In one order: PostgreSQL keeps the keys of JSON in its own."""
    if isinstance(counts, Raw):
        counts = msgspec.json.decode(counts)
    return {status: counts[status] for status in COUNTED}
