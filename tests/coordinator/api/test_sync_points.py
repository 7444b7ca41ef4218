"""Sync points over the API: make them, make their checks, pass them, close them again."""

from typing import Any

import pytest

from tests.support.api import Api, assert_problem, head_of
from tests.support.world import a_task, a_track, by_holder, claimed
from tracks import commands as c

DIGEST = "ab" * 32
WHOLE = {
    "key": "1", "title": "The schema stands", "after": ["A"], "checks": [
        {"text": "both have read it"}, {"kind": "command", "text": "make check"},
        {"kind": "metric", "metric": "errors", "comparison": "<=", "value": 0},
    ],
}


@pytest.fixture(autouse=True)
def plan(maria: Api, ada: Api) -> None:
    a_track("A")
    a_task("A.1", track="A")
    a_track("B")
    a_task("B.1", track="B")


def finish(key: str) -> None:
    by_holder(c.CompleteTask, key, claimed(key))


def make(maria: Api, **fields: object) -> Any:
    answer = maria.post("sync-points", {**WHOLE, **fields})
    maria.post("dependencies", {"item": "track/B", "needs": "sync/1"})
    return answer


def test_what_is_stated_is_what_is_read(maria: Api) -> None:
    answer = make(maria)
    assert answer.status_code == 201
    point = maria.get(answer.headers["Location"]).json()
    listed, then = maria.get("sync-points").json()["sync_points"][0], maria.get("sync-points/1", at=head_of()).json()
    assert point == answer.json() == listed == then
    assert (point["check"], point["status"], point["auto"]) == ("both have read it", "open", False)
    assert [(one["number"], one["kind"], one["holds"]) for one in point["checks"]] == [
        (1, "text", False), (2, "command", False), (3, "metric", False)
    ]
    assert point["blockers"] == [
        "Waits for Track A", "Check 1 (both have read it) is open", "Check 2 (make check) is open",
        "Check 3 (errors <= 0) is not measured yet",
    ]


def test_a_gate_opens_once_everything_holds(maria: Api, ada: Api) -> None:
    make(maria)
    assert_problem(maria.post("sync-points/1/pass"), 409, "sync_point_is_early")
    finish("A.1")
    problem = assert_problem(maria.post("sync-points/1/pass"), 409, "checks_do_not_hold")
    assert "make check" in problem["detail"] and "both have read it" not in problem["detail"]
    failed = ada.post("sync-points/1/checks/2", {"exit_status": 2, "digest": DIGEST, "text": "3 failed"}).json()
    assert failed["checks"][1]["answer"].items() >= {"holds": False, "actor": "agent/ada", "exit_status": 2}.items()
    assert ada.post("sync-points/1/checks/2", {"exit_status": 0, "digest": DIGEST}).json()["checks"][1]["holds"]
    ada.post("measurements", {"name": "errors", "value": 0})
    assert maria.get("sync-points/1").json()["blockers"] == ["Check 1 (both have read it) is open"]
    passed = maria.post("sync-points/1/pass", {"note": "seen"}).json()
    assert (passed["status"], passed["passed_by"], passed["blockers"]) == ("passed", "token/maria", [])
    assert passed["checks"][0]["answer"]["text"] == "seen"
    assert maria.get("tasks/B.1").json()["status"] == "ready"


def test_a_measurement_that_gets_worse_closes_its_check_again(maria: Api, ada: Api) -> None:
    make(maria)
    ada.post("measurements", {"name": "errors", "value": 0})
    assert maria.get("sync-points/1").json()["checks"][2]["holds"] is True
    ada.post("measurements", {"name": "errors", "value": 4})
    assert maria.get("sync-points/1").json()["checks"][2]["holds"] is False


def test_an_operator_passes_in_spite_of_a_check_by_saying_why(maria: Api) -> None:
    make(maria)
    finish("A.1")
    passed = maria.post("sync-points/1/pass", {"despite": "the show is tonight"}).json()
    assert (passed["status"], passed["despite"]) == ("passed", "the show is tonight")
    event = maria.get("events", type="sync_point.forced").json()["events"][0]
    assert event["data"]["failing"][1] == "check 3 (errors <= 0) is not measured yet"


