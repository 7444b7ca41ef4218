"""Many rows in one statement, by hand, for both databases. The writer's hot path; everything else uses the ORM.

On PostgreSQL the rows travel as one JSON parameter which the server casts by the table's own column types: the
statement is the same for one row and for ten thousand. On SQLite they are bound one by one, which costs nothing there.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec
from django.db import connection

Row = dict[str, Any]


def insert(table: str, rows: Sequence[Row], unique: tuple[str, ...] = ()) -> None:
    """Inserts rows of equal columns; where `unique` columns are named, a row that is there is overwritten."""
    if not rows:
        return
    columns = list(rows[0])
    names = ", ".join(f'"{column}"' for column in columns)
    overwrite = ""
    if unique:
        others = ", ".join(f'"{column}" = excluded."{column}"' for column in columns if column not in unique)
        overwrite = f" ON CONFLICT ({', '.join(unique)}) DO UPDATE SET {others}"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                f'INSERT INTO "{table}" ({names}) SELECT {names} FROM json_populate_recordset(NULL::"{table}", %s::json)'
                f"{overwrite}",
                [msgspec.json.encode(rows).decode()],
            )
        else:
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(
                f'INSERT INTO "{table}" ({names}) VALUES ({marks}){overwrite}',
                [[bound(value) for value in row.values()] for row in rows],
            )


def delete(table: str, column: str, project_id: int, keys: Sequence[str]) -> None:
    """Deletes the rows of one project whose `column` is among `keys`."""
    if not keys:
        return
    is_postgresql = connection.vendor == "postgresql"
    listed = "SELECT json_array_elements_text(%s::json)" if is_postgresql else "SELECT value FROM json_each(%s)"
    with connection.cursor() as cursor:
        cursor.execute(
            f'DELETE FROM "{table}" WHERE project_id = %s AND "{column}" IN ({listed})',
            [project_id, msgspec.json.encode(list(keys)).decode()],
        )


def bound(value: Any) -> Any:
    """A value as SQLite stores what Django's fields would have stored."""
    if isinstance(value, (list, tuple, dict)):
        return msgspec.json.encode(value).decode()
    return stored_time(value) if isinstance(value, datetime) else value


def stored_time(moment: datetime) -> str:
    return str(moment.astimezone(UTC).replace(tzinfo=None))


def loaded_time(value: Any) -> datetime:
    """A time as it comes out of a raw cursor: text from SQLite, an aware datetime from PostgreSQL."""
    if isinstance(value, str):
        return datetime.fromisoformat(value).replace(tzinfo=UTC)
    moment: datetime = value
    return moment if moment.tzinfo is UTC else moment.astimezone(UTC)
