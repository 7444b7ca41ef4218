"""Where parties meet: who is ready, what may be said next, and who would do which tracks."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from coordinator.access.models import Role
from coordinator.eventlog.models import LogHead
from coordinator.web.sheets.integration import SHEETS
from tests.support.world import PROJECT, a_person, a_task, a_track, told
from tracks.commands import AddIntegrationPoint, ConfirmReady, MarkIntegrated


def shown(browser: Client) -> str:
    return browser.get(reverse("integration", args=[PROJECT])).text


@pytest.fixture
def point(project: LogHead) -> None:
    """A and B meet where A.1 is; A is ready."""
    a_track("A")
    a_task("A.1", track="A")
    told(AddIntegrationPoint(
        project=PROJECT, key="schema", title="<b>Schema</b>", parties=("A", "B"), items=("tables",), refs=("task/A.1",)
    ))
    told(ConfirmReady(project=PROJECT, key="schema", party="A", note="they stand"))


def test_it_says_party_by_party_who_is_ready(maria: Client, point: None) -> None:
    page = shown(maria)
    assert "&lt;b&gt;Schema&lt;/b&gt;" in page
    assert re.findall(r'<li data-key="(\w)" data-st="(\w+)"', page) == [("A", "done"), ("B", "pending")]
    assert "they stand" in page
    assert reverse("task", args=[PROJECT, "A.1"]) in page


def test_a_press_says_that_a_party_is_ready_or_is_not_any_more(maria: Client, point: None) -> None:
    bodies = re.findall(r'integration-points/schema/ready" data-body="([^"]+)"', shown(maria))
    assert [body.replace("&quot;", '"') for body in bodies] == [
        '{"party": "A", "withdraw": true}', '{"party": "B", "withdraw": false}',
    ]


def test_once_all_are_ready_it_may_be_integrated_and_then_reopened(maria: Client, point: None) -> None:
    assert "integration-done" not in shown(maria)
    told(ConfirmReady(project=PROJECT, key="schema", party="B"))
    assert "integration-done" in shown(maria)
    told(MarkIntegrated(project=PROJECT, key="schema", note="it runs"))
    page = shown(maria)
    assert "it runs" in page
    assert "integration-reopen" in page
    assert "data-body" not in page


def test_an_empty_plan_says_what_an_integration_point_is(maria: Client) -> None:
    assert "No integration points yet" in shown(maria)


@pytest.mark.parametrize("name", SHEETS)
def test_the_forms_open_for_those_who_run_the_plan(
    maria: Client, client: Client, point: None, project: LogHead, name: str
) -> None:
    address = reverse("sheet", args=[PROJECT, name])
    assert "data-send=" in maria.get(address, {"key": "schema"}).text
    client.force_login(a_person("vera", project, Role.VIEWER))
    assert client.get(address, {"key": "schema"}).status_code == 403
    assert "data-send" not in shown(client)
