"""Load balancers ask whether this process lives and whether it can answer; neither takes a sign-in."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from coordinator.health.checks import migrations_waiting

NEWEST = MigrationLoader(None).graph.leaf_nodes("access")[0][1]


@pytest.fixture(autouse=True)
def nothing_known_yet() -> Iterator[None]:
    migrations_waiting.cache_clear()
    yield
    migrations_waiting.cache_clear()


def test_a_process_that_answers_is_alive(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


@pytest.mark.django_db
def test_with_its_database_it_is_ready(client: Client) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "checks": {"database": "ok", "migrations": "ok"}}


@pytest.mark.django_db
def test_tables_of_an_older_program_are_named(client: Client) -> None:
    MigrationRecorder(connection).record_unapplied("access", NEWEST)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["migrations"].startswith("1 wait")


@pytest.mark.django_db
def test_once_they_are_up_to_date_it_becomes_ready(client: Client) -> None:
    recorder = MigrationRecorder(connection)
    recorder.record_unapplied("access", NEWEST)
    assert client.get("/readyz").status_code == 503
    recorder.record_applied("access", NEWEST)
    assert client.get("/readyz").status_code == 200


@pytest.mark.django_db
def test_without_its_database_it_is_alive_but_not_ready_and_names_no_host(client: Client) -> None:
    def away(*_: Any) -> None:
        raise OperationalError("connection to db.internal failed for user signalbox")

    with connection.execute_wrapper(away):
        answer = client.get("/readyz")
        assert client.get("/healthz").status_code == 200

    assert answer.status_code == 503
    assert answer.json()["checks"]["database"] == "it does not answer"
    assert "db.internal" not in answer.text
