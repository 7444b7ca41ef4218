"""The page that proves a project: who may have what looked at, and what is said of a log and tables that are not sound."""

import json

import pytest
from asgiref.sync import async_to_sync
from django.test import Client
from django.urls import reverse

from coordinator.access.models import Role
from coordinator.eventlog import store
from coordinator.eventlog.models import Event
from coordinator.web.pages import Place
from coordinator.web.proof import WORKS, lines
from tests.support.guards import no_guards
from tests.support.world import PROJECT, a_person, a_project, a_track
from tracks.models import Track


@async_to_sync
async def lines_of(name: str, head: store.Head) -> list[bytes]:
    return [line async for line in lines(WORKS[name], Place(head, Role("admin")))]


def said_of(name: str) -> tuple[bool, str]:
    """What the last line says."""
    head = store.find_head(PROJECT)
    assert head
    last = json.loads(lines_of(name, head)[-1])
    return last["ok"], last["words"]


@pytest.fixture
def a_plan(transactional_db: None) -> None:
    a_project()
    a_track("A")


def test_a_sound_project_is_said_to_be_sound(a_plan: None) -> None:
    assert said_of("log") == (True, "Every one of 2 events continues the one before it; 0 signatures hold.")
    assert said_of("tables") == (True, "The tables say what the log says, up to #2.")
    assert said_of("rebuild") == (True, "Every row was right.")


def test_a_forged_event_is_named(a_plan: None) -> None:
    with no_guards():
        Event.objects.filter(sequence=1).update(actor="mallory")

    ok, words = said_of("log")
    assert not ok
    assert "#1" in words


def test_a_row_that_is_wrong_is_named_and_put_right(a_plan: None) -> None:
    Track.objects.update(title="Forged")

    ok, words = said_of("tables")
    assert not ok
    assert "title should be 'Track A' and is 'Forged'" in words
    assert said_of("rebuild") == (True, "1 rows were put right, up to #2.")
    assert Track.objects.get().title == "Track A"


@pytest.mark.parametrize(("role", "name", "status"), [
    (Role.VIEWER, "log", 200), (Role.VIEWER, "tables", 403), (Role.OPERATOR, "rebuild", 403), (Role.ADMIN, "nothing", 404),
])
def test_each_may_do_what_their_role_allows(client: Client, a_plan: None, role: str, name: str, status: int) -> None:
    client.force_login(a_person("nora", Track.objects.get().project, role))
    address = reverse("proof-work", args=[PROJECT, name])

    assert client.post(address).status_code == status
    assert client.get(address).status_code == 405
