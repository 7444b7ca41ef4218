"""The queue of what needs a person over the API, with requests that can be sent as they are offered."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agents.commands import SendMessage
from tests.support.api import Api, assert_problem, head_of
from tests.support.world import PROJECT, a_task, a_track, by_holder, claimed, told
from tracks.commands import AddSyncPoint, AddTask, BlockTask, FailTask, SubmitTask

SAID = {"note": "done", "reason": "because", "text": "the first one", "owner": "maria", "assignee": "ada", "despite": "anyway"}


def waiting(by: Api, **query: object) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = by.get("attention", **query).json()["items"]
    return items


@pytest.fixture(autouse=True)
def team(ada: Api, bob: Api) -> None:
    a_track("A")
    for number in range(1, 5):
        a_task(f"A.{number}", track="A", estimate=60 * number)


def trouble() -> None:
    by_holder(BlockTask, "A.1", claimed("A.1"), reason="no key")
    by_holder(FailTask, "A.2", claimed("A.2"), reason="timeout")
    by_holder(SubmitTask, "A.3", claimed("A.3"), summary="please look")


def test_each_item_says_why_since_when_who_and_what_it_holds_up(ada: Api) -> None:
    by_holder(BlockTask, "A.1", claimed("A.1"), reason="no key")
    shown = ada.get("attention").json()
    [item] = shown["items"]
    assert item.pop("since")
    assert item.pop("actions")[0] == {
        "label": "Unblock", "method": "POST", "address": f"/api/v1/projects/{PROJECT}/tasks/A.1/unblock",
        "body": {"step_in": True, "note": ""},
    }
    assert item == {
        "id": "task/A.1", "kind": "blocked", "about": "task/A.1", "reason": "Task A.1: no key",
        "consequence": "Nothing waits for it", "who": "agent/ada", "holds_up": 60,
    }
    assert (shown["total"], shown["cursor"], shown["head"]) == (1, None, head_of())


def test_it_comes_in_pages_without_loss_or_repetition(ada: Api) -> None:
    trouble()
    found: list[str] = []
    cursor = ""
    while cursor is not None:
        page = ada.get("attention", limit=1, cursor=cursor).json()
        assert page["total"] == 3
        found += [item["id"] for item in page["items"]]
        cursor = page["cursor"]
    assert found == ["task/A.3", "task/A.2", "task/A.1"]
    assert_problem(ada.get("attention", cursor="nonsense"), 422, "invalid_field")


def test_a_queue_that_is_cut_to_a_prompt_says_where_it_goes_on(ada: Api) -> None:
    for number in range(5, 25):
        a_task(f"A.{number}", track="A", title="A title that takes some room " * 5)
        told(AddTask(project=PROJECT, key=f"B.{number}", title="b"))
    for number in range(5, 15):
        by_holder(BlockTask, f"A.{number}", claimed(f"A.{number}"), reason="no key " * 50)
    found, cursor = [], ""
    while cursor is not None:
        page = ada.get("attention", max_tokens=500, cursor=cursor).json()
        found += [item["id"] for item in page["items"]]
        cursor = page["cursor"]
    assert found == [item["id"] for item in waiting(ada)]


def test_it_is_read_as_it_was(ada: Api) -> None:
    before = head_of()
    trouble()
    assert waiting(ada, at=before) == []
    assert len(waiting(ada, at=head_of())) == 3


def test_every_answer_that_is_offered_is_one_that_is_taken(olga: Api) -> None:
    trouble()
    told(AddSyncPoint(project=PROJECT, key="1", title="Gate"))
    a_track("B", depends_on=("track/A",))
    a_task("B.1", track="B", estimate=6_000)
    a_task("B.2", track="B", estimate=6_000, depends_on=("task/A.4",))
    for kind in ("blocker", "question", "note"):
        told(SendMessage(project=PROJECT, to="person", kind=kind, text="T", sender="agent/ada"))
    items = waiting(olga)
    assert {item["kind"] for item in items} >= {
        "blocked", "failed", "in_review", "sync", "unowned", "blocker", "question", "message",
    }
    for item in items:
        for action in item["actions"][:1]:
            body = {name: SAID.get(name, value) if value == "" else value for name, value in action["body"].items()}
            answer = olga.send(action["method"], action["address"], body)
            assert answer.status_code in (200, 201), f"{action}: {answer.content!r}"
    assert len(waiting(olga)) < len(items)


def test_who_looks_on_may_see_it(vera: Api) -> None:
    assert vera.get("attention").status_code == 200


def test_what_it_costs_does_not_grow_with_the_plan(ada: Api) -> None:
    def questions() -> int:
        with CaptureQueriesContext(connection) as captured:
            ada.get("attention")
        return len(captured)

    trouble()
    questions()
    few = questions()
    for number in range(5, 15):
        a_task(f"A.{number}", track="A")
    for number in range(5, 10):
        by_holder(BlockTask, f"A.{number}", claimed(f"A.{number}"), reason="no key")
    questions()
    assert questions() == few
