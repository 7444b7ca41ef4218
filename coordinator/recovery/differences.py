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
from coordinator.projector import all_rows
from tracks.plan import Plan

ROW_MISSING = "row missing"
ROW_TOO_MANY = "row too many"


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


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is the matter with one table: rows to write as the log has them, keys of rows that should not be there."""

    table: str
    rows: list[Row]
    strays: list[str]
    differences: list[Difference]


def wrong_tables(head: Head, plan: Plan) -> Iterator[Wrong]:
    """Each status table of the project beside the rows that the plan makes; one table in memory at a time."""
    for table, rows in all_rows(plan):
        expected = {row["key"]: row for row in rows}
        found = stored(table, columns_of(table), head.id)
        wrong = Wrong(table, [], [key for key in found if key not in expected], [])
        wrong.differences.extend(Difference(table, key, ROW_TOO_MANY, None, found[key]) for key in wrong.strays)
        for key, row in expected.items():
            difference = first_difference(table, key, row, found.get(key))
            if difference:
                wrong.rows.append(row)
                wrong.differences.append(difference)
        yield wrong


def first_difference(table: str, key: str, expected: Row, found: Row | None) -> Difference | None:
    if found is None:
        return Difference(table, key, ROW_MISSING, plain(expected), None)
    for column, value in expected.items():
        wanted, stands = plain(value), as_stored_like(value, found[column])
        if wanted != stands:
            return Difference(table, key, column, wanted, stands)
    return None


def columns_of(table: str) -> list[str]:
    with connection.cursor() as cursor:
        return [column.name for column in connection.introspection.get_table_description(cursor, table)]


def stored(table: str, columns: list[str], project_id: int) -> dict[str, Row]:
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT {names} FROM "{table}" WHERE project_id = %s', [project_id])
        rows = (dict(zip(columns, row, strict=True)) for row in cursor.fetchall())
        return {row["key"]: row for row in rows}


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
