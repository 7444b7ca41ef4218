"""Every verb answers with the task as it left it, and reading the task says the very same."""

from collections.abc import Callable
from typing import Any

import pytest

from coordinator.api.urls import of_project
from coordinator.api.verbs import VERBS
from coordinator.eventlog.models import Event
from tests.support.api import Api, assert_problem, head_of
from tests.support.world import PROJECT, a_task, a_track, by_holder, claimed, told
from tracks import commands as c
from tracks.work import Step


@pytest.fixture(autouse=True)
def plan(ada: Api, bob: Api) -> None:
    a_track("A")
    a_task("A.1", "First", track="A", steps=(Step("read"), Step("write")))
    a_task("A.2", "Second", track="A", depends_on=("task/A.1",))


def held() -> int:
    return claimed("A.1")


def blocked() -> int:
    fence = claimed("A.1")
    by_holder(c.BlockTask, "A.1", fence, reason="no water")
    return fence


def submitted() -> None:
    by_holder(c.SubmitTask, "A.1", claimed("A.1"))


def failed() -> None:
    by_holder(c.FailTask, "A.1", claimed("A.1"))


def done() -> None:
    by_holder(c.CompleteTask, "A.1", claimed("A.1"))


def nothing() -> None:
    return None


EVIDENCE = [{"kind": "command", "text": "pytest", "exit_status": 0, "digest": "ab" * 32}, {"kind": "commit", "text": "4f1c2a9"}]
LIFE: list[tuple[str, Callable[[], int | None], dict[str, Any], str]] = [
    ("start", held, {}, "in_progress"),
    ("progress", held, {"percent": 40, "steps": [{"place": 1}, {"place": 0, "done": False}], "note": "half"}, "claimed"),
    ("block", held, {"reason": "no water", "waits_for": ["A", "task/A.2"]}, "blocked"),
    ("unblock", blocked, {"note": "it rained"}, "in_progress"),
    ("submit", held, {"summary": "list", "evidence": EVIDENCE}, "in_review"),
    ("approve", submitted, {"note": "fine"}, "done"),
    ("reject", submitted, {"reason": "no tests"}, "ready"),
    ("complete", held, {"summary": "all", "evidence": EVIDENCE}, "done"),
    ("fail", held, {"reason": "broken"}, "failed"),
    ("retry", failed, {}, "ready"),
    ("release", held, {"reason": "tired"}, "ready"),
    ("handover", held, {"to": "bob", "note": "half"}, "claimed"),
    ("cancel", nothing, {"reason": "not needed"}, "cancelled"),
    ("defer", nothing, {"reason": "later"}, "deferred"),
    ("reopen", done, {"reason": "it broke"}, "ready"),
]


@pytest.mark.parametrize(("verb", "before", "body", "status"), LIFE, ids=[life[0] for life in LIFE])
def test_the_answer_of_a_verb_equals_the_task_as_read_afterwards(
    maria: Api, verb: str, before: Callable[[], int | None], body: dict[str, Any], status: str
) -> None:
    fence = before()
    answer = maria.post(f"tasks/A.1/{verb}", body | ({"fence": fence} if fence else {}))
    assert answer.status_code == 200, answer.text
    read = maria.get("tasks/A.1")
    assert answer.json() == read.json()
    assert answer.headers["ETag"] == read.headers["ETag"]
    assert answer.json()["status"] == status
    newest = maria.get("events", subject="task/A.1").json()["events"][-1]
    assert answer.json()["version"] == newest["sequence"]


def test_every_verb_is_tried_above() -> None:
    assert [life[0] for life in LIFE] == [verb.name for verb in VERBS]
    routes = {str(url.pattern) for url in of_project}
    assert {f"tasks/<path:key>/{verb.name}" for verb in VERBS} <= routes


def test_the_answer_to_a_claim_equals_the_task_as_read_afterwards(ada: Api) -> None:
    claim = ada.post("tasks/A.1/claim", {})
    assert claim.status_code == 201
    task = ada.get("tasks/A.1").json()
    assert claim.json() == {
        "task": task, "fence": task["lease"]["fence"], "lease_until": task["lease"]["until"], "because": "asked for by name",
    }


def test_what_a_verb_says_is_in_the_task(ada: Api) -> None:
    fence = held()
    ada.post("tasks/A.1/progress", {"fence": fence, "percent": 40, "steps": [{"place": 1}]})
    task = ada.post("tasks/A.1/complete", {"fence": fence, "summary": "all", "evidence": EVIDENCE}).json()
    assert task["steps"] == [{"text": "read", "done": False}, {"text": "write", "done": True}]
    assert task["summary"] == "all"
    assert task["evidence"][0] == EVIDENCE[0]
    assert task["evidence"][1]["exit_status"] is None
    assert (task["percent"], task["lease"]) == (100, None)


def test_the_lease_in_an_answer_ends_when_the_last_beat_says(ada: Api) -> None:
    fence = held()
    granted = ada.get("tasks/A.1").json()["lease"]["until"]
    until = ada.post("agents/ada/heartbeat", {"leases": [{"task": "A.1", "fence": fence}]}).json()["leases"][0]["until"]
    assert until > granted
    assert ada.post("tasks/A.1/start", {"fence": fence}).json()["lease"] == {"agent": "ada", "fence": fence, "until": until}


def test_starting_twice_is_no_second_event(ada: Api) -> None:
    fence = held()
    first = ada.post("tasks/A.1/start", {"fence": fence})
    before = head_of()
    again = ada.post("tasks/A.1/start", {"fence": fence})
    assert (again.status_code, again.json(), head_of()) == (200, first.json(), before)


def test_a_dependent_becomes_ready_when_the_last_thing_it_waits_for_is_done(ada: Api) -> None:
    assert ada.get("tasks/A.2").json()["blocked_by"] == ["Blocked by A.1"]
    ada.post("tasks/A.1/complete", {"fence": held()})
    task = ada.get("tasks/A.2").json()
    assert (task["status"], task["blocked_by"]) == ("ready", [])


def test_the_work_of_a_parent_is_that_of_its_subtasks(maria: Api) -> None:
    told(c.AddTask(project=PROJECT, key="A.1.1", title="part", parent="A.1"))
    problem = assert_problem(maria.post("tasks/A.1/start", {}), 409, "task_has_subtasks")
    assert "A.1.1" in problem["detail"]


def test_a_block_is_lifted_by_what_it_waits_for_and_the_event_names_its_cause(ada: Api) -> None:
    a_task("B.1")
    ada.post("tasks/A.1/block", {"fence": held(), "reason": "no water", "waits_for": ["B.1"]})
    assert ada.get("tasks/A.1").json()["waits_for"] == ["task/B.1"]
    ada.post("tasks/B.1/complete", {"fence": claimed("B.1")})
    task = ada.get("tasks/A.1").json()
    assert (task["status"], task["blocked_by"], task["waits_for"]) == ("in_progress", [], [])
    completed, unblocked, woken = Event.objects.filter(project__project=PROJECT).order_by("sequence")[head_of() - 3:]
    assert (completed.type, unblocked.type, woken.type) == ("task.completed", "task.unblocked", "message.sent")
    assert woken.causation == unblocked.causation == completed.sequence
    assert woken.command_key == unblocked.command_key == completed.command_key
