"""A track on the wire."""

from typing import Any

import msgspec
from msgspec import Raw, Struct

from coordinator.api.wire.deliverables import Deliverable
from coordinator.api.wire.tasks import Source, written
from coordinator.api.wire.terms import Terms, draw_terms
from coordinator.eventlog.rows import Row
from tracks.work import STATUSES

COUNTED = ("total", *STATUSES)


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
    terms: Terms


class TrackList(Struct, frozen=True):
    """A page of tracks in plan order."""

    tracks: list[Track]
    cursor: str | None
    head: int


def draw_track(row: Row) -> Track:
    return Track(
        row["key"], row["title"], row["focus"], row["owner"], row["status"], row["percent"], counted(row["counts"]),
        row["blockers"], row["deliverables"], written(row["depends_on"]), row["depends_on"],
        row["weeks"], row["parallelizable"], row["key_files"], row["working_directory"], row["notes"], row["version"],
        Source(row["source_line"], row["status_word"]), draw_terms(row["terms"]),
    )


def counted(counts: Any) -> dict[str, int]:
    """In one order: PostgreSQL keeps the keys of JSON in its own."""
    if isinstance(counts, Raw):
        counts = msgspec.json.decode(counts)
    return {status: counts[status] for status in COUNTED}
