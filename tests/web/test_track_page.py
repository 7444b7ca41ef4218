"""One track: its head, what stands beside its tasks, its tabs, and the forms about it."""

import re

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from coordinator.access.models import Role
from coordinator.eventlog.models import LogHead
from coordinator.web.sheets.tracks import SHEETS
from tests.support.world import PROJECT, a_person, a_task, a_track, told
from tracks.commands import AddNote, AddSyncPoint, MeetDeliverable, SetTrackTerms
from tracks.terms import Metric, Terms
from tracks.work import Deliverable


def shown(browser: Client, **query: str) -> str:
    return browser.get(reverse("track", args=[PROJECT, "B"]), query).text


def sheet(browser: Client, name: str, **query: str | int) -> HttpResponse:
    return browser.get(reverse("sheet", args=[PROJECT, name]), query)


@pytest.fixture
def two(project: LogHead) -> None:
    """B waits for A, promises two things and leads to S1; C waits for B."""
    a_track("A")
    promised = (Deliverable("the board"), Deliverable("a manual"))
    a_track("B", owner="Bob", weeks=(1, 2), depends_on=("track/A",), deliverables=promised)
    a_track("C", depends_on=("track/B",))
    a_task("A.1", track="A", estimate=30 * 24 * 60)
    a_task("B.1", track="B")
    told(AddSyncPoint(project=PROJECT, key="S1", title="Frozen", after=("task/B.1",)))
    told(AddNote(project=PROJECT, kind="risk", text="<b>No maintainer</b>", about="track/B", severity="high"))


def test_it_says_what_it_waits_for_what_needs_it_and_where_it_leads(maria: Client, two: None) -> None:
    beside = shown(maria, fragment="beside")
    order = [beside.index(word) for word in ("It waits for", "track A", "Needed by", "track C", "Leads to", "Frozen")]
    assert order == sorted(order)


def test_what_it_waits_for_can_be_taken_away_and_more_added(maria: Client, two: None) -> None:
    beside = shown(maria, fragment="beside")
    assert 'data-send="DELETE /api/v1/projects/web/dependencies?item=track/B&amp;needs=track%2FA"' in beside
    assert '<input type="hidden" name="item" value="track/B">' in beside


def test_what_is_promised_is_met_or_withdrawn(maria: Client, two: None) -> None:
    told(MeetDeliverable(project=PROJECT, key="B", number=2, note="on the shelf"))
    beside = shown(maria, fragment="beside")
    assert "1 of 2 there" in beside
    assert "on the shelf" in beside
    assert re.findall(r"sheets/(deliverable-[a-z]+)/\?key=B&amp;number=(\d)", beside) == [
        ("deliverable-met", "1"), ("deliverable-edit", "1"), ("deliverable-withdraw", "2"), ("deliverable-edit", "2"),
    ]


def test_notes_are_text_and_a_risk_can_be_closed(maria: Client, two: None) -> None:
    beside = shown(maria, fragment="beside")
    assert "&lt;b&gt;No maintainer&lt;/b&gt;" in beside
    assert "Risk, high" in beside
    assert """data-body='{"state": "closed"}'""" in beside


def test_the_planned_weeks_are_held_against_the_forecast(maria: Client, two: None) -> None:
    ahead = shown(maria, fragment="ahead")
    assert "weeks 1, 2" in ahead
    assert re.search(r"<b data-late>1[67] days late</b>", ahead)
    assert "B.1 waits for A.1 of track A" in ahead


def test_the_forecast_is_asked_for_once_the_page_is_there(maria: Client, two: None) -> None:
    page = shown(maria)
    assert re.search(r'id="ahead" hx-get="\?fragment=ahead" hx-trigger="load, live, every 60s"', page)
    assert "days late" not in page


def test_the_settings_say_the_terms_and_the_history_what_happened(maria: Client, two: None) -> None:
    told(SetTrackTerms(project=PROJECT, key="B", terms=Terms(check="make test", metrics=(Metric("errors", "<=", "0"),))))
    settings = shown(maria, tab="settings")
    assert "make test" in settings
    assert "errors &lt;= 0" in settings
    assert "set the terms of" in shown(maria, tab="history")


@pytest.mark.parametrize("query", [{"tab": "nowhere"}, {"fragment": "beside", "tab": "history"}])
def test_what_the_page_does_not_have_is_not_found(maria: Client, two: None, query: dict[str, str]) -> None:
    assert maria.get(reverse("track", args=[PROJECT, "B"]), query).status_code == 404


def test_in_the_past_the_page_shows_what_was_and_changes_nothing(maria: Client, two: None, project: LogHead) -> None:
    project.refresh_from_db()
    then = str(project.sequence)
    told(MeetDeliverable(project=PROJECT, key="B", number=1))
    page = shown(maria, at=then)
    assert "0 of 2 there" in page
    assert "data-send" not in page
    assert "Expected to be done" in shown(maria, at=then, fragment="ahead")


def test_terms_are_offered_as_they_are_with_room_for_more(maria: Client, two: None) -> None:
    told(SetTrackTerms(project=PROJECT, key="B", terms=Terms(review=True, metrics=(Metric("errors", "<=", "0"),))))
    form = sheet(maria, "track-terms", key="B").text
    assert form.count('data-item="metrics"') == 3
    assert 'value="errors"' in form
    assert re.search(r'name="review" checked', form)


@pytest.mark.parametrize("name", SHEETS)
def test_every_form_opens_for_those_who_run_the_plan_and_for_nobody_else(
    maria: Client, client: Client, project: LogHead, two: None, name: str
) -> None:
    key = note_key(maria) if name == "note-edit" else "B"
    assert sheet(maria, name, key=key, number=1).status_code == 200
    client.force_login(a_person("vera", project, Role.VIEWER))
    assert sheet(client, name, key=key, number=1).status_code == 403


def note_key(browser: Client) -> str:
    return str(browser.get(f"/api/v1/projects/{PROJECT}/notes").json()["notes"][0]["key"])


@pytest.mark.parametrize(("name", "query"), [
    ("track-edit", {"key": "Z"}), ("deliverable-met", {"key": "B", "number": 9}), ("note-edit", {"key": "9999"}),
])
def test_a_form_about_what_is_not_there_is_not_there(maria: Client, two: None, name: str, query: dict[str, str]) -> None:
    assert sheet(maria, name, **query).status_code == 404
