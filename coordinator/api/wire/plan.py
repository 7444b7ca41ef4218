"""What else a plan holds, on the wire: dependencies, sync points, conflict areas, integration points, allocations, notes."""

from msgspec import Struct

from coordinator.api.wire.tasks import plain, written
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


class SyncPoint(Struct, frozen=True):
    """A gate: passed once what stands in `after` is done and somebody has made the check. `status`: open or passed."""

    key: str
    title: str
    status: str
    after: list[str]
    after_refs: list[str]
    check: str
    version: int
    source: Line


class ConflictArea(Struct, frozen=True):
    """Something several tracks touch; `first` is the track that goes first, where the resolution says so."""

    key: str
    area: str
    tracks: list[str]
    resolution: str
    first: str | None
    version: int
    source: Line


class IntegrationPoint(Struct, frozen=True):
    """Where parties meet: what flows between them, and the tasks it names. `status`: open, ready or integrated."""

    key: str
    title: str
    parties: list[str]
    items: list[str]
    refs: list[str]
    status: str
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


class Note(Struct, frozen=True):
    """A text worth keeping.

    `kind`: overview, risk, next_step, criterion, protocol, progress, history, measurement, note, or `unread` for what
    no importer understood.
    """

    key: str
    kind: str
    text: str
    about: str | None
    date: str | None
    version: int
    source: Line


def draw_dependency(row: Row) -> Dependency:
    return Dependency(
        plain(row["item"]), plain(row["needs"]), row["item"], row["needs"], row["text"], row["version"],
        Line(row["source_line"]),
    )


def draw_sync_point(row: Row) -> SyncPoint:
    return SyncPoint(
        row["key"], row["title"], row["status"], written(row["after"]), row["after"], row["check_text"], row["version"],
        Line(row["source_line"]),
    )


def draw_conflict_area(row: Row) -> ConflictArea:
    return ConflictArea(
        row["key"], row["area"], row["tracks"], row["resolution"], row["first"] or None, row["version"],
        Line(row["source_line"]),
    )


def draw_integration_point(row: Row) -> IntegrationPoint:
    return IntegrationPoint(
        row["key"], row["title"], row["parties"], row["items"], row["refs"], row["status"], row["version"],
        Line(row["source_line"]),
    )


def draw_allocation(row: Row) -> Allocation:
    return Allocation(
        row["key"], row["scenario"], row["who"], row["text"], row["tracks"], row["version"], Line(row["source_line"])
    )


def draw_note(row: Row) -> Note:
    return Note(
        row["key"], row["kind"], row["text"], row["about"] or None, row["date"] or None, row["version"],
        Line(row["source_line"]),
    )
