"""Takes the log's guards away. Only tests can: the product knows how to put them in place and nothing else."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import OperationalError, connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.operations import BaseDatabaseOperations

from psycopg.errors import DeadlockDetected

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
    """How tests with committed data empty the tables after themselves, in place of Django's own.

    A reader in the background may still be at its last queries: PostgreSQL then ends one of the two as deadlocked. Where
    it is the emptying, it is done again, for every reader comes to an end.
    """
    database = connections[operations.connection.alias]
    remove(database)
    for is_last in (False, False, False, True):
        try:
            flush_of_django(operations, statements)
            break
        except OperationalError as error:
            if is_last or not isinstance(error.__cause__, DeadlockDetected):
                raise
    guards.install(database)
