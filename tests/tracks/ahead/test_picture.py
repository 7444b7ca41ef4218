"""The graph as data: nodes with states and layers, edges that hold or do not, tracks summed up, what is near."""

import re
from typing import Any

from hypothesis import given as for_all
from hypothesis import settings

from tests.support.any_plan import plans
from tests.support.given import claimed, given, task, track
from tracks.ahead.mermaid import mermaid
from tracks.ahead.outlook import outlook
from tracks.ahead.picture import GraphNode, Picture, View, picture
from tracks.events import DependencyAdded, ImportApplied, SyncPointAdded, TaskCompleted
from tracks.plan import Plan

data = track("data", position=2)


def waits(item: str, needs: str) -> DependencyAdded:
    return DependencyAdded(item=item, needs=needs)


def drawn(plan: Plan, **view: Any) -> Picture:
    return picture(outlook(plan), View(**view))


def by_key(seen: Picture) -> dict[str, GraphNode]:
    return {one.key: one for one in seen.nodes}


def test_layers_count_what_comes_one_after_another() -> None:
    plan = given(task("1"), task("2"), task("3"), waits("task/2", "task/1"), waits("task/3", "task/2")).plan
    assert [(one.key, one.layer, one.order) for one in drawn(plan).nodes] == [("1", 0, 0), ("2", 1, 0), ("3", 2, 0)]


def test_what_a_group_waits_for_comes_before_all_that_is_in_it() -> None:
    events = [data, task("1"), task("2", track="data"), task("3", parent="2"), waits("track/data", "task/1")]
    nodes = by_key(drawn(given(*events).plan))
    assert {key: nodes[key].layer for key in "123"} == {"1": 0, "2": 1, "3": 1}
    assert nodes["data"].kind == "track"
    assert nodes["2"].has_subtasks
    assert (nodes["3"].parent, nodes["3"].track) == ("2", "data")


def test_an_edge_is_satisfied_once_what_it_needs_is_done() -> None:
    started = given(task("1"), task("2"), waits("task/2", "task/1"), claimed("1"))
    assert [edge.satisfied for edge in drawn(started.plan).edges] == [False]
    done = given(*started.events[4:], TaskCompleted(key="1"))
    assert [edge.satisfied for edge in drawn(done.plan).edges] == [True]


def test_the_longest_path_is_marked_and_everything_else_has_slack() -> None:
    tree = [task("1"), task("2", estimate=30), task("3", estimate=10), task("4")]
    after = [waits("task/2", "task/1"), waits("task/3", "task/1"), waits("task/4", "task/2"), waits("task/4", "task/3")]
    seen = drawn(given(*tree, *after).plan)
    assert seen.critical_path == ["task/1", "task/2", "task/4"]
    assert {one.key: (one.critical, one.slack) for one in seen.nodes} == {
        "1": (True, 0), "2": (True, 0), "3": (False, 20), "4": (True, 0),
    }


def test_between_tracks_the_tasks_that_wait_are_counted_and_named() -> None:
    tasks = [task("1"), task("2"), task("3", track="data"), task("4", track="data")]
    after = [waits("task/3", "task/1"), waits("task/4", "task/2"), waits("task/4", "task/1")]
    plan = given(data, *tasks, *after, claimed("1"), TaskCompleted(key="1")).plan
    seen = drawn(plan, level="tracks")
    (edge,) = seen.edges
    assert (edge.item, edge.needs, edge.count, edge.open, edge.satisfied) == ("track/data", "track/web", 3, 1, False)
    assert [(one.item, one.needs) for one in edge.through][0] == ("task/4", "task/2")
    assert [(one.key, one.layer) for one in seen.nodes] == [("web", 0), ("data", 1)]


def test_tracks_that_wait_for_each_other_can_be_drawn_too() -> None:
    tasks = [task("1"), task("2"), task("3", track="data"), task("4", track="data")]
    seen = drawn(given(data, *tasks, waits("task/3", "task/1"), waits("task/2", "task/4")).plan, level="tracks")
    assert {(edge.item, edge.needs) for edge in seen.edges} == {("track/data", "track/web"), ("track/web", "track/data")}
    assert sorted(one.layer for one in seen.nodes) == [0, 1]
    assert seen.cycles == []


