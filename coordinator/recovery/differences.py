"""Where the status tables differ from what the log says they should hold. Changes nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from django.db import connection

from coordinator.eventlog.rows import Row, loaded_time
from coordinator.eventlog.store import Head
from coordinator.plans import Archive
from coordinator.projector import tables
from tracks.plan import Plan

ROW_MISSING = "row missing"
ROW_TOO_MANY = "row too many"
PAGE = 1_000


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that is not as the log has it; `column` is the first that differs, or what is wrong with the whole row."""

    table: str
    key: str
    column: str
    expected: Any
    found: Any

    def __str__(self) -> str:
        if self.column in (ROW_MISSING, ROW_TOO_MANY):
            return f"{self.table} {self.key}: {self.column}"
        return f"{self.table} {self.key}: {self.column} should be {self.expected!r} and is {self.found!r}"


def differences(head: Head, plan: Plan, archive: Archive) -> Iterator[Difference]:
    """Holds each row of the project's status tables against the one that the plan makes. Reads page by page."""
    for table in tables(plan, archive):
        seen: set[str] = set()
        for found in stored(table.name, head.id):
            seen.add(found["key"])
            difference = first_difference(table.name, table.row(found["key"]), found)
            if difference:
                yield difference
        for key in sorted(set(table.keys) - seen):
            yield Difference(table.name, key, ROW_MISSING, table.row(key), None)


def first_difference(table: str, expected: Row | None, found: Row) -> Difference | None:
    if expected is None:
        return Difference(table, found["key"], ROW_TOO_MANY, None, found)
    for column, value in expected.items():
        wanted, stands = plain(value), as_stored_like(value, found[column])
        if wanted != stands:
            return Difference(table, found["key"], column, wanted, stands)
    return None


def stored(table: str, project_id: int) -> Iterator[Row]:
    """The rows of one project, in the order of their keys."""
    beyond, after = "", list[str]()
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                f'SELECT * FROM "{table}" WHERE project_id = %s{beyond} ORDER BY key LIMIT %s', [project_id, *after, PAGE]
            )
            columns = [column[0] for column in cursor.description]
            page = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
        yield from page
        if len(page) < PAGE:
            return
        beyond, after = " AND key > %s", [page[-1]["key"]]


def plain(value: Any) -> Any:
    """A value of a projected row as it comes back from JSON, where it goes into a JSON column."""
    return msgspec.json.decode(msgspec.json.encode(value)) if isinstance(value, (list, tuple, dict)) else value


def as_stored_like(expected: Any, found: Any) -> Any:
    """What a raw cursor gave, in the type that the row has: JSON arrives as text, SQLite has no times and no booleans."""
    if isinstance(expected, (list, tuple, dict)) and isinstance(found, str):
        return msgspec.json.decode(found)
    if isinstance(expected, datetime) and found is not None:
        return loaded_time(found)
    if isinstance(expected, bool) and found is not None:
        return bool(found)
    return found


@contextmanager
def one_moment() -> Iterator[None]:
    """Reads inside see the database as it stood at the first of them, while writers go on."""
    begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" if connection.vendor == "postgresql" else "BEGIN DEFERRED"
    with connection.cursor() as cursor:
        cursor.execute(begin)
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")
