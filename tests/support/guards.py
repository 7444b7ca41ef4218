"""Takes the log's guards away. Only tests can: the product knows how to put them in place and nothing else."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.operations import BaseDatabaseOperations

from coordinator.eventlog import guards

flush_of_django = BaseDatabaseOperations.execute_sql_flush


def remove(database: BaseDatabaseWrapper = connection) -> None:
    """As an owner of the database could."""
    with transaction.atomic(using=database.alias), database.cursor() as cursor:
        if database.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what is put off to the commit would be in the way
            cursor.execute(
                "SELECT tgname, tgrelid::regclass::text FROM pg_trigger"
                " WHERE NOT tgisinternal AND tgrelid::regclass::text LIKE 'eventlog_%'"
            )
            for name, table in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {name} ON {table}")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'eventlog_%'")
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {name}")


@contextmanager
def no_guards() -> Iterator[None]:
    """For what an attacker with all rights, or a broken disk, could do to the tables."""
    remove()
    try:
        yield
    finally:
        guards.install(connection)


def flush_past_the_guards(operations: Any, statements: list[str]) -> None:
    """How tests with committed data empty the tables after themselves, in place of Django's own."""
    database = connections[operations.connection.alias]
    remove(database)
    flush_of_django(operations, statements)
    guards.install(database)
