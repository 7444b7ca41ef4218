"""The graph: which part the address asks for, what its nodes and edges say, its table, its file, and forms about dependencies."""

import csv
import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from coordinator.access.models import Role
from coordinator.eventlog.models import LogHead
from coordinator.web import graph as page
from coordinator.web import graph_part
from tests.support.world import PROJECT, a_person, a_task, a_track, an_agent, by_holder, claimed, told
from tracks.commands import AddSyncPoint, BlockTask, CompleteTask, StartTask

NODE = re.compile(r'<g class="node" data-key="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
EDGES = re.compile(r'<g class="ways" data-key="\w+" data-sort="(\w+)"[^>]*>(.*?)</g>', re.DOTALL)
EDGE = re.compile(r'<path class="edge" data-key="([^"\t]*)\t([^"]*)" d="M')
ROW = re.compile(r'<tr data-key="([^"]*)">(.*?)</tr>', re.DOTALL)


def shown(browser: Client, **query: Any) -> str:
    answer = browser.get(reverse("graph", args=[PROJECT]), query)
    assert answer.status_code == 200
    return answer.text


def nodes(html: str) -> list[str]:
    return [name for name, _ in NODE.findall(html)]


def edges(html: str) -> dict[tuple[str, str], str]:
    return {(one, two): sort for sort, group in EDGES.findall(html) for one, two in EDGE.findall(group)}


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html)).strip()


@pytest.fixture
def plan(project: LogHead) -> None:
    """A.1 is done, A.2 of it runs; B.1 waits for A.2, and C.1, alone in its track, for the stuck B.2. A sync point is after A."""
    an_agent("ada", capacity=9)
    for key in "ABC":
        a_track(key)
    for key, needs in {"A.1": (), "A.2": ("task/A.1",), "B.1": ("task/A.2",), "B.2": (), "C.1": ("task/B.2",)}.items():
        a_task(key, track=key[0], depends_on=needs, estimate=600 if key == "B.1" else 60)
    told(AddSyncPoint(project=PROJECT, key="1", title="Contract frozen", after=("track/A",)))
    by_holder(CompleteTask, "A.1", claimed("A.1"))
    by_holder(StartTask, "A.2", claimed("A.2"))
    by_holder(BlockTask, "B.2", claimed("B.2"), reason="no key")


# Which part ----------------------------------------------------------------------------------------------------------


def test_tracks_and_sync_points_are_shown_first(maria: Client, plan: None) -> None:
    html = shown(maria)

    assert set(nodes(html)) == {"track/A", "track/B", "track/C", "sync/1"}
    assert edges(html) == {
        ("track/A", "track/B"): "critical", ("track/B", "track/C"): "blocking", ("track/A", "sync/1"): "open",
    }


def test_all_tasks_are_shown_with_the_sync_points_between_them(maria: Client, plan: None) -> None:
    html = shown(maria, level="tasks")

    assert {"task/A.1", "task/A.2", "task/B.1", "task/B.2", "task/C.1", "sync/1"} <= set(nodes(html))
    assert edges(html)["task/A.1", "task/A.2"] == "met"
    assert edges(html)["task/A.2", "task/B.1"] == "critical"
    assert edges(html)["task/B.2", "task/C.1"] == "blocking"
    assert edges(html)["task/A.2", "track/A"] == "part"
    assert ("task/A.1", "track/A") not in edges(html), "only the last tasks of a group lead to it"


def test_a_track_opens_its_tasks_and_what_they_are_tied_to(maria: Client, plan: None) -> None:
    html = shown(maria, track="B")

    assert set(nodes(html)) == {"task/A.2", "task/B.1", "task/B.2", "task/C.1"}
    assert f'{reverse("graph", args=[PROJECT])}?track=B' in shown(maria)


@pytest.mark.parametrize("word", ["B.1", "task/B.1"])
def test_around_something_is_what_is_so_many_steps_away(maria: Client, plan: None, word: str) -> None:
    assert set(nodes(shown(maria, focus=word, steps=0))) == {"task/B.1"}
    assert {"task/A.2", "task/B.1"} <= set(nodes(shown(maria, focus=word, steps=1)))
    assert "task/A.1" in nodes(shown(maria, focus=word)), "two steps unless said"
    assert 'data-start="task/B.1"' in shown(maria, focus=word)


