"""Input that makes no sense gets a precise answer (status, code, what to do next) and changes nothing."""

import io
from typing import Any

import pytest

from tests.support.api import Api, assert_problem, head_of
from tests.support.world import a_task, a_track, by_holder, claimed
from tracks import commands as c

OK = {"key": "N.1", "title": "new"}


@pytest.fixture(autouse=True)
def plan(maria: Api, ada: Api) -> None:
    a_track("A")
    a_task("A.1", track="A")
    a_task("A.2", track="A", depends_on=("task/A.1",))


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code", "says"),
    [
        ("GET", "/api/v1/projects/nothing", None, 404, "unknown_project", "nothing"),
        ("POST", "/api/v1/projects/nothing/tasks", OK, 404, "unknown_project", "nothing"),
        ("POST", "/api/v1/projects/nothing/claims", {"agent": "ada"}, 404, "unknown_project", "nothing"),
        ("POST", "/api/v1/projects/nothing/agents/ada/heartbeat", {}, 404, "unknown_project", "nothing"),
        ("POST", "/api/v1/projects/nothing/imports", b"# x", 404, "unknown_project", "nothing"),
        ("GET", "tasks/Z.9", None, 404, "unknown_task", "Z.9"),
        ("PATCH", "tasks/Z.9", {"title": "x"}, 404, "unknown_task", "Z.9"),
        ("DELETE", "tasks/Z.9", None, 404, "unknown_task", "Z.9"),
        ("POST", "tasks/Z.9/start", {"fence": 3}, 404, "unknown_task", "Z.9"),
        ("GET", "tracks/Z", None, 404, "unknown_track", "Z"),
        ("POST", "tasks", OK | {"track": "Z"}, 404, "unknown_track", "Z"),
        ("POST", "tasks", OK | {"parent": "Z.9"}, 404, "unknown_task", "Z.9"),
        ("POST", "tasks", OK | {"depends_on": ["Z.9"]}, 422, "unknown_reference", "Z.9"),
        ("GET", "agents/zoe", None, 404, "unknown_agent", "zoe"),
        ("POST", "claims", {"agent": "zoe"}, 404, "unknown_agent", "zoe"),
        ("POST", "tasks/A.2/claim", {"agent": "ada"}, 409, "task_is_waiting", "Blocked by A.1"),
        ("POST", "tasks/A.1/start", {}, 409, "wrong_status", "A.1"),
        ("POST", "tasks/A.1/complete", {"fence": 3}, 409, "fenced", "nobody holds it"),
        ("POST", "tracks", {"key": "A", "title": "again"}, 409, "track_exists", "A"),
        ("POST", "tasks", {"key": "A.1", "title": "again"}, 409, "task_exists", "A.1"),
        ("POST", "agents", {"name": "ada"}, 409, "agent_exists", "ada"),
        ("POST", "dependencies", {"item": "A.1", "needs": "A.2"}, 409, "dependency_cycle", "A.1 -> A.2 -> A.1"),
    ],
)
def test_what_is_not_there_or_cannot_be_is_named(
    maria: Api, method: str, path: str, body: Any, status: int, code: str, says: str
) -> None:
    before = head_of()
    problem = assert_problem(maria.send(method, path, body), status, code)
    assert says in problem["detail"]
    assert head_of() == before


def test_a_stale_fence_is_refused_with_the_present_holder(maria: Api, ada: Api, bob: Api) -> None:
    old = claimed("A.1")
    by_holder(c.ReleaseTask, "A.1", old)
    claimed("A.1", "bob")
    before = head_of()
    for verb in ("start", "progress", "block", "submit", "complete", "fail", "release"):
        problem = assert_problem(ada.post(f"tasks/A.1/{verb}", {"fence": old}), 409, "fenced")
        assert "bob holds it" in problem["detail"]
        assert "Stop working on A.1" in problem["next"]
    assert head_of() == before


@pytest.mark.parametrize(
    "body",
    [
        b"{", b'{"key": "N.1", "title": ', b"{key: 1}", b"{'key': 'N.1'}", b'{"key": "N.1",}', b"\xff\xfe", b"NaN", b"{}{}",
        b'{"key": "N.1", "title": "\xff"}', b'{"key": "N.1", "title": "\\ud800"}', b'{"key": "N.1", "title": "\\udc00\\ud800"}',
        b'{"key": "N.1", "title": "\xed\xa0\x80"}', b'{"key": "N.1", "title": "new", "notes": ' + b"[" * 100_000,
        b'{"key": "N.1", "title": "a\nb"}',
    ],
    ids=range(14),
)
def test_a_body_that_is_not_json_is_refused(maria: Api, body: bytes) -> None:
    before = head_of()
    problem = assert_problem(maria.post("tasks", body), 400, "malformed_body")
    assert "JSON" in problem["next"]
    assert head_of() == before


