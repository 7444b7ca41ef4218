"""A task on the wire."""

from datetime import datetime
from typing import Any

import msgspec
from msgspec import Raw, Struct

from coordinator.api.wire.terms import Terms, draw_terms
from coordinator.eventlog.rows import Row
from tracks.work import split

EMPTY = Raw(b"[]")
VERIFIED: dict[str, bool | str] = {"no": False, "claimed": "claimed", "verified": True}


class Step(Struct, frozen=True):
    text: str
    done: bool


class Evidence(Struct, frozen=True):
    """What shows that a task is done. `kind`: text, command, commit, file, url; `digest` SHA-256 in hex of an output."""

    kind: str
    text: str
    exit_status: int | None
    digest: str


class Lease(Struct, frozen=True):
    """The right to work on a task: whose it is, the fencing token that goes with it, and when it ends without a beat."""

    agent: str
    fence: int
    until: datetime | None


class Source(Struct, frozen=True):
    """Where it came from: the line of the document (0: none) and the document's own word for the status."""

    line: int
    status_word: str


class Task(Struct, frozen=True):
    """A task. `depends_on` says what it waits for as people write it, `depends_on_refs` as typed references.

    `blocked_by` says in words why it cannot go on. `tail` is the work in minutes on the longest path from here to the
    end. `waits_for` is what a blocked task needs to go on; `offers` says how many results that came too late wait for an
    answer. `terms` are its own; `demands` says in words what must be shown before it is done, those of its track too;
    `verified` is true where that was shown or somebody else approved, "claimed" where there is the doer's word alone.
    `attempts` counts how often it was taken up, `failures` how often it failed, of `max_attempts`; `retry_at` is when it
    is tried again by itself. `version` is the number of the last event about it.
    """

    key: str
    title: str
    track: str | None
    parent: str | None
    status: str
    priority: str
    percent: int
    steps: list[Step]
    depends_on: list[str]
    depends_on_refs: list[str]
    blocked_by: list[str]
    capabilities: list[str]
    paths: list[str]
    lease: Lease | None
    version: int
    source: Source
    estimate: int | None
    tail: int
    parallel: bool
    assignee: str | None
    notes: str
    reason: str
    summary: str
    evidence: list[Evidence]
    waits_for: list[str]
    offers: int
    terms: Terms
    demands: list[str]
    verified: bool | str
    attempts: int
    failures: int
    max_attempts: int | None
    retry_at: datetime | None
    created_at: datetime
    started_at: datetime | None
    changed_at: datetime
    finished_at: datetime | None


class TaskList(Struct, frozen=True):
    """A page of tasks in plan order. `cursor` leads to the next one, null on the last. At least as new as `head`."""

    tasks: list[Task]
    cursor: str | None
    head: int


def draw_task(row: Row, until: datetime | None = None) -> Task:
    """A task from its row; `until` is when its lease ends, which beats move on beside the log."""
    lease = Lease(row["agent"], row["fence"], until) if row["fence"] is not None else None
    return Task(
        row["key"], row["title"], row["track"] or None, row["parent"] or None, row["status"], row["priority"],
        row["percent"], drawn(Step, row["steps"]), written(row["depends_on"]), row["depends_on"], row["blocked_by"],
        row["capabilities"], row["paths"], lease, row["version"], Source(row["source_line"], row["status_word"]),
        row["estimate"], row["tail"], row["parallel"], row["assignee"] or None, row["notes"], row["reason"],
        row["summary"], drawn(Evidence, row["evidence"]), row["waits_for"], row["offers"],
        draw_terms(row["terms"]), row["demands"], VERIFIED[row["verified"]], row["attempts"], row["failures"],
        row["max_attempts"], row["retry_at"],
        row["created_at"], row["started_at"], row["changed_at"], row["finished_at"],
    )


def drawn(shape: type[Struct], parts: Any) -> list[Any]:
    """Parts of a row in their shape. Out of a table they are JSON, of which PostgreSQL orders the keys its own way."""
    if isinstance(parts, Raw):
        return [] if parts == EMPTY else msgspec.json.decode(parts, type=list[shape])  # type: ignore[valid-type]
    names = shape.__struct_fields__
    return [shape(*(getattr(part, name) for name in names)) for part in parts]


def written(references: Any) -> list[str]:
    if isinstance(references, Raw):
        references = msgspec.json.decode(references) if references != EMPTY else ()
    return [plain(reference) for reference in references]


def plain(reference: str) -> str:
    """A reference as people write it: B.1 for a task, A for a track; sync/1 keeps its kind."""
    kind, key = split(reference)
    return key if kind in ("task", "track") else reference
