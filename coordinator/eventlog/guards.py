"""The triggers that make the log append-only, on both databases: they stand between the tables and everybody, us included.

Whoever owns the database can take them away; then the chain, the checkpoints and `verify` tell that something changed.
"""

import uuid
from collections.abc import Iterator
from typing import Any

from django.apps import AppConfig
from django.core import checks
from django.db import IntegrityError, connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

from coordinator.eventlog.chain import GENESIS
from coordinator.eventlog.models import Checkpoint, Event, LogHead, Receipt

EVENT, HEAD = "eventlog_event", "eventlog_loghead"

# In the order in which a writer takes them, so that installing waits for writers and never deadlocks with one.
# Each with what must not be there already when a row comes in: SQLite's REPLACE would delete it without a word.
TABLES = {
    EVENT: ("id = NEW.id", "project_id = NEW.project_id AND sequence = NEW.sequence"),
    HEAD: ("id = NEW.id", "project = NEW.project", "log_id = NEW.log_id"),
    "eventlog_receipt": ("id = NEW.id", "project_id = NEW.project_id AND key = NEW.key"),
    "eventlog_checkpoint": ("id = NEW.id", "project_id = NEW.project_id AND sequence = NEW.sequence"),
}

# An index lookup a row. With unique (project, sequence) it leaves one place for a new event: right behind the newest.
# In order, although there is but one: a PostgreSQL connection keeps the plan of its first insert, and while the table is
# empty all its indexes look alike. Only this one is in this order; through another, every insert read the whole log.
CONTINUES = f"""CASE WHEN NEW.sequence = 1 THEN NEW.prev_hash = '{GENESIS}' ELSE EXISTS (SELECT 1 FROM (
    SELECT sequence, hash, recorded_at FROM {{event}} WHERE project_id = NEW.project_id AND sequence < NEW.sequence
    ORDER BY project_id DESC, sequence DESC LIMIT 1) AS newest
    WHERE sequence = NEW.sequence - 1 AND hash = NEW.prev_hash AND recorded_at <= NEW.recorded_at) END"""

# A restored database goes on under a higher incarnation: only then may a head stand lower than it did.
MOVES_ON = """NEW.id = OLD.id AND NEW.project = OLD.project AND (NEW.incarnation > OLD.incarnation OR (
    NEW.incarnation = OLD.incarnation AND NEW.log_id = OLD.log_id AND NEW.sequence >= OLD.sequence))"""


class LogIsNotProtected(RuntimeError):
    """The database lets recorded history be changed."""


# Putting them in place ----------------------------------------------------------------------------------------------


