"""`manage.py test`: the whole suite on SQLite, then what uses a database again on PostgreSQL where one is found.

Arguments go to pytest. With DATABASE_URL set there is one run, on that database.
"""

import os
import subprocess
import sys
from typing import Any

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
        return pytest(arguments)
    sys.path.insert(0, str(settings.CHECKOUT))
    from tests.support.services import REQUIRED, postgres_server

    print("Signalbox: tests on SQLite", flush=True)
    failed = ["SQLite"] if pytest(arguments) else []
    server = postgres_server()
    if server is None:
        print("Skipped: the tests on PostgreSQL, which is not reachable (TEST_POSTGRES_URL says where it is).")
        failed += ["PostgreSQL"] if REQUIRED else []
    else:
        print("Signalbox: tests that use the database, on PostgreSQL", flush=True)
        status = pytest([*arguments, "--only-database"], DATABASE_URL=server)
        failed += ["PostgreSQL"] if status not in (0, NOTHING_COLLECTED) else []
    if failed:
        print(f"Failed on {' and '.join(failed)}.")
    return 1 if failed else 0


def pytest(arguments: list[str], **environment: str) -> int:
    command = [sys.executable, "-m", "pytest", *arguments]
    return subprocess.run(command, cwd=settings.CHECKOUT, env=os.environ | environment, check=False).returncode
