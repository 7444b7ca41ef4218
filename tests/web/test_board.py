"""The board: which card stands where, how many of them, in which lane, and where each of them may go."""

import json
import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from coordinator.access.models import Role
from coordinator.eventlog.models import LogHead
from tests.support.world import PROJECT, a_person, a_project, a_task, a_track, an_agent, by_holder, claimed, told
from tracks.commands import BlockTask, CancelTask, CompleteTask, FailTask, StartTask, SubmitTask


def page(browser: Client, **query: Any) -> str:
    answer = browser.get(reverse("board", args=[PROJECT]), query)
    assert answer.status_code == 200
    return answer.text


def cards(html: str, lane: str | None = None) -> dict[str, list[str]]:
    """The keys of the cards in each column that has some, of one lane or of all."""
    lanes = re.findall(r'<section class="lane" data-key="lane ([^"]*)"(.*?)</section>', html, re.S)
    columns: dict[str, list[str]] = {}
    for key, text in lanes:
        if lane is None or key == lane:
            for column, cell in re.findall(r'<ul class="column"[^>]*data-column="(\w+)"(.*?)</ul>', text, re.S):
                columns.setdefault(column, []).extend(re.findall(r'class="card" data-key="([^"]+)"', cell))
    return {column: keys for column, keys in columns.items() if keys}


def counts(html: str) -> dict[str, int]:
    heads = html[html.index('class="heads"'):html.index('class="lane"')]
    found = re.findall(r'data-key="(\w+)".*?<span class="count num">([\d,]+)', heads, re.S)
    return {column: int(count.replace(",", "")) for column, count in found}


def ways(html: str, key: str) -> dict[str, str]:
    """The moves of a card, and the column that each leads to."""
    known = re.search(r'data-ways="([^"]*)"', html)
    kind = re.search(rf'class="card" data-key="{re.escape(key)}" data-row data-kind="([^"]*)"', html)
    assert known and kind
    found: dict[str, str] = json.loads(unescape(known[1])).get(kind[1], {})
    return found


@pytest.fixture(autouse=True)
def a_plan(project: LogHead) -> None:
    an_agent("ada", capacity=9)
    a_track("A", "Parsing")
    a_track("B", "Printing")
    for number in range(1, 8):
        a_task(f"A.{number}", track="A")
    a_task("B.1", "Needs the parser", track="B", depends_on=("task/A.7",))
    a_task("X.1", assignee="bob")


def one_in_each_state() -> None:
    by_holder(StartTask, "A.1", claimed("A.1"))
    by_holder(SubmitTask, "A.2", claimed("A.2"))
    by_holder(BlockTask, "A.3", claimed("A.3"), reason="no port")
    by_holder(FailTask, "A.4", claimed("A.4"), reason="timeout")
    by_holder(CompleteTask, "A.5", claimed("A.5"))
    claimed("A.6")


def test_each_task_is_a_card_in_the_column_of_its_state(maria: Client) -> None:
    one_in_each_state()

    shown = page(maria)

    assert cards(shown) == {
        "pending": ["B.1"], "ready": ["A.7", "X.1"], "running": ["A.1", "A.6"], "in_review": ["A.2"], "blocked": ["A.3"],
        "failed": ["A.4"], "done": ["A.5"],
    }
    assert counts(shown) == {
        "pending": 1, "ready": 2, "running": 2, "in_review": 1, "blocked": 1, "failed": 1, "done": 1,
        "deferred": 0, "cancelled": 0,
    }


def test_a_card_says_where_it_may_go(maria: Client) -> None:
    one_in_each_state()
    shown = page(maria)

    assert ways(shown, "A.2") == {"approve": "done", "reject": "ready", "cancel": "cancelled"}
    assert ways(shown, "A.7")["claim"] == "running"
    assert "claim" not in ways(shown, "B.1")
    assert ways(shown, "A.3")["unblock"] == "running"  # ada still holds it
    assert ways(shown, "A.3")["release"] == ""  # it stays blocked
    assert ways(shown, "A.6")["start"] == ""
    assert ways(shown, "A.5") == {"reopen": "ready"}