def install_after_migrate(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """On SQLite a migration that remakes a table drops its triggers."""
    install(connections[using])


def install(database: BaseDatabaseWrapper) -> None:
    """Puts every guard in place, whatever was there before. Tables that do not exist yet are left out."""
    existing = set(database.introspection.table_names()).intersection(TABLES)
    with transaction.atomic(using=database.alias), database.cursor() as cursor:
        schema = ""
        if database.vendor == "postgresql":
            cursor.execute("SELECT quote_ident(current_schema())")
            schema = cursor.fetchone()[0]
        for table in TABLES:
            for statement in (on_postgresql(table, schema) if schema else on_sqlite(table)) if table in existing else ():
                cursor.execute(statement)


def on_sqlite(table: str) -> Iterator[str]:
    taken = " OR ".join(f"EXISTS (SELECT 1 FROM {table} WHERE {condition})" for condition in TABLES[table])
    yield from sqlite_trigger(table, "delete", "DELETE", "1")
    yield from sqlite_trigger(table, "replace", "INSERT", taken)
    yield from sqlite_trigger(table, "update", "UPDATE", f"NOT ({MOVES_ON})" if table == HEAD else "1")
    if table == EVENT:
        yield from sqlite_trigger(table, "continue", "INSERT", f"({CONTINUES.format(event=EVENT)}) IS NOT 1")


def sqlite_trigger(table: str, name: str, action: str, refused: str) -> Iterator[str]:
    yield f"DROP TRIGGER IF EXISTS {table}_{name}"
    yield (
        f"CREATE TRIGGER {table}_{name} BEFORE {action} ON {table} WHEN {refused}"
        f" BEGIN SELECT RAISE(ABORT, '{action} on {table} refused ({name}): the log is append-only'); END"
    )


def on_postgresql(table: str, schema: str) -> Iterator[str]:
    yield from postgresql_trigger(table, "delete", "DELETE", "FALSE")
    yield from postgresql_trigger(table, "truncate", "TRUNCATE", "FALSE")
    yield from postgresql_trigger(table, "update", "UPDATE", MOVES_ON if table == HEAD else "FALSE")
    if table == EVENT:
        # Qualified, lest a temporary table of the same name stands in for the log.
        yield from postgresql_trigger(table, "continue", "INSERT", CONTINUES.format(event=f"{schema}.{EVENT}"))


def postgresql_trigger(table: str, name: str, action: str, allowed: str) -> Iterator[str]:
    yield f"""
        CREATE OR REPLACE FUNCTION {table}_{name}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF ({allowed}) THEN RETURN NEW; END IF;
            RAISE EXCEPTION '{action} on {table} refused ({name}): the log is append-only'
                USING ERRCODE = 'restrict_violation';
        END $$"""
    # Always: also for a session that calls itself a replica, which skips ordinary triggers.
    each = "STATEMENT" if action == "TRUNCATE" else "ROW"
    yield f"CREATE OR REPLACE TRIGGER {table}_{name} BEFORE {action} ON {table} FOR EACH {each} EXECUTE FUNCTION {table}_{name}()"
    yield f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_{name}"


# Trying them out ----------------------------------------------------------------------------------------------------


def probe() -> None:
    """Attacks a log of its own inside a transaction that is rolled back. Raises LogIsNotProtected where one succeeds.

    A real attempt, for a list of triggers would not show that they are disabled or do something else by now.
    """
    if not set(TABLES).issubset(connection.introspection.table_names()):
        return  # nothing is recorded yet: the tables come with the first migration, and the guards with them
    with transaction.atomic():
        project = victim()
        gone_through = [attack for attack in attacks(project) if succeeds(attack)]
        transaction.set_rollback(True)
    if gone_through:
        raise LogIsNotProtected(
            f"The database would let recorded history be changed: {gone_through[0]!r} was not refused. "
            "`manage.py migrate` puts the guards back; `manage.py verify` tells whether anything was changed."
        )


def victim() -> int:
    """A log with one event, one receipt and one checkpoint, for the attacks; its project's id."""
    name, now = f"probe-{uuid.uuid4().hex}", timezone.now()
    head = LogHead.objects.create(project=name, log_id=name[:36], sequence=1, hash=name, recorded_at=now)
    Event.objects.create(project=head, sequence=1, body="{}", recorded_at=now, prev_hash=GENESIS, hash=name)
    Receipt.objects.create(project=head, key=name, last_sequence=1, recorded_at=now)
    Checkpoint.objects.create(project=head, sequence=1, hash=name, signed_at=now)
    return head.pk


def attacks(project: int) -> Iterator[str]:
    for table in TABLES:
        column, change = ("id", "sequence = 0") if table == HEAD else ("project_id", "project_id = project_id")
        yield f"UPDATE {table} SET {change} WHERE {column} = {project}"
        yield f"DELETE FROM {table} WHERE {column} = {project}"
    columns = ", ".join(field.column for field in Event._meta.concrete_fields if field.name not in ("id", "sequence"))
    yield f"INSERT INTO {EVENT} ({columns}, sequence) SELECT {columns}, 3 FROM {EVENT} WHERE project_id = {project}"


def succeeds(attack: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(attack)
            return True
    except IntegrityError:
        return False


def check_guards(databases: list[str] | None = None, **kwargs: Any) -> list[checks.CheckMessage]:
    """The same as a check of Django's. It warns, for `manage.py migrate` asks it first and must not be kept from the cure."""
    try:
        if "default" in (databases or ()):
            probe()
    except LogIsNotProtected as error:
        return [checks.Warning(str(error), id="eventlog.W001")]
    return []
