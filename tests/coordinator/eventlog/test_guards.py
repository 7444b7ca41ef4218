"""Nobody changes what was recorded: every way past the triggers that we know of is tried, on both databases."""

from collections.abc import Iterator, Sequence

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import IntegrityError, connection, models, transaction
from django.db.migrations.state import ProjectState

from coordinator.eventlog import guards, store
from coordinator.eventlog.models import Checkpoint, Event, LogHead, Receipt
from tests.support.guards import no_guards, remove
from tests.support.logs import a_log

pytestmark = pytest.mark.django_db(transaction=True)

on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite has REPLACE")
on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL has this")


@pytest.fixture(autouse=True)
def log() -> LogHead:
    """Three events, with receipts and a checkpoint."""
    head = LogHead.objects.get(pk=a_log(events=3).id)
    Checkpoint.objects.create(
        project=head, sequence=3, hash=Event.objects.get(sequence=3).hash, signature="s", public_key="k",
        signed_at="2026-01-01T00:00:00Z",
    )
    return head


def insertion(model: type[models.Model], verb: str = "INSERT", **changed: object) -> tuple[str, list[object]]:
    """A statement and its values: a row like the newest one, but for what is `changed`."""
    row = model._default_manager.order_by("-pk").values().first() | changed
    return f"{verb} INTO {model._meta.db_table} ({', '.join(row)}) VALUES ({', '.join(['%s'] * len(row))})", [*row.values()]


def refused(statement: str, values: Sequence[object] = ()) -> None:
    before = everything()
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
    assert everything() == before


def everything() -> list[list[tuple[object, ...]]]:
    return [list(model.objects.order_by("pk").values_list()) for model in (LogHead, Event, Receipt, Checkpoint)]


@pytest.mark.parametrize("table", guards.TABLES)
def test_no_row_can_be_deleted(table: str) -> None:
    refused(f"DELETE FROM {table}")
    refused(f"DELETE FROM {table} WHERE id = (SELECT max(id) FROM {table})")


@pytest.mark.parametrize("field", [field.attname for field in Event._meta.concrete_fields])
def test_no_column_of_an_event_can_be_updated(field: str) -> None:
    refused(f"UPDATE eventlog_event SET {field} = {field} WHERE sequence = 2")


@pytest.mark.parametrize("table", ["eventlog_receipt", "eventlog_checkpoint"])
def test_receipts_and_checkpoints_cannot_be_updated(table: str) -> None:
    refused(f"UPDATE {table} SET recorded_at = recorded_at" if table == "eventlog_receipt" else f"UPDATE {table} SET hash = hash")


@pytest.mark.parametrize(
    "change",
    ["sequence = sequence - 1", "log_id = 'another'", "project = 'another'", "incarnation = incarnation - 1", "id = id + 1"],
)
def test_a_head_cannot_go_back_or_become_another(change: str) -> None:
    refused(f"UPDATE eventlog_loghead SET {change}")


def test_a_restored_log_goes_on_from_a_lower_sequence_under_a_higher_incarnation(log: LogHead) -> None:
    LogHead.objects.update(sequence=1, incarnation=log.incarnation + 1)
    assert LogHead.objects.get().sequence == 1


@pytest.mark.parametrize("sequence", [0, 1, 2, 3, 5, -1])
def test_an_event_can_only_come_right_behind_the_newest(log: LogHead, sequence: int) -> None:
    refused(*insertion(Event, id=999_999, sequence=sequence, prev_hash=log.hash))


def test_an_event_must_carry_the_hash_of_the_one_before() -> None:
    refused(*insertion(Event, id=999_999, sequence=4, prev_hash="0" * 64))


def test_an_event_cannot_be_older_than_the_one_before(log: LogHead) -> None:
    refused(*insertion(Event, id=999_999, sequence=4, prev_hash=log.hash, recorded_at="2001-01-01 00:00:00"))


def test_many_events_in_one_statement_are_each_checked(log: LogHead) -> None:
    head = store.find_head("web")
    assert head is not None
    unrecorded = [store.Unrecorded("note.added", 1, "note/1", "{}", "maria", "key", "key")] * 5
    recorded = list(store.number(head, unrecorded, store.clock()))
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        store.append(head, [*recorded[:3], recorded[4]])
    with transaction.atomic():
        store.append(head, recorded)
    assert Event.objects.count() == 8


