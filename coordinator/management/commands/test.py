"""`manage.py test`: the whole suite on SQLite, and beside it what uses a database on PostgreSQL where one is found.

How pages look, no database can change: these tests, marked `once`, take part in one of the two runs.

Arguments go to pytest. What the run on PostgreSQL says is told when both have ended. With DATABASE_URL set there is one
run, on that database.
"""

import os
import subprocess
import sys
from tempfile import TemporaryFile
from typing import IO, Any

from django.conf import settings
from django.core.management.base import BaseCommand

NOTHING_COLLECTED = 5


class Command(BaseCommand):
    help = "Runs the tests with pytest, which takes all arguments."
    requires_system_checks: list[str] = []

    def run_from_argv(self, argv: list[str]) -> None:
        sys.exit(run(argv[2:]))

    def handle(self, *args: Any, **options: Any) -> None:
        sys.exit(run(list(args)))


def run(arguments: list[str]) -> int:
    """Exit status 0 when every run passed."""
    if os.environ.get("DATABASE_URL"):
        return start(arguments).wait()
    sys.path.insert(0, str(settings.CHECKOUT))
    from tests.support.services import REQUIRED, postgres_server

    server = postgres_server()
    with TemporaryFile() as told:
        second = beside(arguments, server, told) if server else None
        print("Signalbox: tests on SQLite", flush=True)
        first = start([*arguments, "--leave-once"] if second else arguments)
        failed = ["SQLite"] if first.wait() not in (0, NOTHING_COLLECTED) else []
        if second is None:
            print("Skipped: the tests on PostgreSQL, which is not reachable (TEST_POSTGRES_URL says where it is).")
            failed += ["PostgreSQL"] if REQUIRED else []
        else:
            failed += ["PostgreSQL"] if second.wait() not in (0, NOTHING_COLLECTED) else []
            told.seek(0)
            print("Signalbox: tests that use the database, on PostgreSQL")
            print(told.read().decode(errors="replace"), flush=True)
    if failed:
        print(f"Failed on {' and '.join(failed)}.")
    return 1 if failed else 0


def beside(arguments: list[str], server: str, told: IO[bytes]) -> "subprocess.Popen[bytes]":
    """The second run takes the second core; what it says would only mix with what the first one says."""
    return start([*arguments, "--only-database"], stdout=told, stderr=subprocess.STDOUT, DATABASE_URL=server)


def start(arguments: list[str], stdout: Any = None, stderr: Any = None, **environment: str) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "pytest", *arguments]
    return subprocess.Popen(command, cwd=settings.CHECKOUT, env=os.environ | environment, stdout=stdout, stderr=stderr)
