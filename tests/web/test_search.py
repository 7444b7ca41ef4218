"""What is found by a few words: things of a project, nearest first, at any moment; and projects."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coordinator.access.models import Role
from coordinator.eventlog.models import LogHead
from coordinator.web.finding import FINDERS
from tests.support.world import PROJECT, a_person, a_project, a_task, a_track, an_agent, claimed, told
from agents.commands import SendMessage
from tracks.commands import AddSyncPoint, RecordDecision, ReviseTask

ADDRESS = f"/projects/{PROJECT}/search/"


def found(browser: Client, **query: Any) -> list[dict[str, str]]:
    answer = browser.get(ADDRESS, query)
    assert answer.status_code == 200
    things: list[dict[str, str]] = answer.json()["found"]
    return things


def keys(browser: Client, **query: Any) -> list[str]:
    return [one["key"] for one in found(browser, **query)]


@pytest.fixture(autouse=True)
def a_plan(project: LogHead) -> None:
    an_agent("ada", title="Builds the parser")
    a_track("A", "Parsing")
    a_task("A.10", "Write the manual", track="A")
    a_task("A.1", "Read what A.10 says", track="A")
    a_task("B.2", "A parser for dates")
    a_task("B.3", "Errors of the parser, with places")
    a_task("B.4", "The ÜBERGANG")


def test_the_key_itself_comes_first_then_what_begins_so_then_what_holds_it(maria: Client) -> None:
    assert keys(maria, q="a.1", kind="task") == ["A.1", "A.10"]
    assert keys(maria, q="A.10", kind="task") == ["A.10", "A.1"]


def test_words_are_found_in_any_order_and_in_any_case(maria: Client) -> None:
    assert keys(maria, q="PARSER err", kind="task") == ["B.3"]
    assert keys(maria, q="übergang", kind="task") == ["B.4"]
    assert keys(maria, q="nothing like it", kind="task") == []


def test_each_kind_is_found_by_its_name_and_says_how_it_stands(maria: Client) -> None:
    claimed("B.2")
    told(AddSyncPoint(project=PROJECT, key="S1", title="Parser agreed"))

    things = {one["kind"]: one for one in found(maria, q="pars", kind=["task", "track", "agent", "sync"])}

    assert {kind: (one["key"], one["state"]) for kind, one in things.items() if kind != "task"} == {
        "track": ("A", "ready"), "agent": ("ada", "in_progress"), "sync": ("S1", "sync"),
    }
    assert found(maria, q="B.2", kind="task")[0] == {
        "kind": "task", "key": "B.2", "title": "A parser for dates", "state": "claimed",
        "href": reverse("task", args=[PROJECT, "B.2"]),
    }


def test_what_was_written_and_decided_is_found_by_its_words(maria: Client) -> None:
    told(SendMessage(project=PROJECT, kind="note", to="agent/ada", text="The port of the\n parser is 8080"))
    told(RecordDecision(project=PROJECT, question="Which parser?", chosen="Our own"))

    said, decided = found(maria, q="parser", kind=["message", "decision"])

    assert said["title"] == "maria: The port of the parser is 8080"
    assert decided["title"] == "Which parser? Our own"
    assert keys(maria, q="", kind=["message", "decision", "event"]) == []


def test_whatever_is_found_has_a_page(maria: Client) -> None:
    told(AddSyncPoint(project=PROJECT, key="S1", title="The parser is agreed"))
    told(SendMessage(project=PROJECT, kind="note", to="agent/ada", text="The parser"))
    told(RecordDecision(project=PROJECT, question="Which parser?", chosen="Our own"))

    things = [*found(maria, q="pars"), *found(maria, q="2", kind="event")]

    assert {one["kind"] for one in things} == set(FINDERS)
    for one in things:
        assert maria.get(one["href"]).status_code == 200, one


def test_a_number_finds_the_event_and_leads_to_it(maria: Client) -> None:
    event = found(maria, q="#2", kind="event")[0]

    assert event["key"] == "2"
    assert event["title"] == "maria registered agent ada"
    assert event["href"] == reverse("event", args=[PROJECT, 2])
    assert found(maria, q="999999", kind="event") == []


def test_the_past_is_searched_as_it_was(maria: Client, project: LogHead) -> None:
    project.refresh_from_db()
    before = project.sequence
    told(ReviseTask(project=PROJECT, key="B.4", title="Something else"))

    then = found(maria, q="übergang", kind="task", at=before)

    assert [one["key"] for one in then] == ["B.4"]
    assert then[0]["href"].endswith(f"?at={before}")
    assert found(maria, q="übergang", kind="task") == []
    assert found(maria, q=str(before + 1), kind="event", at=before) == []


def test_each_kind_has_its_most_and_an_unknown_one_is_not_found(maria: Client) -> None:
    for number in range(12):
        a_task(f"M.{number}")

    assert keys(maria, q="m.", kind="task") == [f"M.{number}" for number in range(8)]
    assert maria.get(ADDRESS, {"q": "a", "kind": "person"}).status_code == 404


def test_more_tasks_cost_no_more_questions(maria: Client) -> None:
    def questions() -> int:
        with CaptureQueriesContext(connection) as captured:
            found(maria, q="7")
        return len(captured)

    found(maria, q="7")
    few = questions()
    for number in range(60):
        a_task(f"M.{number}", "7 of them")
    found(maria, q="7")

    assert questions() == few


def test_a_stranger_finds_nothing(client: Client, project: LogHead) -> None:
    assert client.get(ADDRESS, {"q": "a"}).status_code == 302
    client.force_login(a_person("eve", a_project("other"), Role.VIEWER))
    assert client.get(ADDRESS, {"q": "a"}).status_code == 403


def test_projects_are_found_by_who_may_see_them(client: Client, project: LogHead) -> None:
    client.force_login(a_person("eve", a_project("other", "Another web"), Role.VIEWER))

    answer = client.get(reverse("search-projects"), {"q": "web"}).json()["found"]

    assert [(one["key"], one["title"], one["href"]) for one in answer] == [("other", "Another web", "/projects/other/")]
