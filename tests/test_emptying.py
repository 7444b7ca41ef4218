"""How tests leave nothing behind: the tables are emptied although somebody still reads them."""

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Event as Signal

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.color import no_style
from django.core.management.sql import sql_flush
from django.db import connection

from coordinator.eventlog.models import LogHead
from tests.support.services import named
from tests.support.world import a_project

WAITING = (
    "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database"
    " WHERE NOT granted AND mode = 'AccessExclusiveLock' AND datname = current_database()"
)


def read_across(url: str, first: str, second: str, began: Signal) -> None:
    """Reads one table and, once somebody waits for it who holds the other, that one too: each waits for the other."""
    with psycopg.connect(url) as reader, psycopg.connect(url, autocommit=True) as observer:
        reader.execute(f"SELECT count(*) FROM {first}")
        began.set()
        while not observer.execute(WAITING).fetchone()[0]:  # type: ignore[index]
            pass
        reader.execute(f"SELECT count(*) FROM {second}")


@pytest.mark.skipif(not settings.SIGNALBOX["DATABASE_URL"].startswith("postgres"), reason="only PostgreSQL has this")
def test_the_tables_are_emptied_though_a_reader_and_the_emptying_wait_for_each_other(transactional_db: None) -> None:
    a_project()
    tables = re.findall(r'"(\w+)"', sql_flush(no_style(), connection)[0])
    url = named(settings.SIGNALBOX["DATABASE_URL"], str(connection.settings_dict["NAME"]))
    began = Signal()
    with ThreadPoolExecutor(1) as aside:
        reading = aside.submit(read_across, url, tables[-1], tables[0], began)
        assert began.wait(10)
        call_command("flush", interactive=False, verbosity=0)
        reading.result(10)

    assert not LogHead.objects.exists()
