"""Append and read: the log's only writer and its readers. Has never heard of a task.

A project's head row is its lock. Whoever holds it may append; sequence, hash and time follow from the row, so they
are gapless, chained and never go back, and a rolled-back append leaves no trace.
"""

import os
import time
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import msgspec
from django.db import connection

from coordinator.eventlog.chain import GENESIS, event_hash
from coordinator.eventlog.rows import insert, loaded_time, stored_time

COLUMNS = (
    "sequence", "event_id", "type", "version", "subject", "body", "actor", "command_key", "correlation_id",
    "causation", "recorded_at", "prev_hash", "hash",
)
BATCH = 5_000


@dataclass(frozen=True, slots=True)
class Head:
    """Where a project's log stands. `id` is the row's number, which other tables refer to."""

    id: int
    project: str
    log_id: str
    incarnation: int
    sequence: int
    hash: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event as it stands in the log."""

    sequence: int
    event_id: str
    type: str
    version: int
    subject: str
    body: str
    actor: str
    command_key: str
    correlation_id: str
    causation: int | None
    recorded_at: datetime
    prev_hash: str
    hash: str


@dataclass(frozen=True, slots=True)
class Unrecorded:
    """An event about to be appended."""

    type: str
    version: int
    subject: str
    body: str
    actor: str
    command_key: str
    correlation_id: str
    causation: int | None = None


@dataclass(frozen=True, slots=True)
class StoredReceipt:
    """A receipt as found: `refusal` is JSON, empty for a command that was accepted."""

    key: str
    fingerprint: str
    first_sequence: int | None
    last_sequence: int
    refusal: str


def find_head(project: str) -> Head | None:
    """Where the log of `project` (a slug) stands, without locking it."""
    return _head("WHERE project = %s", project)


def lock_head(project: str) -> Head | None:
    """The same, holding the row until the transaction ends. SQLite's writer holds the whole database already."""
    return _head("WHERE project = %s" + (" FOR UPDATE" if connection.vendor == "postgresql" else ""), project)


def heads(ids: Iterable[int]) -> dict[int, int]:
    """The newest sequence of each of these projects, by id."""
    wanted = list(ids)
    marks = ", ".join(["%s"] * len(wanted))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id, sequence FROM eventlog_loghead WHERE id IN ({marks})", wanted)
        return dict(cursor.fetchall())


def open_log(project: str) -> Head:
    """The log of `project`, locked: a new, empty one unless somebody else has just opened it."""
    now = clock()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO eventlog_loghead (project, log_id, incarnation, sequence, hash, recorded_at)"
            " VALUES (%s, %s, 0, 0, %s, %s) ON CONFLICT (project) DO NOTHING",
            [project, str(uuid.uuid4()), GENESIS, now if connection.vendor == "postgresql" else stored_time(now)],
        )
    head = lock_head(project)
    assert head is not None
    return head


def clock() -> datetime:
    """The database's time now, not the transaction's beginning: a lease granted after a wait has its full length."""
    if connection.vendor != "postgresql":
        return datetime.now(UTC)
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return loaded_time(cursor.fetchone()[0])


def find_receipts(head: Head, keys: Sequence[str]) -> dict[str, StoredReceipt]:
    """The receipts that stand under these keys."""
    if not keys:
        return {}
    marks = ", ".join(["%s"] * len(keys))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT key, fingerprint, first_sequence, last_sequence, refusal FROM eventlog_receipt"
            f" WHERE project_id = %s AND key IN ({marks})",
            [head.id, *keys],
        )
        return {row[0]: StoredReceipt(*row) for row in cursor.fetchall()}


def number(head: Head, events: Iterable[Unrecorded], now: datetime) -> Iterator[Recorded]:
    """Gives each event its place behind `head`: sequence, time, hash. Writes nothing."""
    sequence, prev_hash, moment = head.sequence, head.hash, max(head.recorded_at, now)
    for event in events:
        sequence += 1
        event_id = uuid7()
        new_hash = event_hash(
            head.log_id, sequence, prev_hash, event.body, event_id, event.type, event.version, event.subject,
            event.actor, event.command_key, event.correlation_id, event.causation, moment,
        )
        yield Recorded(
            sequence, event_id, event.type, event.version, event.subject, event.body, event.actor, event.command_key,
            event.correlation_id, event.causation, moment, prev_hash, new_hash,
        )
        prev_hash = new_hash


def behind(head: Head, recorded: Sequence[Recorded]) -> Head:
    """The head once these events are appended."""
    if not recorded:
        return head
    last = recorded[-1]
    return replace(head, sequence=last.sequence, hash=last.hash, recorded_at=last.recorded_at)


