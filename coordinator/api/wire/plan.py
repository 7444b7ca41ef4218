"""What else a plan holds, on the wire: dependencies, conflict areas, allocations."""

from datetime import datetime

import msgspec
from msgspec import Raw, Struct

from coordinator.api.wire.tasks import plain
from coordinator.eventlog.rows import Row


class Line(Struct, frozen=True):
    """The line of the document it came from; 0 where it came from none."""

    line: int


class Dependency(Struct, frozen=True):
    """`item` waits for `needs`: as people write it, and with `_ref` as typed references."""

    item: str
    needs: str
    item_ref: str
    needs_ref: str
    text: str
    version: int
    source: Line


class ConflictArea(Struct, frozen=True):
    """Something several tracks touch: all that they do, or only `paths`.

    `status`: open, resolved (`resolution` says how) or ordered: then everybody waits for the track `first`, by the
    dependencies in `waits`.
    """

    key: str
    area: str
    tracks: list[str]
    resolution: str
    first: str | None
    status: str
    paths: list[str]
    waits: list[str]
    resolved_at: datetime | None
    resolved_by: str | None
    version: int
    source: Line


class Allocation(Struct, frozen=True):
    """Who would do which tracks in one scenario."""

    key: str
    scenario: str
    who: str
    text: str
    tracks: list[str]
    version: int
    source: Line


def draw_dependency(row: Row) -> Dependency:
    return Dependency(
        plain(row["item"]), plain(row["needs"]), row["item"], row["needs"], row["text"], row["version"],
        Line(row["source_line"]),
    )


def draw_conflict_area(row: Row) -> ConflictArea:
    waits = msgspec.json.decode(row["waits"]) if isinstance(row["waits"], Raw) else row["waits"]
    return ConflictArea(
        row["key"], row["area"], row["tracks"], row["resolution"], row["first"] or None, row["status"], row["paths"],
        [" waits for ".join(plain(end) for end in key.split("\t")) for key in waits], row["resolved_at"],
        row["resolved_by"] or None, row["version"], Line(row["source_line"]),
    )


def draw_allocation(row: Row) -> Allocation:
    return Allocation(
        row["key"], row["scenario"], row["who"], row["text"], row["tracks"], row["version"], Line(row["source_line"])
    )