def test_what_waits_again_goes_to_those_that_wait(maria: Client) -> None:
    told(CancelTask(project=PROJECT, key="B.1"))

    assert ways(page(maria, cancelled=50), "B.1") == {"reopen": "pending"}


def test_a_folded_column_counts_and_opens(maria: Client) -> None:
    told(CancelTask(project=PROJECT, key="X.1"))
    folded = page(maria, q="1")

    assert counts(folded)["cancelled"] == 1
    assert "cancelled" not in cards(folded)
    assert "?q=1&amp;cancelled=50" in folded
    assert cards(page(maria, cancelled=50))["cancelled"] == ["X.1"]


def test_a_long_column_shows_fifty_and_fifty_more_on_demand(maria: Client) -> None:
    for number in range(60):
        a_task(f"M.{number}")

    first = page(maria, q="m.")
    assert cards(first)["ready"] == [f"M.{number}" for number in range(50)]
    assert "?q=m.&amp;ready=100" in first
    assert len(cards(page(maria, q="m.", ready=100))["ready"]) == 60


def test_lanes_are_tracks_or_whoever_has_the_work_and_share_the_column_fairly(maria: Client) -> None:
    claimed("A.1")
    for number in range(60):
        a_task(f"M.{number}", track="A")

    by_track = page(maria, by="track")
    assert cards(by_track, "B") == {"pending": ["B.1"]}
    assert cards(by_track, "") == {"ready": ["X.1"]}
    assert len(cards(by_track, "A")["ready"]) == 25
    assert "and 41 more" in by_track
    by_agent = page(maria, by="agent")
    assert cards(by_agent, "ada") == {"running": ["A.1"]}
    assert cards(by_agent, "bob") == {"ready": ["X.1"]}


def test_the_board_is_narrowed_like_the_list(maria: Client) -> None:
    assert cards(page(maria, track="B")) == {"pending": ["B.1"]}
    assert cards(page(maria, who="bob")) == {"ready": ["X.1"]}
    assert cards(page(maria, q="PARSER")) == {"pending": ["B.1"]}
    assert "No task fits what you ask for" in page(maria, q="nothing like it")


@pytest.mark.parametrize("query", [{"by": "colour"}, {"ready": "all"}, {"ready": "99999"}])
def test_what_no_board_has_is_not_found(maria: Client, query: dict[str, str]) -> None:
    assert maria.get(reverse("board", args=[PROJECT]), query).status_code == 404


def test_the_past_is_shown_as_it_was_and_nothing_moves_there(maria: Client, project: LogHead) -> None:
    project.refresh_from_db()
    before = project.sequence
    one_in_each_state()

    shown = page(maria, at=before)

    assert cards(shown)["ready"] == [*(f"A.{number}" for number in range(1, 8)), "X.1"]
    assert ways(shown, "A.1") == {}
    assert "data-menu" not in shown
    assert f"/tasks/A.1/?at={before}" in shown


def test_who_may_only_look_moves_nothing(client: Client, project: LogHead) -> None:
    client.force_login(a_person("vic", project, Role.VIEWER))

    shown = page(client)

    assert ways(shown, "A.1") == {}
    assert "data-menu" not in shown
    assert "data-choose" not in shown


def test_the_sum_of_its_parts_is_moved_by_its_parts(maria: Client) -> None:
    a_task("A.1.1", parent="A.1")

    assert ways(page(maria), "A.1") == {}
    assert "claim" in ways(page(maria), "A.1.1")


def test_an_empty_plan_says_what_the_board_is_for(maria: Client) -> None:
    a_project("other")

    assert "No tasks yet" in maria.get(reverse("board", args=["other"])).text
