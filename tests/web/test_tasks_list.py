"""The list of tasks: all of them in plan order, by state, and read on page by page."""

import html
import json
import re
from urllib.parse import unquote

import pytest
from django.test import Client
from django.urls import reverse

from coordinator.access.models import Role
from coordinator.eventlog.models import LogHead
from coordinator.web import task_list
from coordinator.web.task_list import PAGE
from tests.support.world import PROJECT, a_person, a_task, a_track, an_agent, claimed, told
from tracks.commands import ReviseTask, SubmitTask


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


def test_states_narrow_the_list_and_their_chips_add_and_take_away(maria: Client) -> None:
    assert keys(maria, status="claimed") == ["B.1"]
    assert keys(maria, status="done") == []
    assert keys(maria, status="claimed,ready") == ["A.1", "B.1", "A.2"]
    chips = maria.get(reverse("tasks", args=[PROJECT]), {"status": "claimed", "fragment": "states"}).text
    assert re.findall(r'data-st="(\w+)" href="([^"]*)"( aria-current)?', chips) == [
        ("ready", "?status=claimed%2Cready", ""), ("claimed", "?", " aria-current"),
    ]


@pytest.mark.parametrize(("query", "found"), [
    ({"track": "A"}, ["A.1", "A.2"]),
    ({"track": "-"}, ["loose"]),
    ({"who": "ada"}, ["B.1", "loose"]),
    ({"who": "-"}, ["A.1", "A.2"]),
    ({"priority": "critical"}, ["loose"]),
    ({"q": "a.2"}, ["A.2"]),
    ({"q": "100% <b>"}, ["loose"]),
    ({"q": "TASK", "who": "-", "track": "A", "status": "ready"}, ["A.1", "A.2"]),
    ({"sort": "priority"}, ["loose", "A.1", "B.1", "A.2"]),
    ({"sort": "changed"}, ["B.1", "loose", "A.2", "A.1"]),
    ({"sort": "changed", "who": "nobody-here"}, []),
])
def test_the_address_says_which_tasks_in_which_order_now_and_at_any_moment(
    maria: Client, query: dict[str, str], found: list[str]
) -> None:
    a_task("loose", "100% <b>loose</b>", priority="critical", assignee="ada")
    told(ReviseTask(project=PROJECT, key="B.1", notes="again"))
    at = LogHead.objects.get(project=PROJECT).sequence

    assert keys(maria, **query) == found
    assert keys(maria, **query, at=at) == found
    counted = maria.get(reverse("tasks", args=[PROJECT]), query | {"fragment": "states"}).text
    assert f'All <span class="num">{len(found)}</span>' in counted


@pytest.mark.parametrize("query", [
    {"status": "flying"}, {"status": "done,"}, {"sort": "luck"}, {"priority": "urgent"}, {"show": "many"}, {"after": "x"},
    {"sort": "changed", "after": "1"}, {"sort": "changed", "after": "1:2:3"},
])
def test_what_no_list_has_is_not_found(maria: Client, query: dict[str, str]) -> None:
    assert maria.get(reverse("tasks", args=[PROJECT]), query).status_code == 404


def test_a_long_list_shows_more_when_asked_and_goes_on_where_the_page_ended(
    maria: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(PAGE):
        a_task(f"C.{number}", priority=("low", "high")[number % 2])
    page = maria.get(reverse("tasks", args=[PROJECT]), {"status": "ready"}).text
    more = html.unescape(page.partition('data-more href="')[2].partition('"')[0])
    assert more == "?status=ready&show=200"
    assert len(keys(maria, show=200)) == PAGE + 3

    monkeypatch.setattr(task_list, "MOST", 40)
    for sort in ("plan", "priority", "changed"):
        monkeypatch.setattr(task_list, "PAGE", 40)
        read, after = keys(maria, sort=sort), first_link(maria, sort=sort)
        while after:
            read += keys(maria, sort=sort, after=after)
            assert len(read) <= PAGE + 3
            after = first_link(maria, sort=sort, after=after)
        monkeypatch.setattr(task_list, "PAGE", 1_000)
        monkeypatch.setattr(task_list, "MOST", 1_000)
        assert read == keys(maria, sort=sort), sort
        monkeypatch.setattr(task_list, "MOST", 40)


def first_link(browser: Client, **query: str | int) -> str:
    """The place at which the next page begins, empty on the last."""
    page = browser.get(reverse("tasks", args=[PROJECT]), query).text
    return unquote(next(iter(re.findall(r'<a class="btn small" href="\?[^"]*after=([^"&]+)', page)), ""))


def test_what_may_be_done_with_the_chosen_is_what_is_open_for_each_of_them(maria: Client) -> None:
    told(SubmitTask(project=PROJECT, key="B.1", step_in=True, summary="look"))
    bar = maria.get(reverse("chosen", args=[PROJECT]), {"key": ["A.1", "B.1", "gone"]}).text

    assert set(re.findall(r"tasks/\{key\}/(\w+)|sheets/task-(?!edit)(\w+)/", bar)) == {("", "cancel")}
    assert json.loads(html.unescape(bar.partition('data-gone="')[2].partition('"')[0])) == ["gone"]
    assert "/tasks/{key}/approve" in maria.get(reverse("chosen", args=[PROJECT]), {"key": "B.1"}).text
    assert "hidden" in maria.get(reverse("chosen", args=[PROJECT])).text


def test_one_who_may_only_look_chooses_nothing(client: Client, project: LogHead) -> None:
    client.force_login(a_person("eve", project, Role.VIEWER))

    page = client.get(reverse("tasks", args=[PROJECT])).text

    assert "data-choose" not in page
    assert 'id="chosen"' not in page
    assert client.get(reverse("chosen", args=[PROJECT]), {"key": "A.1"}).status_code == 403


def test_the_page_of_a_track_lists_only_its_own_tasks(maria: Client) -> None:
    page = maria.get(reverse("track", args=[PROJECT, "A"])).text

    assert re.findall(r'<tr data-key="([^"]*)"', page) == ["A.1", "A.2"]
