"""All tracks: by risk, those that are asked for, and what may be changed from there."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from coordinator.access.models import Role
from coordinator.eventlog.models import LogHead
from tests.support.world import PROJECT, a_person, a_task, a_track, an_agent, by_holder, claimed
from tracks.commands import BlockTask, CompleteTask


def shown(browser: Client, **query: str) -> str:
    return browser.get(reverse("tracks", args=[PROJECT]), query).text


def keys(page: str) -> list[str]:
    return re.findall(r'<article class="track full" data-row data-key="([^"]+)"', page)


@pytest.fixture
def three(project: LogHead) -> None:
    """A is done, B is blocked and Bob's, C has not begun and is nobody's."""
    an_agent("ada", capacity=2)
    a_track("A", "Store", owner="Ada")
    a_track("B", "Pages", owner="Bob")
    a_track("C", "Quality", focus="Loads of it")
    for key in "ABC":
        a_task(f"{key}.1", track=key)
    by_holder(CompleteTask, "A.1", claimed("A.1"))
    by_holder(BlockTask, "B.1", claimed("B.1"), reason="no key")


def test_all_are_listed_by_risk(maria: Client, three: None) -> None:
    assert keys(shown(maria)) == ["B", "C", "A"]


@pytest.mark.parametrize(("query", "found"), [
    ({"status": "done"}, ["A"]), ({"owner": "Bob"}, ["B"]), ({"owner": "nobody"}, ["C"]), ({"q": "LOADS"}, ["C"]),
    ({"q": "pages", "owner": "Ada"}, []),
])
def test_the_address_says_which(maria: Client, three: None, query: dict[str, str], found: list[str]) -> None:
    assert keys(shown(maria, **query)) == found


def test_another_state_keeps_the_rest_of_the_question(maria: Client, three: None) -> None:
    assert 'href="?owner=Bob&amp;status=blocked"' in shown(maria, owner="Bob", fragment="list")


def test_where_the_filter_leaves_nothing_it_says_so(maria: Client, three: None) -> None:
    page = shown(maria, q="nowhere")
    assert "No track is like that" in page
    assert "none of the 3 tracks" in page


def test_an_empty_plan_says_what_a_track_is_and_offers_one(maria: Client) -> None:
    page = shown(maria)
    assert "No tracks yet" in page
    assert reverse("sheet", args=[PROJECT, "track-new"]) in page


def test_an_owner_is_written_in_its_place_over_the_version_that_was_read(maria: Client, three: None) -> None:
    version = maria.get(f"/api/v1/projects/{PROJECT}/tracks/B").json()["version"]
    assert f'data-send="PATCH /api/v1/projects/web/tracks/B" data-version="{version}"' in shown(maria)


def test_those_who_only_look_change_nothing(client: Client, project: LogHead, three: None) -> None:
    client.force_login(a_person("vera", project, Role.VIEWER))
    page = shown(client)
    assert keys(page)
    assert "data-send" not in page
    assert "data-sheet" not in page
