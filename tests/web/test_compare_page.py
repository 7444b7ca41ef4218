"""What changed between two moments."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from coordinator.web.compare import PAGE
from tests.support.world import PROJECT, a_task, a_track, told
from tracks.commands import RemoveTask, ReviseTask


def page(browser: Client, **query: Any) -> str:
    return browser.get(reverse("compare", args=[PROJECT]), query).text


def things(html: str) -> list[str]:
    return re.findall(r'<article class="diff" data-key="([^"]+)"', html)


@pytest.fixture
def history(maria: Client) -> None:
    """Two tasks and a track; the first task is called otherwise, the second one goes."""
    a_track("A")
    a_task("A.1", "Lay the cable", track="A")
    a_task("A.2", "Dig the hole")
    told(ReviseTask(project=PROJECT, key="A.1", title="Lay two cables"))
    told(RemoveTask(project=PROJECT, key="A.2"))


def test_what_differs_is_grouped_by_kind_with_fields_before_and_after(maria: Client, history: None) -> None:
    shown = page(maria, **{"from": 4, "to": 6})

    assert things(shown) == ["tasks/A.1", "tasks/A.2"]
    assert "1 task changed, 1 removed" in shown
    assert re.search(r'<th scope="row">title</th><td class="old".*Lay the cable.*<td class="new".*Lay two cables', shown)


def test_without_an_end_it_is_now_and_follows_the_log(maria: Client, history: None) -> None:
    shown = page(maria, **{"from": 1})

    assert things(shown) == ["tracks/A", "tasks/A.1"]
    assert 'id="changes" data-live=' in shown
    assert "data-live" not in page(maria, **{"from": 2, "to": 4}).partition('id="changes"')[2]


def test_the_other_way_round_what_came_is_what_went(maria: Client, history: None) -> None:
    assert "1 task removed" in page(maria, **{"from": 3, "to": 2})


def test_two_moments_with_the_same_plan_say_so(maria: Client, history: None) -> None:
    assert "Nothing is different" in page(maria, **{"from": 3, "to": 3})


def test_one_kind_can_be_looked_at_alone(maria: Client, history: None) -> None:
    assert things(page(maria, **{"from": 1, "kind": "tasks"})) == ["tasks/A.1"]
    assert maria.get(reverse("compare", args=[PROJECT]), {"kind": "weather"}).status_code == 404


@pytest.mark.parametrize("query", [{"from": "99"}, {"from": "yesterday"}, {"from": "1", "to": "0"}, {"from": "9" * 50}])
def test_a_moment_that_never_was_is_said_and_the_rest_stays_usable(maria: Client, history: None, query: dict[str, str]) -> None:
    shown = page(maria, **query)

    assert 'role="alert"' in shown
    assert "Shown is the last day" in shown
    assert 'name="from"' in shown


def test_much_that_differs_is_shown_in_portions(maria: Client) -> None:
    for number in range(PAGE + 5):
        a_task(f"A.{number}")

    first, whole = page(maria, **{"from": 1}), page(maria, **{"from": 1, "show": 2 * PAGE})

    assert len(things(first)) == PAGE
    assert "Show 100 more" in first
    assert len(things(whole)) == PAGE + 5
    assert "Show 100 more" not in whole


def test_the_panel_of_time_and_the_activity_lead_to_it(maria: Client, history: None) -> None:
    address = reverse("compare", args=[PROJECT])
    assert f'href="{address}?from=4" data-to-now' in maria.get(reverse("overview", args=[PROJECT]), {"at": 4}).text
    assert f'href="{address}"' in maria.get(reverse("activity", args=[PROJECT])).text
