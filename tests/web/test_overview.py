"""The overview: what runs, what is blocked, what needs a person, what has just happened."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from coordinator.eventlog.models import LogHead
from coordinator.tables import Now
from coordinator.web.overview import FRAGMENTS
from tests.support.world import PROJECT, a_task, a_track, an_agent, by_holder, claimed, told
from tracks.commands import AddSyncPoint, BlockTask, CompleteTask, DeclareConflictArea, StartTask
from tracks.queries import tracks_by_risk


def shown(browser: Client, fragment: str = "") -> str:
    return browser.get(reverse("overview", args=[PROJECT]), {"fragment": fragment} if fragment else {}).text


def finish(key: str) -> None:
    by_holder(CompleteTask, key, claimed(key))


@pytest.fixture
def at_work(project: LogHead) -> None:
    """Ada has finished A.1 and works on B.1; A.2 is blocked and B.2 waits for it."""
    an_agent("ada", capacity=2)
    for key in "AB":
        a_track(key)
    for key, needs in (("A.1", ()), ("A.2", ()), ("B.1", ()), ("B.2", ("task/A.2",))):
        a_task(key, track=key[0], depends_on=needs)
    finish("A.1")
    by_holder(StartTask, "B.1", claimed("B.1"))
    by_holder(BlockTask, "A.2", claimed("A.2"), reason="no credentials")


@pytest.mark.parametrize("name", FRAGMENTS)
def test_a_fragment_is_the_very_piece_that_the_page_shows(maria: Client, at_work: None, name: str) -> None:
    def still(html: str) -> str:
        """Without what depends on the moment and on the query it was asked with."""
        return re.sub(r"<time.*?</time>|hx-get=\"[^\"]*\"|\s+", " ", html).strip()

    piece = still(shown(maria, name))

    assert f'id="{name}"' in piece
    assert piece in still(shown(maria))


def test_the_figures_count_what_is_done_what_runs_and_what_is_blocked(maria: Client, at_work: None) -> None:
    told(AddSyncPoint(project=PROJECT, key="S1", title="All of A", after=("track/A",)))
    told(DeclareConflictArea(project=PROJECT, key="schema", area="the schema", tracks=("A", "B")))

    figures = re.findall(r"<dt>(?:<a [^>]*>)?([^<]+).*?<dd><b>(.*?)</b>", shown(maria, "kpis"))

    assert dict(figures) == {
        "Tasks done": "1", "Running now": "1", "Blocked": "1", "Sync points": "1", "Conflicts": "1", "Throughput": "1"
    }


def test_tracks_at_risk_come_first_and_finished_ones_last(project: LogHead) -> None:
    an_agent("ada", capacity=3)
    for key in "ABCD":
        a_track(key)
        a_task(f"{key}.1", track=key)
    a_task("C.2", track="C")
    finish("A.1")
    claimed("C.1")
    by_holder(BlockTask, "D.1", claimed("D.1"), reason="no credentials")

    assert [track.key for track in tracks_by_risk(Now(project.pk))] == ["D", "C", "B", "A"]


def test_who_works_on_what_names_agent_and_task(maria: Client, at_work: None) -> None:
    working = shown(maria, "working")

    assert "ada" in working
    assert reverse("task", args=[PROJECT, "B.1"]) in working


def test_a_blocked_task_needs_a_person_with_its_reason_and_what_it_holds_up(maria: Client, at_work: None) -> None:
    attention = shown(maria, "attention")

    assert "Task A.2: no credentials" in attention
    assert "1 item waits for it" in attention
    assert reverse("task", args=[PROJECT, "A.2"]) in attention


def test_an_empty_project_says_what_to_do_first(maria: Client) -> None:
    page = shown(maria)

    assert "No tracks yet" in page
    assert "Nobody is at work" in page
    assert "Nothing waits for you" in page


def test_text_of_others_is_never_markup(maria: Client) -> None:
    hostile = "<script>alert(1)</script>"
    a_track("A", title=hostile, owner=hostile)
    a_task("A.1", title=hostile, track="A")
    an_agent("ada", title=hostile)
    by_holder(BlockTask, "A.1", claimed("A.1"), reason=hostile)

    page = shown(maria)

    assert hostile not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_the_page_says_which_event_it_shows(maria: Client, at_work: None, project: LogHead) -> None:
    project.refresh_from_db()

    assert f'data-log="{project.log_id}" data-sequence="{project.sequence}"' in shown(maria)


def test_when_it_will_be_done_and_which_tracks_are_late_is_said_once_the_page_is_there(maria: Client, project: LogHead) -> None:
    assert "Nothing is left to do" in shown(maria, "ahead")
    an_agent("ada")
    a_track("A", weeks=(1,))
    a_task("A.1", track="A", estimate=20 * 24 * 60)
    page = shown(maria, "ahead")
    assert "Expected to be done" in page
    assert "with 1 task at once" in page
    assert "<b data-late>13 days late</b>" in page
    assert "days late" not in shown(maria)


def test_the_menu_asks_how_much_needs_a_person_but_not_in_the_past(maria: Client, at_work: None, project: LogHead) -> None:
    project.refresh_from_db()
    counter = f'hx-get="{reverse("attention", args=[PROJECT])}?fragment=count"'
    assert counter in shown(maria)
    assert counter not in maria.get(reverse("overview", args=[PROJECT]), {"at": project.sequence}).text
    assert maria.get(reverse("attention", args=[PROJECT]), {"fragment": "count"}).text.strip() == "1"
