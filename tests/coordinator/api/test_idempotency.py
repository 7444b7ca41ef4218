"""The same command under the same key: the same answer, and nothing is done twice."""

from typing import Any

import pytest

from tests.support.api import Api, assert_problem, head_of
from tests.support.world import a_task, a_track, by_holder, claimed
from tracks import commands as c


@pytest.fixture(autouse=True)
def plan(maria: Api, ada: Api) -> None:
    a_track("A")
    a_task("A.1", track="A")
    a_task("A.2", track="A")


COMMANDS: list[tuple[str, str, Any, int]] = [
    ("POST", "/api/v1/projects", {"slug": "docs", "name": "Docs"}, 201),
    ("POST", "tracks", {"key": "B", "title": "b"}, 201),
    ("PATCH", "tracks/A", {"title": "other"}, 200),
    ("POST", "tasks", {"key": "A.3", "title": "three", "depends_on": ["A.1"]}, 201),
    ("PATCH", "tasks/A.1", {"title": "other"}, 200),
    ("DELETE", "tasks/A.2", None, 204),
    ("POST", "dependencies", {"item": "A.2", "needs": "A.1"}, 201),
    ("POST", "agents", {"name": "carol"}, 201),
    ("POST", "agents/ada/stop", {}, 200),
    ("POST", "claims", {"agent": "ada"}, 201),
    ("POST", "tasks/A.1/claim", {"agent": "ada"}, 201),
    ("POST", "tasks/A.1/cancel", {"reason": "no"}, 200),
    ("POST", "imports", b"# A plan\n\n## Track Z: New\n\n- [ ] Z.1 Something\n", 200),
]


@pytest.mark.parametrize(("method", "path", "body", "status"), COMMANDS, ids=[f"{c[0]} {c[1]}" for c in COMMANDS])
def test_said_again_a_command_has_the_same_answer_and_no_second_effect(
    maria: Api, method: str, path: str, body: Any, status: int
) -> None:
    first = maria.send(method, path, body, Idempotency_Key="k-1")
    assert first.status_code == status, first.text
    assert "Idempotency-Replayed" not in first.headers
    before = head_of()
    a_task("meanwhile")
    again = maria.send(method, path, body, Idempotency_Key="k-1")
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert head_of() == before + 1
    assert again.headers.get("ETag") == first.headers.get("ETag")
    assert again.headers.get("Location") == first.headers.get("Location")


def test_nothing_to_claim_is_said_again_even_when_there_is_something_now(maria: Api, ada: Api) -> None:
    for key in ("A.1", "A.2"):
        by_holder(c.CompleteTask, key, claimed(key))
    first = ada.post("claims", {}, Idempotency_Key="k-1")
    assert first.json()["reason"]["code"] == "all_done"
    a_task("A.3")
    again = ada.post("claims", {}, Idempotency_Key="k-1")
    assert (again.status_code, again.content) == (200, first.content)
    assert ada.post("claims", {}, Idempotency_Key="k-2").status_code == 201


def test_a_refusal_is_said_again_even_when_it_would_go_through_now(maria: Api, ada: Api) -> None:
    fence = claimed("A.1")
    first = maria.post("tasks/A.1/claim", {"agent": "ada"}, Idempotency_Key="k-1")
    assert_problem(first, 409, "task_is_leased")
    by_holder(c.ReleaseTask, "A.1", fence)
    again = maria.post("tasks/A.1/claim", {"agent": "ada"}, Idempotency_Key="k-1")
    assert (again.status_code, again.content) == (409, first.content)


def test_a_key_that_was_used_for_something_else_is_refused(maria: Api) -> None:
    maria.post("tasks", {"key": "A.3", "title": "three"}, Idempotency_Key="k-1")
    before = head_of()
    for path, body in [("tasks", {"key": "A.4", "title": "four"}), ("tasks/A.1/cancel", {})]:
        problem = assert_problem(maria.post(path, body, Idempotency_Key="k-1"), 422, "key_reused")
        assert problem["detail"] == "The key k-1 was used for another command."
    assert head_of() == before


def test_two_callers_may_use_the_same_key(maria: Api, olga: Api) -> None:
    for number, api in enumerate((maria, olga)):
        assert api.post("tasks", {"key": f"B.{number}", "title": "x"}, Idempotency_Key="k-1").status_code == 201


def test_the_longest_key_of_the_longest_name_is_kept_whole(project: Any, maria: Api) -> None:
    keys = ["k" * 199 + "1", "k" * 199 + "2"]
    for number, key in enumerate(keys):
        assert maria.post("tasks", {"key": f"B.{number}", "title": "x"}, Idempotency_Key=key).status_code == 201
    again = maria.post("tasks", {"key": "B.0", "title": "x"}, Idempotency_Key=keys[0])
    assert again.headers["Idempotency-Replayed"] == "true"


@pytest.mark.parametrize("key", ["", "k" * 201, "caf\xe9", "a\tb"])
def test_a_key_that_cannot_be_kept_is_refused(maria: Api, key: str) -> None:
    before = head_of()
    problem = assert_problem(maria.post("tasks/A.1/cancel", {}, Idempotency_Key=key), 422, "invalid_field")
    assert problem["errors"][0]["field"] == "Idempotency-Key"
    assert head_of() == before