def test_around_a_task_is_not_all_that_is_in_its_track(maria: Client, plan: None) -> None:
    assert "task/B.2" not in nodes(shown(maria, focus="B.1", steps=9))
    assert {"task/B.1", "task/B.2"} <= set(nodes(shown(maria, focus="track/B", steps=1)))


def test_what_nothing_is_called_is_said_so(maria: Client, plan: None) -> None:
    assert "Nothing in the plan is called Z.9" in shown(maria, focus="Z.9")


def test_states_narrow_it_and_can_be_taken_together(maria: Client, plan: None) -> None:
    assert nodes(shown(maria, level="tasks", state="blocked")) == ["task/B.2"]
    assert set(nodes(shown(maria, level="tasks", state=["blocked", "sync"]))) == {"task/B.2", "sync/1"}
    assert "Nothing like that here" in shown(maria, level="tasks", state="flying")


def test_only_what_must_not_slip_can_be_asked_for(maria: Client, plan: None) -> None:
    assert set(nodes(shown(maria, level="tasks", critical="only"))) == {"task/A.2", "task/B.1", "track/A"}


@pytest.mark.parametrize("query", [{"track": "Z"}, {"level": "planets"}])
def test_a_part_that_does_not_exist_is_not_found(maria: Client, plan: None, query: dict[str, str]) -> None:
    assert maria.get(reverse("graph", args=[PROJECT]), query).status_code == 404


def test_links_keep_the_moment_and_leave_the_rest_as_it_is(maria: Client, plan: None) -> None:
    html = shown(maria, level="tasks", at=7)

    assert set(nodes(html)) == {"task/A.1", "task/A.2"}
    assert "?at=7&amp;level=tasks&amp;critical=only" in html
    assert "data-handle" not in html
    assert "dependency-new" not in html


def test_a_plan_without_tracks_shows_its_tasks_at_once(maria: Client, project: LogHead) -> None:
    a_task("1")

    assert nodes(shown(maria)) == ["task/1"]


def test_an_empty_plan_says_how_to_begin(maria: Client, project: LogHead) -> None:
    assert "Nothing to draw yet" in shown(maria)


# What it says --------------------------------------------------------------------------------------------------------


def test_a_node_says_its_name_its_state_and_what_it_is_tied_to(maria: Client, plan: None) -> None:
    html = shown(maria, level="tasks")
    said = {name: words(text) for name, text in NODE.findall(html)}

    assert said["task/B.1"].startswith("B.1 Task B.1, pending, waits for 1, on the critical path Task B.1 B.1 · Pending")
    assert said["task/B.2"].startswith("B.2 Task B.2, blocked, waits for nothing, 1 wait for it")
    assert f'href="{reverse("task", args=[PROJECT, "B.1"])}"' in html


def test_nodes_come_by_column_and_then_from_the_top(maria: Client, plan: None) -> None:
    places = re.findall(r'transform="translate\((\d+) (\d+)\)"><a', shown(maria, level="tasks"))

    assert len(places) > 5
    assert places == sorted(places, key=lambda place: (int(place[0]), int(place[1])))


def test_it_opens_where_the_critical_path_stands(maria: Client, plan: None) -> None:
    assert 'data-start="task/A.2"' in shown(maria, level="tasks")


def test_titles_are_text(maria: Client, project: LogHead) -> None:
    hostile = '"><script>alert(1)</script>'
    a_track("A", title=hostile)
    a_task(hostile[:20], title=hostile)

    for query in ({}, {"level": "tasks"}, {"focus": hostile}, {"state": hostile}):
        assert "<script>alert" not in shown(maria, **query)


def test_a_long_plan_folds_what_is_done_and_unfolds_it_when_asked(
    maria: Client, plan: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "FOLDS_FROM", 3)
    for number, needs in enumerate([(), ("task/D.0",), ("task/D.1",)]):
        a_task(f"D.{number}", depends_on=needs)
        by_holder(CompleteTask, f"D.{number}", claimed(f"D.{number}"))

    html = shown(maria, level="tasks")
    assert "3 done tasks" in html
    assert "task/D.1" not in nodes(html)
    assert "unfold=task%2FD.0" in html
    assert {"task/D.0", "task/D.1", "task/D.2"} <= set(nodes(shown(maria, level="tasks", unfold="task/D.0")))


