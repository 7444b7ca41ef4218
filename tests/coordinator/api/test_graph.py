"""The dependency graph over REST: levels, neighbourhoods, filters, the past, and Mermaid text."""

from typing import Any

import pytest

from tests.support.api import Api, assert_problem, head_of
from tests.support.world import a_task, a_track, by_holder, claimed
from tracks import commands as c


@pytest.fixture(autouse=True)
def two_tracks(maria: Api, ada: Api) -> None:
    a_track("A")
    a_track("B")
    a_task("A.1", track="A")
    a_task("A.2", track="A", depends_on=("task/A.1",))
    a_task("B.1", track="B", depends_on=("task/A.2",))


def keys(answer: Any) -> list[str]:
    return [one["key"] for one in answer.json()["nodes"]]


def test_the_graph_has_nodes_in_layers_and_edges_between_them(maria: Api) -> None:
    graph = maria.get("graph").json()
    assert [(one["ref"], one["layer"], one["critical"]) for one in graph["nodes"]] == [
        ("task/A.1", 0, True), ("task/A.2", 1, True), ("task/B.1", 2, True),
    ]
    assert [(one["item"], one["needs"], one["satisfied"]) for one in graph["edges"]] == [
        ("task/A.2", "task/A.1", False), ("task/B.1", "task/A.2", False),
    ]
    assert [(one["key"], one["nodes"]) for one in graph["groups"]] == [("A", ["task/A.1", "task/A.2"]), ("B", ["task/B.1"])]
    assert graph["critical_path"] == ["task/A.1", "task/A.2", "task/B.1"]
    assert (graph["head"], graph["left_out"], graph["cycles"], graph["problems"]) == (head_of(), 0, [], [])


def test_tracks_show_which_tasks_they_wait_for(maria: Api) -> None:
    graph = maria.get("graph", level="tracks").json()
    (edge,) = graph["edges"]
    assert (edge["item"], edge["needs"], edge["count"]) == ("track/B", "track/A", 1)
    assert edge["through"] == [{"item": "task/B.1", "needs": "task/A.2"}]


def test_the_neighbourhood_of_a_plain_key(maria: Api) -> None:
    assert keys(maria.get("graph", around="A.1")) == ["A.1", "A.2"]
    assert keys(maria.get("graph", around="A.1", hops=2)) == ["A.1", "A.2", "B.1"]
    assert_problem(maria.get("graph", around="Z"), 422, "unknown_reference")
    assert_problem(maria.get("graph", around="task/Z"), 422, "unknown_reference")


def test_statuses_choose_nodes_and_an_unknown_one_is_refused(maria: Api) -> None:
    assert keys(maria.get("graph", status="ready,done")) == ["A.1"]
    assert_problem(maria.get("graph", status="finished"), 422, "invalid_field")


def test_an_earlier_moment_is_drawn_as_it_was(maria: Api) -> None:
    at = head_of()
    before = maria.get("graph", at=at).json()
    assert before == maria.get("graph").json()
    by_holder(c.CompleteTask, "A.1", claimed("A.1"))
    assert maria.get("graph", at=at).json() == before
    assert maria.get("graph").json()["edges"][0]["satisfied"]
    assert_problem(maria.get("graph", at="0"), 422, "invalid_field")


def test_mermaid_by_name_or_by_what_is_accepted(maria: Api) -> None:
    named = maria.get("graph", format="mermaid")
    assert named.headers["Content-Type"].startswith("text/vnd.mermaid")
    assert "flowchart LR" in named.content.decode()
    assert accepting(maria, "text/vnd.mermaid").content == named.content
    json = accepting(maria, "application/json, text/vnd.mermaid;q=0.5")
    assert json.headers["Content-Type"] == "application/json"
    assert_problem(accepting(maria, "image/png"), 406, "not_acceptable")


def accepting(api: Api, media: str) -> Any:
    return api.client.get(api.address("graph"), headers=api.headers({"Accept": media}))


def test_whoever_may_see_the_project_may_see_its_graph(vera: Api) -> None:
    assert vera.get("graph").status_code == 200
