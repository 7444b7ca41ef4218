"""Success criteria on the overview: state, words and numbers, and what to do while there are none."""

from django.test import Client
from django.urls import reverse

from coordinator.eventlog.models import LogHead
from coordinator.web.overview import CRITERIA
from tests.support.world import PROJECT, a_task, told
from tracks.commands import AddCriterion


def shown(browser: Client) -> str:
    return browser.get(reverse("overview", args=[PROJECT]), {"fragment": "criteria"}).text


def test_while_there_are_none_it_says_what_they_are_for(maria: Client, project: LogHead) -> None:
    assert "No success criteria yet" in shown(maria)


def test_each_is_shown_with_its_words_and_numbers(maria: Client, project: LogHead) -> None:
    a_task("1")
    told(AddCriterion(project=PROJECT, kind="completion", of="tasks", comparison=">", value="80"))
    told(AddCriterion(project=PROJECT, kind="no_blocked"))
    page = shown(maria)
    for piece in ("1 of 2 met", "tasks completed &gt; 80 %", "0 of 1 tasks done", "nothing is blocked"):
        assert piece in page
    assert page.index("0 of 1 tasks done") < page.index("nothing is blocked")


def test_of_many_the_first_are_shown_and_all_are_counted(maria: Client, project: LogHead) -> None:
    for number in range(CRITERIA + 3):
        told(AddCriterion(project=PROJECT, kind="text", text=f"<b>{number}</b>"))
    page = shown(maria)
    assert page.count("data-key=") == CRITERIA
    assert f"of {CRITERIA + 3} met" in page
    assert "<b>0</b>" not in page


def test_what_people_wrote_is_never_markup(maria: Client, project: LogHead) -> None:
    told(AddCriterion(project=PROJECT, kind="text", text="<script>alert(1)</script>"))
    assert "<script>alert" not in shown(maria)
