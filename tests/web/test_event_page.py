"""The page of one event: what it says, what it changed, and the way to its neighbours."""

import re

from django.test import Client
from django.urls import reverse

from coordinator.eventlog.models import Event
from tests.support.world import PROJECT, a_task, an_agent, by_holder, claimed, told
from tracks.commands import ReviseTask, Rollback, StartTask


def event(browser: Client, sequence: int, **query: int) -> str:
    return browser.get(reverse("event", args=[PROJECT, sequence]), query).text


def keys(html: str) -> dict[str, str]:
    found = re.findall(r'<a class="btn small" href="/projects/web/activity/(\d+)/[^"]*" data-press="([^"]+)"', html)
    return {key: sequence for sequence, key in found}


def test_an_event_shows_what_it_changed_field_by_field(maria: Client) -> None:
    a_task("A.1", "Lay the cable")
    told(ReviseTask(project=PROJECT, key="A.1", title="Lay two cables"))

    shown = event(maria, 3)

    assert re.search(r'<th scope="row">title</th><td class="old"[^>]*>.*Lay the cable</span></td><td class="new"', shown)
    assert "Lay two cables" in shown
    assert Event.objects.get(sequence=3).hash in shown
    assert "ReviseTask" in shown
    assert reverse("sheet", args=[PROJECT, "undo"]) + "?sequence=3" in shown


def test_an_event_leads_to_its_neighbours_by_sequence_and_by_subject(maria: Client) -> None:
    a_task("A.1")
    an_agent("ada")
    by_holder(StartTask, "A.1", claimed("A.1"))

    assert keys(event(maria, 4)) == {"[": "3", "]": "5", "{": "2", "}": "5"}
    assert keys(event(maria, 1)) == {"]": "2"}
    assert keys(event(maria, 5)) == {"[": "4", "{": "4"}


def test_the_event_that_says_what_a_command_was_for_shows_what_the_command_changed(maria: Client) -> None:
    a_task("A.1", "Lay the cable")
    told(ReviseTask(project=PROJECT, key="A.1", title="Lay two cables"))
    last = told(Rollback(project=PROJECT, to=2)).events[-1].sequence

    shown = event(maria, last)

    assert "What its command changed" in shown
    assert "Lay the cable" in shown


def test_what_a_body_says_is_text_and_never_markup(maria: Client) -> None:
    a_task("A.1", "<script>alert(1)</script>")

    shown = event(maria, 2)

    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert(1)" in shown


def test_an_event_of_another_project_or_of_none_is_not_found(maria: Client) -> None:
    for sequence in (2, 10**30):
        assert maria.get(reverse("event", args=[PROJECT, sequence])).status_code == 404


def test_an_event_that_had_not_happened_yet_leads_to_its_moment(maria: Client) -> None:
    a_task("A.1")

    answer = maria.get(reverse("event", args=[PROJECT, 2]), {"at": 1})

    assert answer.status_code == 404
    assert "Event 2 was not there yet" in answer.text
    assert event(maria, 2, at=2)