@pytest.mark.parametrize(
    ("body", "field", "says"),
    [
        ([], "body", "object"),
        ("N.1", "body", "object"),
        (None, "key", "is required"),
        ({}, "title", "is required"),
        (OK | {"titel": "x"}, "titel", "did you mean title?"),
        (OK | {"colour": "x"}, "colour", "known are key, title, track"),
        (OK | {"key": 7}, "key", "expected text, got a whole number"),
        (OK | {"key": ""}, "key", ""),
        (OK | {"key": "k" * 101}, "key", ""),
        (OK | {"key": " N.1"}, "key", "printable"),
        (OK | {"key": "N\u20281"}, "key", "printable"),
        (OK | {"key": "N\n1"}, "key", "printable"),
        (OK | {"title": " "}, "title", ""),
        (OK | {"title": "t" * 501}, "title", ""),
        (OK | {"title": None}, "title", "got null"),
        (OK | {"title": "a\x00b"}, "title", "NUL"),
        (OK | {"steps": [{"text": "a"}, {"text": "b\x00"}]}, "steps[1].text", "NUL"),
        (OK | {"steps": [{"text": "a", "don": True}]}, "steps[0].don", "is not known here"),
        (OK | {"steps": [{"done": True}]}, "steps[0].text", "is required"),
        (OK | {"steps": [{"text": "a", "done": "yes"}]}, "steps[0].done", "expected true or false, got text"),
        (OK | {"steps": "a"}, "steps", "expected a list"),
        (OK | {"priority": "urgent"}, "priority", "critical"),
        (OK | {"estimate": -1}, "estimate", ""),
        (OK | {"estimate": 1.5}, "estimate", ""),
        (OK | {"estimate": 10**30}, "estimate", ""),
        (OK | {"parallel": 1}, "parallel", ""),
        (OK | {"capabilities": [7]}, "capabilities[0]", ""),
        (OK | {"capabilities": ["c" * 501]}, "capabilities[0]", ""),
        (OK | {"capabilities": ["c"] * 1_001}, "capabilities", ""),
        (OK | {"notes": "n" * 60_001}, "notes", ""),
        (OK | {"notes": "n" * 50_000, "steps": [{"text": "s" * 500}] * 40}, "task/N.1", "65,536"),
    ],
    ids=lambda value: str(value)[:60],
)
def test_a_field_that_makes_no_sense_is_named_with_what_is_wrong(maria: Api, body: Any, field: str, says: str) -> None:
    before = head_of()
    problem = assert_problem(maria.post("tasks", body), 422, "invalid_field")
    assert field in [one["field"] for one in problem["errors"]]
    assert says in str(problem["errors"])
    assert head_of() == before


def test_all_mistakes_are_told_at_once(maria: Api) -> None:
    problem = assert_problem(maria.post("tasks", {"key": 7, "parallel": "no", "x": 1}), 422, "invalid_field")
    assert {one["field"] for one in problem["errors"]} == {"key", "title", "parallel", "x"}


@pytest.mark.parametrize("fence", ["7", 7.0, True, None, -1, 0, 2**53 + 1, 10**400, [7]], ids=str)
def test_a_fence_is_a_whole_number(ada: Api, fence: object) -> None:
    claimed("A.1")
    before = head_of()
    answer = ada.post("tasks/A.1/complete", {"fence": fence})
    if fence is None:
        assert_problem(answer, 409, "fence_required")
    else:
        assert "fence" in str(assert_problem(answer, 422, "invalid_field")["errors"])
    assert head_of() == before


@pytest.mark.parametrize(
    "title",
    ["<script>alert(1)</script>", "'; DROP TABLE tracks_task; --", "{0.__class__}", "%s%n", "\u202eevil", "\\u0000", "🦄" * 250,
     "{{ 7*7 }}", "a\tb"],
)
def test_a_hostile_title_is_text_like_any_other(maria: Api, title: str) -> None:
    assert maria.post("tasks", {"key": "N.1", "title": title}).json()["title"] == title
    assert maria.get("tasks/N.1").json()["title"] == title
    problem = assert_problem_text(maria.post("tasks", {"key": "N.1", "title": "again"}))
    assert title in problem["detail"]


def assert_problem_text(answer: Any) -> dict[str, Any]:
    assert (answer.status_code, answer.headers["Content-Type"]) == (409, "application/problem+json")
    told: dict[str, Any] = answer.json()
    return told


@pytest.mark.parametrize("path", ["tasks/a%00b", "tracks/a%00b", "agents/a%00b", "tasks?q=a%00b", "tasks?cursor=a%00b"])
def test_a_nul_in_an_address_is_refused(maria: Api, path: str) -> None:
    answer = maria.client.get(f"/api/v1/projects/web/{path}", headers=maria.headers({}))
    assert_problem(answer, 422, "invalid_field")


@pytest.mark.parametrize("query", ["statsu=ready", "status=ready&status=done", "limit=5&x=1"])
def test_a_question_that_is_not_understood_is_not_answered_with_everything(maria: Api, query: str) -> None:
    answer = maria.client.get(f"/api/v1/projects/web/tasks?{query}", headers=maria.headers({}))
    assert_problem(answer, 422, "invalid_field")


def test_a_command_larger_than_any_command_is_refused(maria: Api) -> None:
    before = head_of()
    body = b'{"key": "N.1", "title": "x", "notes": "' + b"n" * 1_000_000 + b'"}'
    assert "1,000,000" in assert_problem(maria.post("tasks", body), 413, "body_too_large")["detail"]
    assert head_of() == before


class Endless(io.RawIOBase):
    """A body that is never to be read."""

    def read(self, size: int = -1) -> bytes:
        raise AssertionError("the body was read")


def test_an_upload_of_100_mb_is_refused_before_it_is_read(maria: Api) -> None:
    before = head_of()
    for kind in ("text/markdown", "multipart/form-data; boundary=x", "application/json"):
        answer = maria.client.post(
            "/api/v1/projects/web/imports", b"", kind, headers=maria.headers({}),
            CONTENT_LENGTH="100000000", **{"wsgi.input": Endless()},
        )
        assert "20,000,000" in assert_problem(answer, 413, "body_too_large")["detail"]
    assert head_of() == before
