"""A task that the tables refuse, though the rules let it in: what a broken disk or a bug in a projection would be."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

POISON = "poison"


@contextmanager
def tables_that_refuse_poison() -> Iterator[None]:
    """While this lasts, the database fails on every task with the title POISON."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "CREATE FUNCTION refuse_poison() RETURNS trigger LANGUAGE plpgsql AS"
                " $$ BEGIN RAISE EXCEPTION 'poisoned'; END $$"
            )
            cursor.execute(
                "CREATE TRIGGER refuse_poison BEFORE INSERT OR UPDATE ON tracks_task FOR EACH ROW"
                f" WHEN (NEW.title = '{POISON}') EXECUTE FUNCTION refuse_poison()"
            )
        else:
            cursor.execute(
                f"CREATE TRIGGER refuse_poison BEFORE INSERT ON tracks_task WHEN NEW.title = '{POISON}'"
                " BEGIN SELECT RAISE(ABORT, 'poisoned'); END"
            )
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("DROP TRIGGER refuse_poison ON tracks_task")
                cursor.execute("DROP FUNCTION refuse_poison")
            else:
                cursor.execute("DROP TRIGGER refuse_poison")
