"""The sheets that put the plan back and undo a command: what they show before anything is done, and what they send."""

import json
import re

from django.test import Client
from django.urls import reverse

from coordinator.access.models import Role
from coordinator.eventlog.models import LogHead
from tests.support.world import PROJECT, a_person, a_task, an_agent, by_holder, claimed, told
from tracks.commands import RecordDecision, RemoveTask, ReviseTask, StartTask


def sheet(browser: Client, name: str, query: str) -> str:
    return browser.get(f"{reverse('sheet', args=[PROJECT, name])}?{query}").text


def test_what_a_rollback_changes_is_shown_before_it_is_done(maria: Client, project: LogHead) -> None:
    a_task("A.1", "Lay the cable")
    told(ReviseTask(project=PROJECT, key="A.1", title="Lay two cables"))
    a_task("A.2", "Came later")

    shown = sheet(maria, "rollback", "to=2")

    assert "<b>1 task changed, 1 removed</b>" in shown
    assert "Lay two cables" in shown
    assert "Lay the cable" in shown
    assert 'data-version="4"' in shown
    assert "Nothing is lost" in shown
    project.refresh_from_db()
    assert project.sequence == 4


def test_only_some_things_are_put_back(maria: Client) -> None:
    a_task("A.1", "Lay the cable")
    a_task("A.2", "Dig the hole")
    for key in ("A.1", "A.2"):
        told(ReviseTask(project=PROJECT, key=key, title="Called otherwise"))

    shown = sheet(maria, "rollback", "to=3&only=task/A.2")
    preview = shown.partition('class="preview')[2].partition("<details")[0]

    assert "Dig the hole" in preview
    assert "Lay the cable" not in preview
    assert re.search(r'value="task/A.2" checked', shown)
    assert re.search(r'value="task/A.1">', shown)


def test_why_it_is_refused_and_which_leases_would_end_is_said(maria: Client) -> None:
    a_task("A.1")
    an_agent("ada")
    by_holder(StartTask, "A.1", claimed("A.1"))

    refused = sheet(maria, "rollback", "to=3")
    allowed = sheet(maria, "rollback", "to=3&despite_leases=on")

    assert "Refused as things are" in refused
    assert "what somebody is working on: A.1" in refused
    assert "Refused as things are" not in allowed
    assert "the lease ends" in allowed


def test_what_is_sent_is_what_was_seen(maria: Client) -> None:
    a_task("A.1", "Lay the cable")
    told(ReviseTask(project=PROJECT, key="A.1", title="Lay two cables"))
    shown = sheet(maria, "rollback", "to=2")
    address = re.findall(r'data-send="POST ([^"]+)"', shown)[0]
    version = re.findall(r'data-version="(\d+)"', shown)[0]
    body = json.dumps({"to": 2, "despite_leases": False})
    told(ReviseTask(project=PROJECT, key="A.1", notes="Something else happened"))

    late = maria.post(address, body, content_type="application/json", headers={"If-Match": f'"{version}"'})
    now = re.findall(r'data-version="(\d+)"', sheet(maria, "rollback", "to=2"))[0]
    done = maria.post(address, body, content_type="application/json", headers={"If-Match": f'"{now}"'})

    assert late.status_code == 412
    assert done.status_code == 200
    event = maria.get(reverse("event", args=[PROJECT, done.json()["head"]])).text
    assert "rolled" in event
    assert "sequence=" in event.partition("sheets/undo/")[2]


def test_an_undo_shows_what_followed_and_takes_it_along_where_asked(maria: Client) -> None:
    a_task("A.1")
    an_agent("ada")
    by_holder(StartTask, "A.1", claimed("A.1"))

    alone = sheet(maria, "undo", "sequence=2")
    along = sheet(maria, "undo", "sequence=2&with_what_followed=on&despite_leases=on")

    assert "later commands built on it" in alone
    assert "Refused as things are" in alone
    assert "Refused as things are" not in along
    assert "Removed" in along
    assert 'name="with_what_followed" checked' in along


def test_what_cannot_be_undone_says_why_and_offers_nothing(maria: Client) -> None:
    told(RecordDecision(project=PROJECT, question="Which way?", chosen="That one"))

    shown = sheet(maria, "undo", "sequence=2")

    assert "Nothing that was done there can be undone" in shown
    assert "Undo it" not in shown


def test_one_who_may_change_nothing_is_offered_no_way_back(client: Client, project: LogHead) -> None:
    a_task("A.1")
    told(RemoveTask(project=PROJECT, key="A.1"))
    client.force_login(a_person("ada", project, Role.VIEWER))

    assert client.get(reverse("sheet", args=[PROJECT, "rollback"]), {"to": 2}).status_code == 403
    assert "sheets/" not in client.get(reverse("overview", args=[PROJECT]), {"at": 2}).text
    assert "sheets/undo" not in client.get(reverse("activity", args=[PROJECT])).text


def test_a_page_of_the_past_leads_to_the_sheet_that_is_of_now(maria: Client) -> None:
    a_task("A.1")
    shown = maria.get(reverse("overview", args=[PROJECT]), {"at": 1}).text
    assert f'href="{reverse("sheet", args=[PROJECT, "rollback"])}?to=1" data-sheet data-to-now' in shown


def test_a_moment_that_never_was_has_no_sheet(maria: Client) -> None:
    for query in ("to=0", "to=99", "to=x", "sequence=99"):
        name = "undo" if query.startswith("sequence") else "rollback"
        assert maria.get(f"{reverse('sheet', args=[PROJECT, name])}?{query}").status_code == 404
