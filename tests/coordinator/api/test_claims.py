"""Claims: the next task that fits, a named one, or why there is none. (Waiting is in test_long_poll.py.)"""

from typing import Any

import pytest

from tests.support.api import Api, assert_problem, head_of
from tests.support.world import PROJECT, a_task, an_agent, by_holder, claimed, told
from tracks import commands as c


def test_the_next_task_is_given_with_its_fence(ada: Api) -> None:
    a_task("A.1")
    answer = ada.post("claims", {"agent": "ada", "count": 1, "wait": 0})
    assert answer.status_code == 201
    (claim,) = answer.json()["claims"]
    assert claim["task"] == ada.get("tasks/A.1").json()
    assert claim["fence"] == claim["task"]["lease"]["fence"] == head_of()
    assert claim["lease_until"] == claim["task"]["lease"]["until"]


def test_several_are_given_best_first(ada: Api) -> None:
    a_task("small", estimate=10)
    a_task("large", estimate=500)
    a_task("urgent", estimate=10, priority="critical")
    claims = ada.post("claims", {"count": 3}).json()["claims"]
    assert [claim["task"]["key"] for claim in claims] == ["large", "urgent", "small"]
    assert len({claim["fence"] for claim in claims}) == 3


def test_an_agent_need_not_say_who_it_is_but_a_token_for_all_must(ada: Api, maria: Api) -> None:
    a_task("A.1")
    problem = assert_problem(maria.post("claims", {}), 422, "invalid_field")
    assert problem["errors"][0]["field"] == "agent"
    assert ada.post("claims").status_code == 201


REASONS: list[tuple[str, dict[str, Any]]] = [
    ("no_tasks", {}),
    ("nothing_ready", {"waits": True}),
    ("capability_missing", {"capabilities": ("cobol",)}),
    ("agent_is_full", {"full": True}),
    ("all_done", {"done": True}),
]


@pytest.mark.parametrize(("code", "world"), REASONS, ids=[code for code, _ in REASONS])
def test_where_nothing_fits_the_answer_says_why_and_what_to_do(
    maria: Api, code: str, world: dict[str, Any]
) -> None:
    an_agent("one")
    if "waits" in world:
        a_task("A.1")
        told(c.BlockTask(project=PROJECT, key="A.1", reason="no water"))
        a_task("A.2", depends_on=("task/A.1",))
    if "capabilities" in world:
        a_task("A.1", capabilities=world["capabilities"])
    if "full" in world:
        a_task("A.1")
        a_task("A.2")
        claimed("A.1", "one")
    if "done" in world:
        a_task("A.1")
        by_holder(c.CompleteTask, "A.1", claimed("A.1", "one"), "one")
    before = head_of()
    answer = maria.post("claims", {"agent": "one"})
    assert (answer.status_code, answer.json()["claims"]) == (200, [])
    reason = answer.json()["reason"]
    assert reason["code"] == code
    assert reason["detail"]
    assert reason["next"]
    assert head_of() == before


def test_a_named_task_is_claimed_once(ada: Api, bob: Api) -> None:
    a_task("A.1")
    assert ada.post("tasks/A.1/claim", {}).status_code == 201
    before = head_of()
    problem = assert_problem(bob.post("tasks/A.1/claim", {}), 409, "task_is_leased")
    assert "ada" in problem["detail"]
    assert "POST claims" in problem["next"]
    assert head_of() == before


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        ("tasks/waits/claim", {"agent": "ada"}, 409, "task_is_waiting"),
        ("tasks/hard/claim", {"agent": "ada"}, 409, "capability_missing"),
        ("tasks/over/claim", {"agent": "ada"}, 409, "task_is_not_ready"),
        ("tasks/parent/claim", {"agent": "ada"}, 409, "task_has_subtasks"),
        ("tasks/nothing/claim", {"agent": "ada"}, 404, "unknown_task"),
        ("tasks/first/claim", {"agent": "nobody"}, 404, "unknown_agent"),
        ("tasks/first/claim", {"agent": "gone"}, 409, "agent_has_stopped"),
        ("tasks/first/claim", {}, 422, "invalid_field"),
        ("claims", {"agent": "nobody"}, 404, "unknown_agent"),
        ("claims", {"agent": "gone"}, 409, "agent_has_stopped"),
        ("claims", {"agent": "ada", "count": 0}, 422, "invalid_field"),
        ("claims", {"agent": "ada", "count": 51}, 422, "invalid_field"),
        ("claims", {"agent": "ada", "wait": 61}, 422, "invalid_field"),
        ("claims", {"agent": "ada", "wait": -1}, 422, "invalid_field"),
        ("claims", {"agent": 7}, 422, "invalid_field"),
    ],
)
def test_a_claim_that_cannot_be_is_refused_and_changes_nothing(
    maria: Api, ada: Api, path: str, body: dict[str, Any], status: int, code: str
) -> None:
    a_task("first")
    a_task("waits", depends_on=("task/first",))
    a_task("hard", capabilities=("cobol",))
    a_task("over")
    told(c.CancelTask(project=PROJECT, key="over"))
    a_task("parent")
    a_task("part", parent="parent")
    an_agent("gone")
    maria.post("agents/gone/stop")
    before = head_of()
    assert_problem(maria.post(path, body), status, code)
    assert head_of() == before
