"""POST rollback: preview, deed, and who may."""

from typing import Any

import pytest

from tests.support.api import Api, assert_problem, head_of
from tests.support.everything import everything
from tests.support.world import PROJECT, a_task, a_track, by_holder, claimed, told
from tracks import commands as c

FIELDS = ("title", "status", "depends_on", "steps", "estimate", "evidence", "summary")


@pytest.fixture
def then(maria: Api, ada: Api) -> int:
    """A track with two tasks, the second waiting for the first; answers where the log stands."""
    a_track("A")
    a_task("A.1", track="A", estimate=30)
    a_task("A.2", track="A", depends_on=("task/A.1",))
    return head_of()


def tasks(api: Api, **query: Any) -> list[dict[str, Any]]:
    return [{name: task[name] for name in FIELDS} for task in api.get("tasks", **query).json()["tasks"]]


def much_happens(maria: Api) -> None:
    by_holder(c.CompleteTask, "A.1", claimed("A.1"), summary="done")
    maria.patch("tasks/A.2", {"title": "Other"})
    maria.post("tasks", {"key": "A.3", "title": "New", "track": "A"})
    maria.delete("tasks/A.1")


def test_the_plan_is_as_it_was_and_the_log_only_grew(maria: Api, olga: Api, then: int) -> None:
    before = tasks(maria)
    maria.patch("tasks/A.2", {"title": "Other"})
    told(c.RemoveDependency(project=PROJECT, item="task/A.2", needs="task/A.1"))
    much_happens(maria)
    head = head_of()
    done = olga.post("rollback", {"to": then})
    assert done.status_code == 200, done.content
    answer = done.json()
    assert tasks(maria) == before == tasks(maria, at=then)
    assert head_of() == head + answer["events"] == answer["head"]
    assert answer["counts"]["tasks"] == {"added": 1, "changed": 1, "removed": 1}
    assert not answer["dry_run"] and answer["refused"] is None
    events = maria.get("events", after=head).json()["events"]
    assert events[-1]["type"] == "plan.rolled_back" and events[-1]["data"]["to"] == then
    assert len({event["correlation_id"] for event in events}) == 1


def test_a_preview_says_the_same_and_writes_nothing(maria: Api, then: int) -> None:
    much_happens(maria)
    before = everything(PROJECT)
    preview = maria.post("rollback?dry_run=1", {"to": then})
    assert everything(PROJECT) == before
    done = maria.post("rollback", {"to": then}, If_Match=preview.headers["ETag"])
    told_before, told_after = preview.json(), done.json()
    assert told_before.pop("dry_run") and not told_after.pop("dry_run")
    assert told_before.pop("events") == told_after.pop("events") - 1  # and the one that says what it was for
    assert told_before.pop("head") < told_after.pop("head")
    assert told_before == told_after


def test_live_leases_refuse_it_and_the_preview_names_them(maria: Api, then: int) -> None:
    fence = claimed("A.1")
    preview = maria.post("rollback?dry_run=1", {"to": then}).json()
    assert preview["leases"] == [{"task": "A.1", "agent": "ada", "fence": fence, "ends": True}]
    assert preview["refused"]["code"] == "leases_are_live" and "A.1 by ada" in preview["refused"]["detail"]
    assert_problem(maria.post("rollback", {"to": then}), 409, "leases_are_live")
    answer = maria.post("rollback", {"to": then, "despite_leases": True}).json()
    assert answer["leases"] == preview["leases"]
    late = maria.post("tasks/A.1/complete", {"fence": fence})
    assert_problem(late, 409, "fenced")


def test_a_plan_that_moved_since_the_preview_is_412(maria: Api, then: int) -> None:
    a_task("A.3")
    preview = maria.post("rollback?dry_run=1", {"to": then})
    a_task("A.4")
    problem = assert_problem(maria.post("rollback", {"to": then}, If_Match=preview.headers["ETag"]), 412, "plan_moved")
    assert str(head_of()) in problem["detail"]
    assert_problem(maria.post("rollback?dry_run=1", {"to": then}, If_Match='"3"'), 412, "plan_moved")


def test_only_some_things_go_back_and_a_plain_key_will_do(maria: Api, then: int) -> None:
    maria.patch("tasks/A.1", {"title": "One"})
    maria.patch("tasks/A.2", {"title": "Two"})
    assert maria.post("rollback", {"to": then, "only": ["A.1"]}).json()["summary"] == "1 task changed"
    assert [task["title"] for task in tasks(maria)] == ["Task A.1", "Two"]
    maria.delete("tasks/A.2")
    assert maria.post("rollback", {"to": then, "only": ["A.2"]}).json()["counts"]["tasks"]["added"] == 1
    assert_problem(maria.post("rollback", {"to": then, "only": ["Z"]}), 422, "unknown_reference")


def test_what_cannot_go_back_alone_is_refused_with_what_it_needs(maria: Api, then: int) -> None:
    maria.delete("tasks/A.2")
    maria.delete("tasks/A.1")
    maria.delete("tracks/A")
    problem = assert_problem(maria.post("rollback", {"to": then, "only": ["A.1"]}), 409, "loose_ends")
    assert "task/A.1 was in track/A, which is gone" in problem["detail"]


def test_a_moment_may_be_a_time(maria: Api, then: int) -> None:
    event = maria.get("events", after=then - 1, limit=1).json()["events"][0]
    much_happens(maria)
    assert maria.post("rollback", {"to": event["recorded_at"]}).status_code == 200
    assert [task["title"] for task in tasks(maria)] == ["Task A.1", "Task A.2"]


@pytest.mark.parametrize("to", [0, -1, 10_000, "yesterday", "", "1999-01-01T00:00:00Z"])
def test_a_moment_that_never_was_is_refused(maria: Api, then: int, to: Any) -> None:
    problem = assert_problem(maria.post("rollback", {"to": to}), 422, "invalid_field")
    assert problem["errors"][0]["field"] == "to"


def test_going_back_to_now_does_nothing(maria: Api, then: int) -> None:
    answer = maria.post("rollback", {"to": then}).json()
    assert (answer["events"], answer["summary"], answer["head"]) == (0, "no difference", then)


def test_a_rollback_can_be_rolled_back(maria: Api, then: int) -> None:
    much_happens(maria)
    head, before = head_of(), tasks(maria)
    maria.post("rollback", {"to": then})
    maria.post("rollback", {"to": head})
    assert tasks(maria) == before


def test_said_again_with_its_key_it_is_done_once(maria: Api, then: int) -> None:
    much_happens(maria)
    first = maria.post("rollback", {"to": then}, Idempotency_Key="back")
    head = head_of()
    again = maria.post("rollback", {"to": then}, Idempotency_Key="back")
    assert again.json() == first.json() and again.headers["Idempotency-Replayed"] == "true"
    assert head_of() == head


def test_agents_and_viewers_may_not(vera: Api, ada: Api, then: int) -> None:
    for api in (vera, ada):
        assert_problem(api.post("rollback", {"to": then}), 403, "not_allowed")
