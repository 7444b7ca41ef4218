"""What must be in place before the first request: tables, static files. Does nothing where nothing has changed."""

import fcntl
import hashlib
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from coordinator.eventlog import guards
from coordinator.eventlog.models import LogHead
from coordinator.recovery.rebuild import rebuild

ONE_STARTER = 7_211_402  # the key of our advisory lock; any number will do as long as all starters use the same

# Packages bring these along; no page of ours asks for them.
NOT_SERVED = ["rest_framework", "redoc"]


def prepare() -> None:
    """Brings database and static files up to date. Of several starts at once, one does it and the others wait.

    Raises LogIsNotProtected where the database would let history be changed: nothing may be served from it then.
    """
    settings.HOME.mkdir(parents=True, exist_ok=True)
    with one_starter():
        migrate()
        guards.probe()
        collect_static_files()


@contextmanager
def one_starter() -> Iterator[None]:
    """Holds a lock against starts from the same home, and on PostgreSQL against those from other homes too."""
    handle = os.open(settings.HOME, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('lock_timeout', '0', false), pg_advisory_lock(%s)", [ONE_STARTER])
        yield
    finally:
        connection.close()  # frees the advisory lock, and takes the setting back
        os.close(handle)


def migrate() -> None:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        say(f"bringing the database up to date ({len(waiting)} migrations)")
        call_command("migrate", interactive=False, verbosity=0)
        for project in LogHead.objects.order_by("project").values_list("project", flat=True):
            say(f"making the tables of {project} anew from its log")
            rebuild(project)


def collect_static_files() -> None:
    stamp = settings.STATIC_ROOT / "signalbox.stamp"
    state = state_of_sources()
    if stamp.is_file() and stamp.read_text() == state:
        return
    say("collecting the static files")
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=NOT_SERVED)
    stamp.write_text(state)


def state_of_sources() -> str:
    """Changes when any static file is added, removed or edited."""
    seen = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list(NOT_SERVED):
            facts = os.stat(storage.path(name))
            seen.update(f"{name}\0{facts.st_size}\0{facts.st_mtime_ns}\n".encode())
    return seen.hexdigest()


def say(what: str) -> None:
    print(f"Signalbox: {what} …", file=sys.stderr, flush=True)
