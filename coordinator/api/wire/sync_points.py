"""A sync point on the wire, with its checks and what came of them."""

from datetime import datetime
from typing import Any

from msgspec import Struct

from coordinator.api.wire.plan import Line
from coordinator.api.wire.tasks import written
from coordinator.eventlog.rows import Row


class CheckAnswer(Struct, frozen=True):
    """What somebody found. Of a command: the exit status and the SHA-256, in hex, of what it wrote."""

    holds: bool
    text: str
    exit_status: int | None
    digest: str
    actor: str
    recorded_at: datetime
    sequence: int


class Check(Struct, frozen=True):
    """What must hold. `kind`: text (a person looks), command (`text` is run and ends with 0), metric (`metric` is the
    name of a measurement, which is held against `value`; nobody answers it).
    """

    number: int
    kind: str
    text: str
    metric: str | None
    comparison: str | None
    value: str | None
    holds: bool
    answer: CheckAnswer | None


class SyncPoint(Struct, frozen=True):
    """A gate: passed once what stands in `after` is done and every check holds. `status`: open or passed.

    `blockers` says in words what keeps it closed. `auto`: it opens by itself, once; after it was `reopened` a person
    passes it. `despite` is the reason why it was passed although not every check held. `check` is the first text check.
    """

    key: str
    title: str
    status: str
    after: list[str]
    after_refs: list[str]
    check: str
    checks: list[Check]
    blockers: list[str]
    auto: bool
    reopened: bool
    passed_by: str | None
    passed_at: datetime | None
    note: str
    despite: str
    version: int
    source: Line


class SyncPointList(Struct, frozen=True):
    sync_points: list[SyncPoint]
    cursor: str | None
    head: int


class Reopened(SyncPoint, frozen=True):
    """A sync point that is closed again, and the tasks behind it: those that go on because they have begun, and those
    that wait again. At most a hundred of each.
    """

    goes_on: list[str]
    waits_again: list[str]


def draw_sync_point(row: Row, shape: type[SyncPoint] = SyncPoint, **more: Any) -> Any:
    return shape(
        row["key"], row["title"], row["status"], written(row["after"]), row["after"], row["check_text"], row["checks"],
        row["blockers"], row["auto"], row["reopened"], row["passed_by"] or None, row["passed_at"], row["note"],
        row["despite"], row["version"], Line(row["source_line"]), **more,
    )
