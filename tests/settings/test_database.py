"""DATABASE_URL becomes Django's entry, with the guarantees each engine needs."""

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from coordinator.settings.database import LOCK_LIMIT, WEB_LIMITS, database, limit_for_web

HOME = Path("/home-of-it")
FULL = 2


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("", "/home-of-it/db.sqlite3"),
        ("sqlite:///plan.db", "/home-of-it/plan.db"),
        ("sqlite:////data/my%20plan.db", "/data/my plan.db"),
    ],
)
def test_sqlite_lies_in_the_home_unless_its_path_is_whole(url: str, path: str) -> None:
    assert database(url, HOME)["NAME"] == path


def test_a_postgresql_address_is_taken_apart() -> None:
    entry = database("postgres://ada:s%40crt@db.example:5433/plans?sslmode=require", HOME)
    assert (entry["USER"], entry["PASSWORD"], entry["HOST"], entry["PORT"], entry["NAME"]) == (
        "ada",
        "s@crt",
        "db.example",
        "5433",
        "plans",
    )
    assert entry["OPTIONS"]["sslmode"] == "require"
    assert entry["OPTIONS"]["options"] == LOCK_LIMIT


def test_a_postgresql_socket_may_be_named() -> None:
    entry = database("postgres:///plans?host=/var/run/postgresql", HOME)
    assert (entry["HOST"], entry["PORT"], entry["NAME"]) == ("/var/run/postgresql", "", "plans")
    assert "host" not in entry["OPTIONS"]


@pytest.mark.parametrize("url", ["mysql://a/b", "plans.db", "postgres://localhost", "sqlite://plan.db", "postgres://a:b@c:port/d"])
def test_another_address_is_refused_by_the_name_of_its_setting(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="^DATABASE_URL: "):
        database(url, HOME)


def test_the_limits_of_a_serving_process_are_added_once() -> None:
    entry = database("postgres://localhost/plans", HOME)
    limit_for_web(entry)
    limit_for_web(entry)
    assert entry["OPTIONS"]["options"] == f"{LOCK_LIMIT} {WEB_LIMITS}"


@pytest.mark.django_db
def test_a_connection_has_the_guarantees_of_its_engine() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            wanted = {"journal_mode": "wal", "synchronous": FULL, "recursive_triggers": 1, "foreign_keys": 1}
            assert {name: said(cursor, f"PRAGMA {name}") for name in wanted} == wanted
            assert connection.transaction_mode == "IMMEDIATE"
        else:
            assert said(cursor, "SHOW lock_timeout") == "3s"
            assert said(cursor, "SHOW transaction_isolation") == "read committed"


def said(cursor: Any, question: str) -> Any:
    cursor.execute(question)
    return cursor.fetchone()[0]
