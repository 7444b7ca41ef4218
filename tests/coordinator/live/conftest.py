"""A hub that runs, a server with sockets, and writers in other threads and processes."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from coordinator.access.models import Role
from coordinator.access.tokens import issue
from coordinator.eventlog.models import LogHead
from coordinator.live.hub import Hub, the_hub
from tests.support.processes import CHECKOUT, child_environment
from tests.support.served import Served
from tests.support.services import named
from tests.support.world import a_project, a_track


@pytest.fixture
def project(transactional_db: None) -> LogHead:
    """The project `web` with track A: two events."""
    a_project()
    a_track("A")
    return LogHead.objects.get(project="web")


@pytest.fixture
async def hub(project: LogHead) -> AsyncIterator[Hub]:
    running = asyncio.create_task(the_hub().run())
    yield the_hub()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


@pytest.fixture
def served(project: LogHead) -> Iterator[Served]:
    server = Served()
    yield server
    server.stop()


@pytest.fixture
def bearer(project: LogHead) -> dict[str, str]:
    """The header of a token that may look."""
    _, secret = issue("watcher", Role.VIEWER, project)
    return {"Authorization": f"Bearer {secret}"}


WRITER = """
import sys
import django
django.setup()
from tests.support.world import a_task
for number in range(int(sys.argv[2])):
    a_task(f"{sys.argv[1]}.{number}", track="A")
"""


@pytest.fixture
def write_elsewhere(tmp_path: Path) -> Callable[[str, int], None]:
    """Adds tasks `<name>.0`, `<name>.1` … to the test's own database from another process, which serves nothing."""

    def write(name: str, count: int) -> None:
        subprocess.run(
            [sys.executable, "-c", WRITER, name, str(count)], cwd=CHECKOUT, env=here(tmp_path / "elsewhere"), check=True
        )

    return write


def here(home: Path, **more: str) -> dict[str, str]:
    """The environment of a child process that works on the test's own database."""
    home.mkdir(exist_ok=True)
    return child_environment(home, database_of_this_test(), **more) | {
        "DJANGO_SETTINGS_MODULE": "coordinator.settings", "PYTHONPATH": os.pathsep.join([str(CHECKOUT), *sys.path]),
    }


def database_of_this_test() -> str:
    name: Any = connection.settings_dict["NAME"]
    url = settings.SIGNALBOX["DATABASE_URL"]
    return named(url, name) if connection.vendor == "postgresql" else f"sqlite:////{str(name).lstrip('/')}"
