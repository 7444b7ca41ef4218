"""The list of tasks: all of them in plan order, by state, and read on page by page."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from coordinator.eventlog.models import LogHead
from coordinator.web.tasks import PAGE
from tests.support.world import PROJECT, a_task, a_track, an_agent, claimed


def keys(browser: Client, **query: str | int) -> list[str]:
    return re.findall(r'<tr data-key="([^"]*)"', browser.get(reverse("tasks", args=[PROJECT]), query).text)


@pytest.fixture(autouse=True)
def a_plan(project: LogHead) -> None:
    an_agent("ada")
    a_track("A")
    a_track("B")
    for key in ("A.1", "B.1", "A.2"):
        a_task(key, track=key[0])
    claimed("B.1")


def test_tasks_stand_in_the_order_of_the_plan(maria: Client) -> None:
    assert keys(maria) == ["A.1", "B.1", "A.2"]


def test_a_state_narrows_the_list(maria: Client) -> None:
    assert keys(maria, status="claimed") == ["B.1"]
    assert keys(maria, status="done") == []


def test_a_state_that_does_not_exist_is_not_found(maria: Client) -> None:
    assert maria.get(reverse("tasks", args=[PROJECT]), {"status": "flying"}).status_code == 404


def test_a_long_list_goes_on_where_the_page_ended(maria: Client) -> None:
    for number in range(PAGE):
        a_task(f"C.{number}")
    first = maria.get(reverse("tasks", args=[PROJECT])).text
    after = int(first.partition("?after=")[2].partition('"')[0])

    assert len(keys(maria)) == PAGE
    assert keys(maria, after=after) == [f"C.{number}" for number in range(PAGE - 3, PAGE)]


def test_the_page_of_a_track_lists_only_its_own_tasks(maria: Client) -> None:
    page = maria.get(reverse("track", args=[PROJECT, "A"])).text

    assert re.findall(r'<tr data-key="([^"]*)"', page) == ["A.1", "A.2"]
