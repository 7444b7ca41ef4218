"""One task with everything about it."""

import pytest
from django.test import Client
from django.urls import reverse

from coordinator.eventlog.models import LogHead
from tests.support.world import PROJECT, a_task, a_track, an_agent, by_holder, claimed, told
from tracks.commands import (
    BlockTask, CompleteTask, DismissOffer, FailTask, ReleaseTask, ReportProgress, RetryTask, SetTaskTerms, StartTask,
)
from tracks.errors import Fenced
from tracks.terms import Retry, Terms
from tracks.work import Deliverable, Evidence, Step


@pytest.fixture
def fence(project: LogHead) -> int:
    """B.1 waits for A.1 and is needed by B.2; ada holds A.1 under this fence."""
    an_agent("ada")
    a_track("A", deliverables=(Deliverable("Working compose file"),))
    a_track("B")
    a_task("A.1", track="A", steps=(Step("Start the services"), Step("Check them")), notes="Mind the ports.")
    a_task("B.1", track="B", depends_on=("task/A.1",), paths=("src/core/**",))
    a_task("B.2", track="B", depends_on=("task/B.1",))
    fence = claimed("A.1")
    by_holder(StartTask, "A.1", fence)
    return fence


def page(browser: Client, key: str, **query: str) -> str:
    return browser.get(reverse("task", args=[PROJECT, key]), query).text


def test_the_page_shows_holder_lease_steps_notes_and_what_its_track_owes(maria: Client, fence: int) -> None:
    shown = page(maria, "A.1")

    for piece in ("ada", 'data-time="left"', "Start the services", "Mind the ports.", "Working compose file"):
        assert piece in shown


def test_what_a_task_waits_for_and_what_waits_for_it_are_links(maria: Client, fence: int) -> None:
    shown = page(maria, "B.1", fragment="task")

    assert "Blocked by A.1" in shown
    assert reverse("task", args=[PROJECT, "A.1"]) in shown
    assert reverse("task", args=[PROJECT, "B.2"]) in shown
    assert "src/core/**" in shown


def test_the_history_tells_every_event_newest_first_with_its_fields(maria: Client, fence: int) -> None:
    by_holder(ReportProgress, "A.1", fence, percent=40, note="halfway there")
    by_holder(BlockTask, "A.1", fence, reason="port is taken")

    history = page(maria, "A.1", fragment="history")
    told_in_order = ["blocked it", "brought it", "to 40 %", "started it", "claimed it", "added it"]

    places = [history.index(words) for words in told_in_order]
    assert places == sorted(places)
    assert "port is taken" in history
    assert "<dt>percent</dt><dd>40</dd>" in history


def test_a_long_history_is_read_on_by_sequence(maria: Client, fence: int) -> None:
    for percent in range(1, 100):
        by_holder(ReportProgress, "A.1", fence, percent=percent)
    first = page(maria, "A.1", fragment="history")
    assert first.count("<summary") == 100
    before = first.partition("?before=")[2].partition('"')[0]

    rest = page(maria, "A.1", fragment="history", before=before)

    assert "added it" in rest
    assert "added it" not in first


def test_a_key_may_hold_what_addresses_do_not_like(maria: Client, fence: int) -> None:
    a_task("x-1.a_b", track="A")

    assert "x-1.a_b" in page(maria, "x-1.a_b")


def test_work_that_came_too_late_is_shown_until_somebody_answers(maria: Client, fence: int) -> None:
    by_holder(ReleaseTask, "A.1", fence)
    with pytest.raises(Fenced):
        by_holder(CompleteTask, "A.1", fence, summary="All <b>three</b> are up")
    assert "All &lt;b&gt;three&lt;/b&gt; are up" in page(maria, "A.1", fragment="task")
    told(DismissOffer(project=PROJECT, key="A.1", offer=fence))
    assert "Came too late" not in page(maria, "A.1", fragment="task")


def test_what_is_demanded_and_whether_it_was_shown_stands_on_the_page_and_in_the_list(maria: Client, fence: int) -> None:
    told(SetTaskTerms(project=PROJECT, key="A.1", terms=Terms(check="make <all>", retry=Retry(3, 600))))
    assert "`make &lt;all&gt;`" in page(maria, "A.1", fragment="task")
    by_holder(FailTask, "A.1", fence, reason="flaky")
    assert "1 of 3 time" in page(maria, "A.1", fragment="task")
    told(RetryTask(project=PROJECT, key="A.1"))
    told(CompleteTask(project=PROJECT, key="A.1", evidence=(Evidence("command", "make <all>", 0, "a" * 64),)))
    assert "Verified" in page(maria, "A.1", fragment="task")
    assert "Verified" in maria.get(reverse("tasks", args=[PROJECT])).text


def test_a_word_alone_is_called_claimed(maria: Client, fence: int) -> None:
    by_holder(CompleteTask, "A.1", fence)
    assert "Claimed</span>" in page(maria, "A.1", fragment="task")