def test_what_is_beyond_the_most_that_is_drawn_is_said_and_in_the_file(
    maria: Client, plan: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(graph_part, "MOST", 2)

    html = shown(maria, level="tasks")
    assert len(nodes(html)) == 2
    assert "are not: choose a track" in html


# The table and the file ----------------------------------------------------------------------------------------------


def test_the_table_says_the_same_as_the_drawing(maria: Client, plan: None) -> None:
    rows = {name: words(text) for name, text in ROW.findall(shown(maria, level="tasks"))}

    assert rows["task/B.1"] == "B.1 Task B.1 Pending A.2 none yes"
    assert rows["task/B.2"].startswith("B.2 Task B.2 Blocked C.1 9.0 h")


def test_the_file_has_all_of_it_and_no_formula(maria: Client, plan: None) -> None:
    a_task("F.1", title="=1+1", depends_on=("task/A.1", "sync/1"))

    answer = maria.get(reverse("graph", args=[PROJECT]), {"level": "tasks", "format": "csv"})
    rows = {row["key"]: row for row in csv.DictReader(io.StringIO(answer.text)) if row["kind"] == "task"}

    assert answer.headers["Content-Type"].startswith("text/csv")
    assert len(rows) == 6
    assert rows["F.1"]["title"] == "'=1+1"
    assert rows["F.1"]["waits_for"] == "task/A.1 sync/1"
    assert rows["A.1"]["needed_by"] == "task/A.2 task/F.1"
    assert rows["B.1"]["critical"] == "yes"


# Who may change it ---------------------------------------------------------------------------------------------------


@pytest.fixture
def reader(project: LogHead) -> Iterator[Client]:
    client = Client()
    client.force_login(a_person("rosa", project, Role.VIEWER))
    yield client


def test_who_only_reads_is_offered_nothing_to_change(reader: Client, maria: Client, plan: None) -> None:
    for browser, may in ((maria, True), (reader, False)):
        html = shown(browser, level="tasks")
        assert ("data-handle" in html) == may
        assert ("DELETE /api" in html) == may
        assert ("dependency-new" in html) == may


def sheet(browser: Client, name: str, **query: str) -> Any:
    return browser.get(reverse("sheet", args=[PROJECT, name]), query)


def test_a_form_lets_something_wait_and_shows_what_it_waits_for_already(maria: Client, plan: None) -> None:
    html = sheet(maria, "dependency-new", item="task/B.1").text

    assert 'value="task/B.1"' in html
    assert f"POST /api/v1/projects/{PROJECT}/dependencies" in html
    assert f"DELETE /api/v1/projects/{PROJECT}/dependencies?item=task%2FB.1&amp;needs=task%2FA.2" in html


def test_a_dependency_can_be_looked_at_and_removed(maria: Client, reader: Client, plan: None) -> None:
    query = {"item": "task/B.1", "needs": "task/A.2"}

    assert "DELETE /api" in sheet(maria, "dependency", **query).text
    assert "DELETE /api" not in sheet(reader, "dependency", **query).text
    assert sheet(maria, "dependency", item="task/B.1", needs="task/A.1").status_code == 404
    assert sheet(maria, "dependency", item="task/Z", needs="task/A.1").status_code == 404


def test_between_tracks_stands_what_it_sums_up(maria: Client, plan: None) -> None:
    html = sheet(maria, "dependency", item="track/B", needs="track/A").text

    assert re.findall(r"DELETE [^?]*\?item=(\S+)&amp;needs=(\S+)\"", html) == [("task%2FB.1", "task%2FA.2")]


def test_what_a_sync_point_is_after_is_shown_and_not_removed_here(maria: Client, plan: None) -> None:
    html = sheet(maria, "dependency", item="sync/1", needs="track/A").text

    assert "sync point 1" in html.lower()
    assert "DELETE" not in html


def test_the_overview_shows_the_graph_of_its_tracks(maria: Client, plan: None) -> None:
    html = maria.get(reverse("overview", args=[PROJECT])).text

    assert set(nodes(html)) == {"track/A", "track/B", "track/C", "sync/1"}
    assert f'href="{reverse("graph", args=[PROJECT])}"' in html
