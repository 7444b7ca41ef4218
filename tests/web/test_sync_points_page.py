"""The page of sync points: what keeps each closed, who waits for it, how its checks stand, and what may be done now."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from coordinator.access.models import Role
from coordinator.eventlog.models import LogHead
from tests.support.world import PROJECT, a_person, a_task, a_track, an_agent, by_holder, claimed, told
from tracks.commands import (
    AddDependency, AddSyncPoint, AnswerCheck, CompleteTask, PassSyncPoint, RecordMeasurement, ReopenSyncPoint,
)
from tracks.meeting import Check

URL = reverse("sync-points", args=[PROJECT])
CHECKS = (Check(text="both <teams> have read it"), Check("command", text="make check"), Check("metric", "", "errors", "<=", "0"))


@pytest.fixture
def gate(project: LogHead) -> None:
    """1 comes after track A and has a check of each kind; B.1 waits for it."""
    an_agent("ada")
    a_track("A", "Core")
    a_task("A.1", track="A")
    told(AddSyncPoint(project=PROJECT, key="1", title="The schema stands", after=("track/A",), checks=CHECKS))
    a_task("B.1")
    told(AddDependency(project=PROJECT, item="task/B.1", needs="sync/1"))


def shown(browser: Client, **query: str) -> str:
    return str(browser.get(URL, {"fragment": "sync_points", **query}).text)


def finish() -> None:
    by_holder(CompleteTask, "A.1", claimed("A.1"))


def answered(number: int, **found: Any) -> None:
    told(AnswerCheck(project=PROJECT, key="1", number=number, **found))


def hold_everything() -> None:
    finish()
    answered(1, holds=True)
    answered(2, exit_status=0, digest="0" * 64, holds=True)
    told(RecordMeasurement(project=PROJECT, name="errors", value="0"))


def test_a_gate_says_what_it_comes_after_and_who_waits_for_it(maria: Client, gate: None) -> None:
    text = shown(maria)

    assert reverse("track", args=[PROJECT, "A"]) in text
    assert reverse("task", args=[PROJECT, "B.1"]) in text
    assert "1 task behind it" in text
    assert "Waits for" in text
    assert "both &lt;teams&gt; have read it" in text
    assert "not measured" in text


def test_it_cannot_be_passed_while_something_before_it_is_not_done(maria: Client, gate: None) -> None:
    assert "disabled" in shown(maria)
    assert "sheets/sync-pass" not in shown(maria)


def test_where_a_check_does_not_hold_a_reason_is_asked_for(maria: Client, gate: None) -> None:
    finish()

    assert "Pass all the same" in shown(maria)
    sheet = maria.get(reverse("sheet", args=[PROJECT, "sync-pass"]), {"key": "1"}).text
    assert 'name="despite"' in sheet
    assert "Check 2 (make check)" in sheet
    assert "Check 3 (errors &lt;= 0)" in sheet
    assert "Check 1" not in sheet  # a person looks when passing it


def test_where_only_a_look_is_missing_passing_says_what_one_vouches_for(maria: Client, gate: None) -> None:
    finish()
    answered(2, exit_status=0, digest="0" * 64, holds=True)
    told(RecordMeasurement(project=PROJECT, name="errors", value="0"))

    assert "May be passed" in shown(maria)
    sheet = maria.get(reverse("sheet", args=[PROJECT, "sync-pass"]), {"key": "1"}).text
    assert 'name="despite"' not in sheet
    assert "both &lt;teams&gt; have read it" in sheet


def test_where_everything_holds_one_press_passes_it(maria: Client, gate: None) -> None:
    hold_everything()
    text = shown(maria)

    assert f'data-send="POST /api/v1/projects/{PROJECT}/sync-points/1/pass"' in text
    assert "maria" in text
    assert "exit 0" in text


def test_what_was_found_stands_beside_the_check_and_may_be_withdrawn(maria: Client, gate: None) -> None:
    answered(1, holds=False, text="team B has not")
    text = shown(maria)

    assert "team B has not" in text
    assert 'data-body=\'{"withdraw":true}\'' in text


def test_a_passed_gate_says_by_whom_and_despite_what_and_may_be_closed_again(maria: Client, gate: None) -> None:
    finish()
    told(PassSyncPoint(project=PROJECT, key="1", despite="the client waits"))

    assert "Every sync point is passed" in shown(maria)
    text = shown(maria, state="passed")
    assert "maria passed it" in text
    assert "the client waits" in text
    assert "sheets/sync-reopen" in text
    told(ReopenSyncPoint(project=PROJECT, key="1"))
    assert "reopened" in shown(maria)


def test_one_gate_has_an_address_of_its_own_that_chips_lead_to(maria: Client, gate: None) -> None:
    address = reverse("sync", args=[PROJECT, "1"])

    assert "The schema stands" in maria.get(address).text
    assert address in maria.get(reverse("task", args=[PROJECT, "B.1"])).text
    assert maria.get(reverse("sync", args=[PROJECT, "9"])).status_code == 404


def test_in_the_past_it_stands_as_it_stood_and_nothing_can_be_pressed(maria: Client, gate: None, project: LogHead) -> None:
    project.refresh_from_db()
    before = project.sequence
    hold_everything()
    told(PassSyncPoint(project=PROJECT, key="1"))

    text = shown(maria, at=str(before))
    assert "The schema stands" in text
    assert "data-send" not in text


def test_a_viewer_sees_the_gates_and_no_buttons(client: Client, gate: None, project: LogHead) -> None:
    client.force_login(a_person("vera", project, Role.VIEWER))

    assert "The schema stands" in client.get(URL).text
    assert "data-send" not in shown(client)
    assert client.get(reverse("sheet", args=[PROJECT, "sync-pass"]), {"key": "1"}).status_code == 403


def test_the_form_holds_the_checks_there_are_and_room_for_more(maria: Client, gate: None) -> None:
    sheet = maria.get(reverse("sheet", args=[PROJECT, "sync-edit"]), {"key": "1"}).text

    assert sheet.count('data-item="checks"') == 5
    assert 'data-version="' in sheet
    assert 'value="make check"' in sheet
    assert maria.get(reverse("sheet", args=[PROJECT, "sync-check"]), {"key": "1", "number": "9"}).status_code == 404
    assert maria.get(reverse("sheet", args=[PROJECT, "sync-edit"]), {"key": "9"}).status_code == 404


def test_a_project_without_gates_says_what_they_are_for(maria: Client, project: LogHead) -> None:
    assert "No sync points" in shown(maria)
    assert "None is passed yet" not in shown(maria)
