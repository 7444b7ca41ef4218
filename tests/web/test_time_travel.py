"""Looking at the past: what a page says about the moment that it shows, and how one gets there and back."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from coordinator.access.models import Role
from coordinator.eventlog import store
from coordinator.eventlog.models import Event, LogHead
from coordinator.web.timeline import BARS, FINE, stretch
from tests.support.pages import a_busy_project, addresses, asking
from tests.support.world import PROJECT, a_person, a_task, a_track, an_agent, by_holder, claimed, told
from tracks.commands import RemoveTask, StartTask

OVERVIEW = f"/projects/{PROJECT}/"


def steps(html: str) -> dict[str, str]:
    """Where each key leads."""
    found = re.findall(r'<a class="btn[^"]*" href="([^"]*)"[^>]*? data-press="([^"]+)"', html)
    return {key.replace("&lt;", "<").replace("&gt;", ">"): address.replace("&amp;", "&") for address, key in found}


def test_a_page_of_the_past_says_which_event_it_shows_and_who_did_what(maria: Client) -> None:
    a_track("A")
    a_task("A.1", "Lay the cable", track="A")
    an_agent("ada")

    shown = maria.get(OVERVIEW, {"at": 3}).text

    assert 'Viewing event <span class="num">3</span>' in shown
    assert re.search(r"<b>maria</b> added <a [^>]*>.*Lay the cable", shown)
    assert "read only" in shown
    assert 'name="live"' not in shown
    assert "data-send" not in shown


def test_steps_lead_one_event_back_and_on_and_along_the_same_subject(maria: Client) -> None:
    a_task("A.1")
    an_agent("ada")
    by_holder(StartTask, "A.1", claimed("A.1"))

    assert steps(maria.get(OVERVIEW, {"at": 4}).text) == {"<": "?at=2", ",": "?at=3", ".": "?at=5", ">": "?at=5", "h": "?"}
    assert steps(maria.get(OVERVIEW, {"at": 1}).text) == {".": "?at=2", "h": "?"}
    assert steps(maria.get(OVERVIEW, {"at": 5}).text) == {"<": "?at=4", ",": "?at=4", "h": "?"}


def test_a_step_keeps_what_else_the_address_says(maria: Client) -> None:
    a_task("A.1")
    shown = maria.get(reverse("tasks", args=[PROJECT]), {"at": 1, "status": "ready"}).text
    assert steps(shown)["."] == "?at=2&status=ready"


def test_every_link_of_a_page_of_the_past_stays_in_the_past(reader: Client) -> None:
    project = a_busy_project()
    for name, address in addresses().items():
        if not address.startswith(OVERVIEW):
            continue
        shown = reader.get(asking(address, at=project.sequence - 1)).text
        links = [tag for tag in re.findall(r"<a\s[^>]*>", shown) if "data-to-now" not in tag]
        inside = [tag for tag in links if re.search(rf' href="({OVERVIEW}|\?)', tag)]
        assert inside, name
        assert [tag for tag in inside if not re.search(r"[?;&]at=\d+", tag)] == [], name
        assert f"at={project.sequence - 1}" not in "".join(tag for tag in links if tag not in inside and "/api/" not in tag), name


def test_no_page_of_the_past_offers_to_change_anything(reader: Client) -> None:
    project = a_busy_project()
    for name, address in addresses().items():
        if address.startswith(OVERVIEW):
            shown = reader.get(asking(address, at=project.sequence)).text
            assert not re.search(r'data-send="(?!GET)', shown), name
            assert all("data-to-now" in tag for tag in re.findall(r"<a\s[^>]*data-sheet[^>]*>", shown)), name


def test_a_time_is_the_newest_event_by_then(maria: Client, project: LogHead) -> None:
    a_task("A.1")
    at = Event.objects.get(project=project, sequence=1).recorded_at

    assert 'Viewing event <span class="num">1</span>' in maria.get(OVERVIEW, {"at": at.isoformat()}).text


@pytest.mark.parametrize("at", ["0", "9", "-1", "yesterday", "9" * 5000, "2026-01-01T00:00:00", "1999-01-01T00:00:00Z", "²"])
def test_a_moment_that_is_not_in_the_history_is_said_not_to_be_with_a_way_back(maria: Client, at: str) -> None:
    a_task("A.1")
    address = reverse("task", args=[PROJECT, "A.1"])

    answer = maria.get(address, {"at": at})

    assert answer.status_code == 404
    assert "No such moment" in answer.text
    assert "goes from event 1 to 2" in answer.text
    assert f'href="{address}"' in answer.text


def test_a_task_that_was_not_there_yet_offers_the_moment_it_came_to_be(maria: Client) -> None:
    a_track("A")
    a_task("A.1", track="A")
    address = reverse("task", args=[PROJECT, "A.1"])

    answer = maria.get(address, {"at": 2})

    assert answer.status_code == 404
    assert "A.1 was not there yet" in answer.text
    assert f'href="{address}?at=3"' in answer.text


def test_a_task_that_was_removed_is_shown_as_it_was(maria: Client) -> None:
    a_task("A.1", "Gone soon")
    told(RemoveTask(project=PROJECT, key="A.1"))
    address = reverse("task", args=[PROJECT, "A.1"])

    answer = maria.get(address)

    assert answer.status_code == 404
    assert "A.1 is not there any more" in answer.text
    assert f'href="{address}?at=2"' in answer.text
    assert "Gone soon" in maria.get(address, {"at": 2}).text


def test_the_timeline_counts_every_event_once_and_leads_to_each(reader: Client) -> None:
    project = a_busy_project()
    head = store.find_head(project.project)
    assert head is not None

    whole = stretch(head)

    assert sum(whole.counts) == project.sequence
    assert sum(count for _, count, _, _ in whole.bars) == project.sequence
    places = [whole.place_of(sequence) for sequence in range(1, project.sequence + 1)]
    assert places == sorted(places)
    assert f'value="{BARS * FINE}"' in reader.get(reverse("timeline", args=[PROJECT])).text
    assert "data-later" in reader.get(reverse("timeline", args=[PROJECT]), {"at": 1}).text


def test_several_times_are_found_at_once(project: LogHead) -> None:
    a_task("A.1")
    first, last = (Event.objects.get(project=project, sequence=number).recorded_at for number in (1, 2))
    moments = [last, first - timedelta(seconds=1), first]

    assert store.sequences_at(project.pk, moments) == [store.sequence_at(project.pk, moment) for moment in moments]
    assert store.sequences_at(project.pk, moments)[:2] == [2, 0]


def test_a_stranger_sees_no_timeline(client: Client, project: LogHead) -> None:
    client.force_login(a_person("eve"))
    assert client.get(reverse("timeline", args=[PROJECT])).status_code == 403
    client.force_login(a_person("ada", project, Role.VIEWER))
    assert client.get(reverse("timeline", args=[PROJECT])).status_code == 200
