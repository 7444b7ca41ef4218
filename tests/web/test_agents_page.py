"""Everybody who works on the project."""

from datetime import timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agents import queries
from agents.models import LeaseBeat, Presence
from coordinator.eventlog.models import LogHead
from coordinator.tables import Now
from tests.support.world import PROJECT, a_task, an_agent, claimed, told
from tracks.commands import ReservePaths


def test_the_page_names_each_agent_with_its_work_and_its_load(maria: Client) -> None:
    an_agent("ada", capacity=2, capabilities=("python",))
    an_agent("bob")
    a_task("A.1")
    claimed("A.1")

    page = maria.get(reverse("agents", args=[PROJECT])).text

    assert reverse("task", args=[PROJECT, "A.1"]) in page
    assert "1 of 2" in page
    assert "python" in page
    assert "bob" in page


def test_the_page_shows_the_paths_that_an_agent_has_reserved(maria: Client) -> None:
    an_agent("ada")
    told(ReservePaths(project=PROJECT, agent="ada", paths=("src/<api>", "docs")))

    assert "Reserved: src/&lt;api&gt;, docs" in maria.get(reverse("agents", args=[PROJECT])).text


def test_who_holds_work_and_is_silent_comes_first(project: LogHead) -> None:
    now = timezone.now()
    for name in ("ada", "bob", "eve"):
        an_agent(name)
    a_task("A.1")
    a_task("A.2")
    claimed("A.1", "bob")
    claimed("A.2", "eve")
    Presence.objects.filter(project=project, agent="eve").update(seen_at=now - timedelta(minutes=2))
    Presence.objects.create(project=project, agent="ada", seen_at=now - timedelta(days=1))

    rows = [(worker.agent.key, worker.beat) for worker in queries.workers(Now(project.pk), now)]

    assert rows == [("eve", "stale"), ("bob", "active"), ("ada", "")]


def test_a_holder_that_missed_its_beats_needs_a_person(maria: Client, project: LogHead) -> None:
    an_agent("ada")
    a_task("A.1", "Settings")
    claimed("A.1")
    LeaseBeat.objects.filter(project=project).update(beat_at=timezone.now() - timedelta(minutes=3))

    page = maria.get(reverse("overview", args=[PROJECT]), {"fragment": "attention"}).text

    assert "No heartbeat from ada for 3 min" in page
    assert "Settings becomes free when its lease ends" in page


def test_an_empty_project_says_what_an_agent_is(maria: Client) -> None:
    assert "No agents yet" in maria.get(reverse("agents", args=[PROJECT])).text
