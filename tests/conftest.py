"""What all tests share: which of them use the database, and an empty database for a process of its own."""

import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db.backends.base.operations import BaseDatabaseOperations

from coordinator import throttling
from tests.support.guards import flush_past_the_guards
from tests.support.services import maintenance, named

DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "empty_database"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--only-database", action="store_true", help="run only the tests that use the database")
    parser.addoption("--leave-once", action="store_true", help="leave the tests marked `once` to a run beside this one")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    chosen = items
    if config.getoption("--only-database"):
        chosen = [item for item in chosen if uses_database(item)]
    if config.getoption("--leave-once"):
        chosen = [item for item in chosen if not is_once(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in chosen])
    items[:] = chosen


def is_once(item: pytest.Item) -> bool:
    """What no database can change: marked so, or a journey through pages that the test's own process serves."""
    is_journey = "journeys" in item.path.parts and "live_server" in getattr(item, "fixturenames", ())
    return is_journey or item.get_closest_marker("once") is not None


def uses_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(fixtures & DATABASE_FIXTURES) or item.get_closest_marker("django_db") is not None


@pytest.fixture(autouse=True, scope="session")
def tables_can_be_emptied() -> Iterator[None]:
    """The log refuses to be emptied, which every test that commits needs at its end."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", flush_past_the_guards)
        yield


@pytest.fixture(autouse=True)
def nobody_has_come_too_often() -> None:
    """Limits are counted in the process, which all tests share."""
    throttling.forget()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An empty SIGNALBOX_HOME for a child process."""
    return tmp_path / "home"


@pytest.fixture
def empty_database() -> Iterator[str]:
    """A DATABASE_URL for a child process, on the engine this run is about: empty (SQLite in its home) or PostgreSQL."""
    url = settings.SIGNALBOX["DATABASE_URL"]
    if not url.startswith("postgres"):
        yield ""
        return
    name = f"test_signalbox_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(maintenance(url), autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        yield named(url, name)
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