def append(head: Head, recorded: Sequence[Recorded]) -> None:
    """Writes numbered events and moves the head. The caller holds the head's lock and has numbered from it."""
    if not recorded:
        return
    insert("eventlog_event", [
        {"project_id": head.id, **{column: getattr(event, column) for column in COLUMNS}} for event in recorded
    ])
    last = recorded[-1]
    moment = last.recorded_at if connection.vendor == "postgresql" else stored_time(last.recorded_at)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE eventlog_loghead SET sequence = %s, hash = %s, recorded_at = %s WHERE id = %s",
            [last.sequence, last.hash, moment, head.id],
        )


def read(project_id: int, after: int = 0, limit: int = BATCH, until: int | None = None) -> list[Recorded]:
    """Up to `limit` events that follow sequence `after`, in order, none beyond `until`."""
    # There are no gaps, so the last one is known. Without it PostgreSQL, as long as it has no statistics of the table,
    # sorts all that is left of the log for every batch.
    last = after + limit if until is None else min(until, after + limit)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(COLUMNS)} FROM eventlog_event"
            " WHERE project_id = %s AND sequence > %s AND sequence <= %s ORDER BY sequence",
            [project_id, after, last],
        )
        return [_recorded(row) for row in cursor.fetchall()]


Fact = tuple[int, str, int, str, str, datetime]  # sequence, type, version, body, actor, recorded_at


def facts(project_id: int, after: int, until: int) -> Iterator[Fact]:
    """What `follow` gives, less what only proves it or says who caused it: all that a fold asks for, in a third of the time.

    Times come as text, for Django has converters between itself and every time, and most events share theirs with
    the one before.
    """
    read, known = "", datetime.min
    while after < until:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT sequence, type, version, body, actor, CAST(recorded_at AS TEXT) FROM eventlog_event"
                " WHERE project_id = %s AND sequence > %s AND sequence <= %s ORDER BY sequence LIMIT %s",
                [project_id, after, until, BATCH],
            )
            batch = cursor.fetchall()
        if not batch:
            return
        for sequence, type, version, body, actor, recorded_at in batch:
            if recorded_at != read:
                read, known = recorded_at, loaded_time(recorded_at)
            yield sequence, type, version, body, actor, known
        after = batch[-1][0]


def follow(project_id: int, after: int = 0, until: int | None = None) -> Iterator[list[Recorded]]:
    """Every event after `after` up to `until` (or the end), in batches of constant size."""
    while batch := read(project_id, after, BATCH, until):
        yield batch
        after = batch[-1].sequence


def hash_at(project_id: int, sequence: int) -> str:
    """The hash of one event, which stands for it and for all before it; empty where there is no such event."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT hash FROM eventlog_event WHERE project_id = %s AND sequence = %s", [project_id, sequence])
        found = cursor.fetchone()
    return found[0] if found else ""


def sequence_at(project_id: int, moment: datetime) -> int:
    """The newest sequence recorded at or before `moment`; 0 before the first. Times never go back within a log."""
    return sequences_at(project_id, [moment])[0]


def sequences_at(project_id: int, moments: Sequence[datetime]) -> list[int]:
    """The same for each of several moments, in one query.

    Halves the log until one place is left: of a million events an index by time reads half a million, this reads twenty.
    """
    stored = [moment if connection.vendor == "postgresql" else stored_time(moment) for moment in moments]
    asked = ", ".join(["(%s, %s)"] * len(stored))
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE asked(place, moment) AS (VALUES {asked}), span(place, moment, low, high) AS ("
            " SELECT place, moment, id * 0, sequence FROM eventlog_loghead CROSS JOIN asked WHERE id = %s UNION ALL"
            " SELECT place, moment, CASE WHEN recorded_at <= moment THEN sequence ELSE low END,"
            " CASE WHEN recorded_at <= moment THEN high ELSE sequence - 1 END FROM span"
            " JOIN eventlog_event ON project_id = %s AND sequence = (low + high + 1) / 2 WHERE low < high"
            ") SELECT max(low) FROM span GROUP BY place ORDER BY place",
            [*(part for one in enumerate(stored) for part in one), project_id, project_id],
        )
        return [row[0] for row in cursor.fetchall()] or [0] * len(stored)


def canonical(value: object) -> bytes:
    """The bytes of a JSON value that a fingerprint is taken of."""
    return msgspec.json.encode(value, order="sorted")


def uuid7() -> str:
    """A UUID whose first 48 bits are milliseconds since 1970, so that ids sort by time (RFC 9562)."""
    milliseconds = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(10), "big")
    value = (milliseconds & (2**48 - 1)) << 80 | 7 << 76 | (random >> 68 & 0xFFF) << 64 | 2 << 62 | random & (2**62 - 1)
    return str(uuid.UUID(int=value))


def _head(condition: str, value: object) -> Head | None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, project, log_id, incarnation, sequence, hash, recorded_at FROM eventlog_loghead {condition}",
            [value],
        )
        row = cursor.fetchone()
    if row is None:
        return None
    facts = [*row[:6], loaded_time(row[6])]
    return Head(*facts)


def _recorded(row: Sequence[Any]) -> Recorded:
    facts = list(row)
    facts[10] = loaded_time(facts[10])
    return Recorded(*facts)