def test_only_what_is_near_is_drawn_around_something() -> None:
    chain = [waits(f"task/{number + 1}", f"task/{number}") for number in range(1, 6)]
    plan = given(*(task(str(number)) for number in range(1, 7)), *chain).plan
    near = drawn(plan, around="task/3", hops=1)
    assert [one.key for one in near.nodes] == ["2", "3", "4"]
    assert len(near.edges) == 2
    assert [one.key for one in drawn(plan, around="task/3", hops=0).nodes] == ["3"]


def test_within_a_track_are_its_tasks_and_what_they_are_tied_to_outside_of_it() -> None:
    inside = [task("3", track="data"), task("4", parent="3")]
    outside = [task("1"), task("2"), task("5"), task("6")]
    after = [waits("task/4", "task/1"), waits("task/1", "task/6"), waits("task/2", "task/3"), waits("track/data", "task/6")]
    seen = drawn(given(data, *inside, *outside, *after).plan, within="data")
    assert {one.ref for one in seen.nodes} == {"track/data", "task/3", "task/4", "task/1", "task/2", "task/6"}


def test_around_a_task_among_tracks_means_around_its_track() -> None:
    tasks = [task("1"), task("2", track="data"), task("3", track="far")]
    plan = given(data, track("far", position=3), *tasks, waits("task/2", "task/1"), waits("task/3", "task/2")).plan
    assert [one.key for one in drawn(plan, level="tracks", around="task/1", hops=1).nodes] == ["web", "data"]


def test_nodes_can_be_chosen_by_status_and_are_counted_when_left_out() -> None:
    plan = given(task("1"), task("2"), task("3"), waits("task/3", "task/1")).plan
    assert [one.key for one in drawn(plan, statuses=frozenset({"pending"})).nodes] == ["3"]
    assert drawn(plan, limit=2).left_out == 1
    assert len(drawn(plan, limit=2).nodes) == 2


def test_a_sync_point_is_a_node_of_its_own() -> None:
    gate = SyncPointAdded(key="1", title="All meet", position=1, after=("task/1",))
    seen = drawn(given(task("1"), task("2"), gate, waits("task/2", "sync/1")).plan)
    assert [(one.ref, one.status, one.layer) for one in seen.nodes] == [
        ("task/1", "ready", 0), ("task/2", "pending", 1), ("sync/1", "open", 1),
    ]
    assert {(edge.item, edge.needs) for edge in seen.edges} == {("task/2", "sync/1"), ("sync/1", "task/1")}


def test_what_an_import_left_out_for_closing_a_cycle_is_told() -> None:
    cycle = (7, "A waits for B", "it would close the cycle A -> B -> A; left out", "error")
    other = (8, "x", "no such status", "warning")
    record = ImportApplied(
        format="markdown", filename="plan.md", digest="0", counts=(), changes=(), problems=(cycle, other), repairs=()
    )
    (problem,) = drawn(given(record).plan).problems
    assert (problem.line, problem.text) == (7, "A waits for B")


def test_mermaid_holds_every_node_and_nothing_people_wrote_can_leave_its_label() -> None:
    evil = '"]; click n0 "javascript:alert(1)" <script>\nend'
    text = mermaid(drawn(given(task("1", title=evil), task("2"), waits("task/2", "task/1")).plan))
    assert text.startswith("flowchart LR\n")
    assert "n0 -.-> n1" in text
    assert re.findall(r'^ *n0\["[^"<>\n]*"\]:::ready$', text, re.MULTILINE)
    assert "<script" not in text


@settings(max_examples=60, deadline=None)
@for_all(plans())
def test_every_edge_leads_from_a_lower_layer_to_a_node_that_is_drawn(plan: Plan) -> None:
    seen = drawn(plan)
    layers = {one.ref: one.layer for one in seen.nodes}
    assert set(plan.tasks) <= {one.key for one in seen.nodes}
    leaves = {one.ref for one in seen.nodes if one.kind == "task" and not one.has_subtasks}
    for edge in seen.edges:
        assert edge.item in layers and edge.needs in layers
        if {edge.item, edge.needs} <= leaves:
            assert layers[edge.needs] < layers[edge.item]
    places = [(one.layer, one.order) for one in seen.nodes]
    assert len(places) == len(set(places))
    assert seen.cycles == []