@on_sqlite
@pytest.mark.parametrize("model", [LogHead, Event, Receipt, Checkpoint])
@pytest.mark.parametrize("recursive", ["ON", "OFF"])
def test_no_row_can_be_replaced(model: type[models.Model], recursive: str) -> None:
    """Without recursive triggers, as in SQLite's own shell, REPLACE deletes rows and fires no delete trigger."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA recursive_triggers = {recursive}")
    try:
        refused(*insertion(model, "INSERT OR REPLACE"))
        refused(f"UPDATE OR REPLACE {table} SET id = id - 1 WHERE id = (SELECT max(id) FROM {table})")
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA recursive_triggers = ON")


@on_sqlite
def test_an_event_that_continues_the_log_cannot_take_the_row_of_another(log: LogHead) -> None:
    first = Event.objects.get(sequence=1)
    refused(*insertion(Event, "INSERT OR REPLACE", id=first.pk, sequence=4, prev_hash=log.hash))


@on_postgresql
@pytest.mark.parametrize("table", guards.TABLES)
def test_no_table_can_be_truncated(table: str) -> None:
    refused(f"TRUNCATE {table} CASCADE")


@on_postgresql
def test_a_session_that_calls_itself_a_replica_is_refused_as_well(log: LogHead) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
    try:
        refused("UPDATE eventlog_event SET actor = 'mallory'")
        refused("DELETE FROM eventlog_event")
        refused("TRUNCATE eventlog_event")
        refused(*insertion(Event, id=999_999, sequence=9, prev_hash=log.hash))
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = DEFAULT")


@on_postgresql
def test_the_event_before_a_new_one_is_found_by_its_number_however_little_the_database_knows_of_the_table() -> None:
    condition = guards.CONTINUES.format(event="eventlog_event")
    for column, value in {"sequence": "4", "project_id": "1", "prev_hash": "'x'", "recorded_at": "now()"}.items():
        condition = condition.replace(f"NEW.{column}", value)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN SELECT {condition}")
        assert "event_sequence_once" in str(cursor.fetchall())


@on_postgresql
def test_a_temporary_table_of_the_same_name_does_not_stand_in_for_the_log() -> None:
    statement, values = insertion(Event, id=999_999, sequence=100, prev_hash="f" * 64)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE eventlog_event AS SELECT * FROM public.eventlog_event WHERE sequence = 3")
        try:
            cursor.execute("UPDATE pg_temp.eventlog_event SET sequence = 99, hash = %s", ["f" * 64])
            with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
                cursor.execute(statement.replace("eventlog_event", "public.eventlog_event"), values)
        finally:
            cursor.execute("DROP TABLE pg_temp.eventlog_event")


@pytest.fixture
def altered() -> Iterator[None]:
    """The table right after a migration has widened one of its columns."""
    event = ProjectState.from_apps(apps).apps.get_model("eventlog", "Event")
    narrow, wide = event._meta.get_field("actor"), models.CharField(max_length=130)
    wide.set_attributes_from_name("actor")
    wide.model = event
    with connection.schema_editor() as editor:
        editor.alter_field(event, narrow, wide)
    yield
    with no_guards(), connection.schema_editor() as editor:
        editor.alter_field(event, wide, narrow)


@on_sqlite
def test_altering_a_column_makes_a_new_table_without_guards(altered: None) -> None:
    with pytest.raises(guards.LogIsNotProtected):
        guards.probe()


def test_after_a_migration_the_guards_are_in_place_again(altered: None) -> None:
    call_command("migrate", verbosity=0)
    refused("UPDATE eventlog_event SET actor = 'mallory'")
    guards.probe()


def test_the_probe_finds_every_guard_in_place_and_leaves_nothing_behind() -> None:
    before = everything()
    guards.probe()
    assert everything() == before


def test_the_probe_needs_no_event_to_find_a_missing_guard() -> None:
    with no_guards(), pytest.raises(guards.LogIsNotProtected, match="manage.py migrate"):
        guards.probe()
    guards.probe()


@pytest.mark.parametrize("table", guards.TABLES)
@pytest.mark.parametrize("name", ["update", "delete"])
def test_the_probe_tells_of_a_single_guard_that_is_gone(table: str, name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {table}_{name}" + (f" ON {table}" if connection.vendor == "postgresql" else ""))
    with pytest.raises(guards.LogIsNotProtected, match=f"{name.upper()} (FROM )?{table}"):
        guards.probe()
    guards.install(connection)


def test_the_system_check_of_the_database_warns_and_lets_the_cure_run(capfd: pytest.CaptureFixture[str]) -> None:
    remove()
    call_command("check", databases=["default"])
    assert "eventlog.W001" in capfd.readouterr().err
    call_command("migrate", verbosity=0, skip_checks=False)
    guards.probe()
