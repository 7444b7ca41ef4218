"""POST undo: one command, one import, one agent; with what stands in the way."""

from typing import Any

import pytest

from tests.support.api import Api, assert_problem, head_of
from tests.support.everything import everything
from tests.support.world import PROJECT, a_task, a_track, an_agent, by_holder, claimed, told
from tracks import commands as c

PLAN = b"# Plan\n\n## Track B: Pages\n\n- [ ] B.1 Overview\n- [ ] B.2 Sign-in\n"


@pytest.fixture(autouse=True)
def plan(maria: Api, ada: Api) -> None:
    a_track("A")
    a_task("A.1", track="A")
    a_task("A.2", track="A", depends_on=("task/A.1",))


def keys(api: Api) -> list[str]:
    return [task["key"] for task in api.get("tasks").json()["tasks"]]


def test_a_slip_is_undone(maria: Api, olga: Api) -> None:
    maria.patch("tasks/A.2", {"title": "Oops"})
    slip = head_of()
    claimed("A.1")
    answer = olga.post("undo", {"sequence": slip})
    assert answer.status_code == 200, answer.content
    assert answer.json()["summary"] == "1 task changed"
    assert maria.get("tasks/A.2").json()["title"] == "Task A.2"
    assert maria.get("tasks/A.1").json()["lease"]
    last = maria.get("events", after=head_of() - 1).json()["events"][0]
    assert (last["type"], last["data"]["undone"]) == ("command.undone", [[slip, slip]])


def test_an_import_is_undone_as_a_whole(maria: Api) -> None:
    before = maria.get("tasks").json()["tasks"]
    imported = maria.post("imports", PLAN, Content_Type="text/markdown").json()
    assert {"B.1", "B.2"} <= set(keys(maria))
    assert maria.post("undo", {"sequence": imported["sequence"]}).status_code == 200
    assert maria.get("tasks").json()["tasks"] == before
    again = maria.post("imports", PLAN, Content_Type="text/markdown").json()
    assert again["changes"]["added"] == 3


def test_a_preview_shows_what_was_built_on_it_and_writes_nothing(maria: Api) -> None:
    fence = claimed("A.1")
    by_holder(c.CompleteTask, "A.1", fence)
    done = head_of()
    an_agent("bob")
    claimed("A.2", "bob")
    before = everything(PROJECT)
    preview = maria.post("undo?dry_run=1", {"sequence": done}).json()
    assert everything(PROJECT) == before
    assert [(one["type"], one["subject"]) for one in preview["undone"]] == [("task.completed", "task/A.1")]
    assert [(one["type"], one["subject"], one["actor"]) for one in preview["followed"]] == [
        ("task.claimed", "task/A.2", "agent/bob")
    ]
    assert preview["refused"]["code"] == "much_followed" and preview["leases"][0]["task"] == "A.2"
    problem = assert_problem(maria.post("undo", {"sequence": done}), 409, "much_followed")
    assert f"#{done}" not in problem["detail"] and "task.claimed, by agent/bob" in problem["detail"]
    body = {"sequence": done, "with_what_followed": True}
    assert_problem(maria.post("undo", body), 409, "leases_are_live")
    assert maria.post("undo", body | {"despite_leases": True}).status_code == 200
    assert [maria.get(f"tasks/{key}").json()["status"] for key in ("A.1", "A.2")] == ["ready", "pending"]


def test_all_that_one_agent_did_since_is_undone(maria: Api, ada: Api) -> None:
    since = head_of() + 1
    ada.post("tasks", {"key": "A.3", "title": "Mine"})
    a_task("A.4")
    ada.post("tasks", {"key": "A.5", "title": "Mine too"})
    preview = maria.post("undo?dry_run=1", {"sequence": since, "actor": "agent/ada"}).json()
    assert len(preview["undone"]) == 2
    maria.post("undo", {"sequence": since, "actor": "agent/ada"})
    assert keys(maria) == ["A.1", "A.2", "A.4"]


def test_what_others_are_in_or_wait_for_does_not_go_alone(maria: Api) -> None:
    a_track("B")
    added = head_of()
    a_task("B.1", track="B")
    problem = assert_problem(maria.post("undo", {"sequence": added}), 409, "much_followed")
    assert f"the first is {added + 1}, task.added, by maria" in problem["detail"]


@pytest.mark.parametrize(("body", "status", "code"), [
    ({"sequence": 1}, 409, "nothing_to_undo"),
    ({"sequence": 0}, 422, "invalid_field"),
    ({"sequence": 999}, 422, "invalid_field"),
    ({}, 422, "invalid_field"),
    ({"sequence": 2, "actor": "agent/nobody"}, 409, "nothing_to_undo"),
])
def test_what_makes_no_sense_is_refused(maria: Api, body: dict[str, Any], status: int, code: str) -> None:
    for address in ("undo", "undo?dry_run=1"):
        assert_problem(maria.post(address, body), status, code)


def test_a_plan_that_moved_since_the_preview_is_412(maria: Api) -> None:
    a_task("A.3")
    preview = maria.post("undo?dry_run=1", {"sequence": head_of()})
    a_task("A.4")
    moved = maria.post("undo", {"sequence": head_of() - 1}, If_Match=preview.headers["ETag"])
    assert_problem(moved, 412, "plan_moved")


def test_undo_does_not_look_back_for_ever(maria: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coordinator.past.LONGEST_WAY_BACK", 2)
    sequence = head_of()
    for number in range(3, 6):
        a_task(f"A.{number}")
    assert_problem(maria.post("undo", {"sequence": sequence}), 409, "too_long_ago")
    assert maria.post("undo", {"sequence": head_of()}).status_code == 200


def test_an_undo_can_be_undone(maria: Api) -> None:
    a_task("A.3")
    told(c.Undo(project=PROJECT, sequence=head_of()))
    told(c.Undo(project=PROJECT, sequence=head_of()))
    assert keys(maria) == ["A.1", "A.2", "A.3"]


def test_said_again_with_its_key_it_is_done_once(maria: Api) -> None:
    a_task("A.3")
    body = {"sequence": head_of()}
    first = maria.post("undo", body, Idempotency_Key="oops")
    assert maria.post("undo", body, Idempotency_Key="oops").json() == first.json()


def test_agents_and_viewers_may_not(vera: Api, ada: Api) -> None:
    for api in (vera, ada):
        assert_problem(api.post("undo", {"sequence": 2}), 403, "not_allowed")
