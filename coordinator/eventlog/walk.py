"""Walks along a log and says where its chain breaks. Constant memory; trusts nothing but what it computes.

The fields come as bytes, as they lie in the database: what is no longer text at all must be told as well.
"""

from collections.abc import Iterator
from typing import NamedTuple

from django.db import connection

from coordinator.eventlog.chain import GENESIS, encoded_hash

BATCH = 5_000

FIELDS = ("body", "event_id", "type", "version", "subject", "actor", "command_key", "correlation_id", "causation")
SQLITE_TIME = "replace(recorded_at, ' ', 'T') || CASE length(recorded_at) WHEN 19 THEN '.000000Z' ELSE 'Z' END"
POSTGRESQL_TIME = """to_char(recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""


class Passed(NamedTuple):
    """An event that was passed: its place, the hash it claims to have (none if it is missing), and what is wrong with it."""

    sequence: int
    hash: str
    problem: str


def walk(project_id: int, log_id: str, after: int = 0, hash: str = GENESIS, until: int | None = None) -> Iterator[Passed]:
    """Passes every event behind sequence `after`, whose hash is `hash`, up to `until` or the end.

    Behind a fault the walk goes on from what stands there, so that each fault is told once.
    """
    log, expected, previous = log_id.encode(), after + 1, hash.encode()
    while batch := rows(project_id, expected - 1, until):
        for sequence, *fields, prev_hash, stored in batch:
            if not sequence.isdigit():
                yield Passed(expected, "", f"its sequence is {text(sequence)!r}, which is no number")
                return
            number, problem = int(sequence), ""
            if number > expected:
                yield Passed(expected, "", missing(expected, number - 1))
                previous = prev_hash
            if prev_hash != previous:
                problem = "it does not carry the hash of the event before it"
            elif encoded_hash(log, sequence, prev_hash, *fields) != text(stored):
                problem = "its content does not match its hash"
            yield Passed(number, text(stored), problem)
            expected, previous = number + 1, stored


def text(stored: bytes) -> str:
    return stored.decode(errors="replace")


def missing(first: int, last: int) -> str:
    return "it is missing" if first == last else f"the events from here to #{last} are missing"


def rows(project_id: int, after: int, until: int | None) -> list[tuple[bytes, ...]]:
    """The next events by sequence: every field in the order of encoded_hash, then the two hashes."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(columns())} FROM eventlog_event WHERE project_id = %s AND sequence > %s"
            f"{'' if until is None else ' AND sequence <= %s'} ORDER BY eventlog_event.sequence LIMIT {BATCH}",
            [project_id, after] + ([] if until is None else [until]),
        )
        found = cursor.fetchall()
    return found if connection.vendor == "sqlite" else [tuple(map(str.encode, row)) for row in found]


def columns() -> Iterator[str]:
    if connection.vendor == "sqlite":
        for expression in ("sequence", *FIELDS, SQLITE_TIME, "prev_hash", "hash"):
            yield f"CAST(ifnull({expression}, '') AS BLOB)"
    else:
        for expression in ("sequence", *FIELDS, POSTGRESQL_TIME, "prev_hash", "hash"):
            yield f"coalesce(({expression})::text, '')"
