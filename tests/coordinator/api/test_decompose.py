"""Dividing a task over the API."""

import pytest

from tests.support.api import Api, assert_problem, head_of
from tests.support.world import a_task, a_track, claimed

PARTS = [
    {"title": "The schema", "capabilities": ["sql"], "estimate": 30, "steps": [{"text": "read"}]},
    {"key": "list", "title": "The list", "depends_on": [0, "B.1"]},
    {"title": "The page", "depends_on": ["list"], "priority": "high", "paths": ["templates/**"]},
]


@pytest.fixture(autouse=True)
def plan(ada: Api, bob: Api) -> None:
    a_track("A")
    a_task("A.1", track="A")
    a_task("A.2", track="A", depends_on=("task/A.1",))
    a_task("B.1")


def test_the_answer_holds_the_task_and_its_parts_as_they_are_read_afterwards(ada: Api) -> None:
    answer = ada.post("tasks/A.1/decompose", {"fence": claimed("A.1"), "subtasks": PARTS})
    assert answer.status_code == 201, answer.text
    said = answer.json()
    assert said["task"] == ada.get("tasks/A.1").json()
    assert said["task"]["lease"] is None
    assert said["subtasks"] == ada.get("tasks", parent="A.1").json()["tasks"]
    assert [(one["key"], one["depends_on"], one["track"]) for one in said["subtasks"]] == [
        ("A.1.1", [], "A"), ("list", ["A.1.1", "B.1"], "A"), ("A.1.2", ["list"], "A")
    ]
    assert ada.get("tasks/A.2").json()["blocked_by"] == ["Blocked by A.1"]


def test_the_same_request_again_divides_once(ada: Api) -> None:
    first = ada.post("tasks/A.1/decompose", {"subtasks": PARTS}, Idempotency_Key="k")
    head = head_of()
    again = ada.post("tasks/A.1/decompose", {"subtasks": PARTS}, Idempotency_Key="k")
    assert (again.status_code, again.json(), head_of()) == (201, first.json(), head)


def test_what_is_wrong_with_a_part_is_said_and_nothing_is_written(ada: Api) -> None:
    head = head_of()
    assert_problem(ada.post("tasks/A.1/decompose", {"subtasks": []}), 422, "invalid_field")
    problem = assert_problem(ada.post("tasks/A.1/decompose", {"subtasks": [{"key": "x"}]}), 422, "invalid_field")
    assert problem["errors"][0]["field"].endswith("title")
    assert_problem(ada.post("tasks/A.1/decompose", {"subtasks": [{"title": "x", "key": "B.1"}]}), 409, "task_exists")
    nowhere = [{"title": "x", "depends_on": ["no"]}]
    assert_problem(ada.post("tasks/A.1/decompose", {"subtasks": nowhere}), 422, "unknown_reference")
    assert head_of() == head


def test_a_task_that_another_holds_is_left_whole(ada: Api, vera: Api) -> None:
    claimed("A.1", "bob")
    assert_problem(ada.post("tasks/A.1/decompose", {"subtasks": PARTS}), 409, "fence_required")
    assert_problem(vera.post("tasks/A.1/decompose", {"subtasks": PARTS}), 403, "not_allowed")