def test_closing_it_again_says_who_goes_on_and_who_waits(maria: Api) -> None:
    make(maria, checks=[])
    a_task("B.2", track="B")
    finish("A.1")
    maria.post("sync-points/1/pass")
    claimed("B.1")
    answer = maria.post("sync-points/1/reopen", {"reason": "the schema changed"})
    assert (answer.json()["goes_on"], answer.json()["waits_again"]) == (["B.1"], ["B.2"])
    assert (answer.json()["status"], answer.json()["reopened"], maria.get("tasks/B.1").json()["status"]) == (
        "open", True, "claimed"
    )


def test_one_that_opens_by_itself_names_what_caused_it(maria: Api) -> None:
    make(maria, checks=[], auto=True)
    finish("A.1")
    point = maria.get("sync-points/1").json()
    assert (point["status"], point["passed_by"]) == ("passed", "agent/ada")
    completed, opened = maria.get("events").json()["events"][-2:]
    assert (opened["type"], opened["causation"], opened["command_key"]) == (
        "sync_point.opened", completed["sequence"], completed["command_key"]
    )
    assert completed["causation"] is None


def test_an_edit_of_what_was_changed_since_is_refused(maria: Api) -> None:
    etag = make(maria).headers["ETag"]
    assert maria.patch("sync-points/1", {"title": "Better"}, If_Match=etag).json()["title"] == "Better"
    assert_problem(maria.patch("sync-points/1", {"title": "Worse"}, If_Match=etag), 412, "version_mismatch")
    assert_problem(maria.delete("sync-points/1", If_Match=etag), 412, "version_mismatch")


def test_cycles_through_gates_are_spelled_out(maria: Api) -> None:
    make(maria)
    problem = assert_problem(maria.patch("sync-points/1", {"after": ["B"]}), 409, "dependency_cycle")
    assert "sync point 1 -> Track B -> B.1 -> sync point 1" in problem["detail"]


def test_one_is_removed_when_nothing_waits_for_it(maria: Api) -> None:
    make(maria)
    assert_problem(maria.delete("sync-points/1"), 409, "still_needed")
    maria.delete("dependencies?item=track/B&needs=sync/1")
    assert maria.delete("sync-points/1").status_code == 204
    assert_problem(maria.get("sync-points/1"), 404, "unknown_sync_point")


def test_an_agent_sends_results_but_does_not_look_for_a_person(maria: Api, ada: Api, bob: Api) -> None:
    make(maria)
    assert_problem(ada.post("sync-points/1/checks/1", {}), 403, "not_allowed")
    ada.post("sync-points/1/checks/2", {"exit_status": 0, "digest": DIGEST})
    assert_problem(bob.post("sync-points/1/checks/2", {"withdraw": True}), 403, "not_allowed")
    assert ada.post("sync-points/1/checks/2", {"withdraw": True, "text": "stale"}).json()["checks"][1]["answer"] is None


@pytest.mark.parametrize(
    ("number", "body", "status", "code"),
    [
        ("3", {}, 422, "check_is_measured"), ("9", {}, 404, "unknown_check"), ("0", {}, 404, "unknown_check"),
        ("2", {"exit_status": 0}, 422, "invalid_field"), ("2", {"digest": DIGEST}, 422, "invalid_field"),
        ("1", {"exit_status": 0}, 422, "invalid_field"), ("9" * 20, {}, 405, "method_not_allowed"),
    ],
)
def test_an_answer_that_makes_no_sense_is_refused(maria: Api, number: str, body: object, status: int, code: str) -> None:
    make(maria)
    before = head_of()
    answer = maria.post(f"sync-points/1/checks/{number}", body)
    assert answer.status_code == status
    assert answer.json()["code"] == code
    assert head_of() == before


@pytest.mark.parametrize(
    "check",
    [{"kind": "metric"}, {"kind": "metric", "metric": "e", "comparison": "<=", "value": 1.5}, {"text": ""}, {"kind": "hope"}],
)
def test_a_check_that_asks_nothing_is_refused(maria: Api, check: object) -> None:
    assert_problem(maria.post("sync-points", {"key": "2", "title": "T", "checks": [check]}), 422, "invalid_field")


def test_two_gates_may_not_share_a_key(maria: Api) -> None:
    make(maria)
    assert_problem(maria.post("sync-points", WHOLE), 409, "sync_point_exists")
