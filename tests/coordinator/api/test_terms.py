"""Terms over the API: what is demanded is said beforehand, what is missing is listed, and done is verified or claimed."""

from typing import Any

import pytest

from tests.support.api import Api, assert_problem, head_of
from tests.support.world import PROJECT, a_task, a_track, by_holder, claimed, told
from tracks import commands as c

TERMS: dict[str, Any] = {
    "check": "make test", "review": False, "deliverables": False,
    "metrics": [{"name": "errors", "comparison": "<=", "value": "0"}],
    "retry": {"max_attempts": 3, "backoff": 60, "factor": 2},
}
PASSED = [{"kind": "command", "text": "make test", "exit_status": 0, "digest": "ab" * 32}]


@pytest.fixture(autouse=True)
def plan(ada: Api, bob: Api) -> None:
    a_track("A")
    a_task("A.1", track="A")


def put(api: Api, path: str, body: Any) -> Any:
    return api.send("PUT", path, body)


def test_terms_are_read_as_they_were_set(olga: Api) -> None:
    task = put(olga, "tasks/A.1/terms", TERMS | {"metrics": [{"name": "errors", "comparison": "<=", "value": 0}]})
    assert (task.status_code, task.json()["terms"]) == (200, TERMS), task.text
    assert task.json() == olga.get("tasks/A.1").json()
    assert olga.get("tasks/A.1/terms").json() == TERMS
    assert task.json()["demands"] == ["the result of `make test` with exit status 0", "errors <= 0"]
    assert (task.json()["max_attempts"], task.json()["verified"]) == (3, False)


def test_the_terms_of_a_track_are_demanded_of_its_tasks(olga: Api) -> None:
    track = put(olga, "tracks/A/terms", {"review": True})
    assert track.status_code == 200 and track.json() == olga.get("tracks/A").json()
    assert olga.get("tracks/A/terms").json()["review"] is True
    assert olga.get("tasks/A.1").json()["demands"] == ["a review by somebody else"]
    put(olga, "tracks/A/terms", {})
    assert olga.get("tasks/A.1").json()["demands"] == []


def test_what_is_missing_is_listed_with_what_to_send(ada: Api, olga: Api) -> None:
    put(olga, "tasks/A.1/terms", TERMS)
    head, fence = head_of(), claimed("A.1")
    problem = assert_problem(ada.post("tasks/A.1/complete", {"fence": fence}), 409, "terms_not_met")
    assert [one["term"] for one in problem["missing"]] == ["check", "metrics"]
    assert all(one["send"] in problem["next"] and one["detail"] in problem["detail"] for one in problem["missing"])
    assert head_of() == head + 1
    ada.post("measurements", {"name": "errors", "value": 0})
    done = ada.post("tasks/A.1/complete", {"fence": fence, "evidence": PASSED}).json()
    assert (done["status"], done["verified"]) == ("done", True)


def test_a_refusal_that_is_said_again_lists_the_same(ada: Api, olga: Api) -> None:
    put(olga, "tasks/A.1/terms", TERMS)
    body = {"fence": claimed("A.1")}
    first = ada.post("tasks/A.1/complete", body, Idempotency_Key="k")
    assert ada.post("tasks/A.1/complete", body, Idempotency_Key="k").json() == first.json()


def test_a_word_is_shown_as_a_word(ada: Api) -> None:
    assert ada.post("tasks/A.1/complete", {"fence": claimed("A.1"), "evidence": PASSED}).json()["verified"] == "claimed"


def test_a_review_takes_somebody_else(ada: Api, olga: Api) -> None:
    put(olga, "tasks/A.1/terms", {"review": True})
    by_holder(c.SubmitTask, "A.1", claimed("A.1"))
    assert olga.post("tasks/A.1/approve", {}).json()["verified"] is True


def test_nobody_approves_what_they_sent_in(olga: Api, maria: Api) -> None:
    put(olga, "tasks/A.1/terms", {"review": True})
    claimed("A.1")
    olga.post("tasks/A.1/submit", {"step_in": True})
    assert_problem(olga.post("tasks/A.1/approve", {}), 409, "review_is_own")
    assert maria.post("tasks/A.1/approve", {}).json()["verified"] is True


def test_a_parent_is_verified_when_all_its_parts_are(olga: Api) -> None:
    told(c.AddTask(project=PROJECT, key="A.1.1", title="part", parent="A.1"))
    told(c.CompleteTask(project=PROJECT, key="A.1.1"))
    assert olga.get("tasks/A.1").json()["verified"] == "claimed"
    told(c.ReopenTask(project=PROJECT, key="A.1.1"))
    put(olga, "tasks/A.1.1/terms", {"check": "make test"})
    olga.post("tasks/A.1.1/complete", {"evidence": PASSED})
    assert olga.get("tasks/A.1").json()["verified"] is True


def test_attempts_and_the_next_one_are_shown(ada: Api, olga: Api) -> None:
    put(olga, "tasks/A.1/terms", TERMS)
    task = ada.post("tasks/A.1/fail", {"fence": claimed("A.1"), "reason": "flaky"}).json()
    assert (task["attempts"], task["failures"], task["max_attempts"]) == (1, 1, 3)
    assert task["retry_at"] > task["changed_at"]


def test_terms_are_for_operators_and_of_what_is_there(ada: Api, olga: Api) -> None:
    assert_problem(put(ada, "tasks/A.1/terms", TERMS), 403, "not_allowed")
    assert_problem(put(ada, "tracks/A/terms", TERMS), 403, "not_allowed")
    assert_problem(put(olga, "tasks/A.9/terms", TERMS), 404, "unknown_task")
    assert_problem(put(olga, "tracks/Z/terms", TERMS), 404, "unknown_track")
    assert_problem(olga.get("tasks/A.9/terms"), 404, "unknown_task")
    assert_problem(olga.get("tracks/Z/terms"), 404, "unknown_track")
    assert_problem(put(olga, "tasks/A.1/terms", {"retry": {"max_attempts": 0}}), 422, "invalid_field")
    odd = [{"name": "e", "comparison": "~", "value": 0}]
    assert_problem(put(olga, "tasks/A.1/terms", {"metrics": odd}), 422, "invalid_field")


@pytest.mark.parametrize("path", ["tasks/A.1", "tracks/A"])
def test_the_second_of_two_who_set_terms_is_shown_those_of_the_first(olga: Api, path: str) -> None:
    read = olga.get(f"{path}/terms").headers["ETag"]
    first = olga.send("PUT", f"{path}/terms", {"review": True}, If_Match=read)
    assert first.status_code == 200 and first.headers["ETag"] == olga.get(path).headers["ETag"]
    late = assert_problem(olga.send("PUT", f"{path}/terms", {}, If_Match=read), 412, "version_mismatch")
    assert late["present"] == olga.get(f"{path}/terms").json() and late["present"]["review"] is True
