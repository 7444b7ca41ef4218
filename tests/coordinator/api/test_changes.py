"""GET changes: the delta for an agent's next prompt."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agents.commands import SendMessage
from coordinator.api import changes
from tests.support.api import Api, assert_problem, head_of
from tests.support.world import PROJECT, a_task, a_track, by_holder, claimed, told
from tracks import commands as c


@pytest.fixture
def since(maria: Api, ada: Api, bob: Api) -> int:
    a_track("A")
    a_task("A.1", track="A")
    a_task("A.2", track="A", depends_on=("task/A.1",))
    a_task("B.1")
    return head_of()


def lines(answer: Any) -> list[str]:
    return [one["words"] for one in answer["changes"] if one["kind"] == "tasks"]


def test_it_says_what_became_of_each_thing(maria: Api, since: int) -> None:
    fence = claimed("A.1")
    by_holder(c.StartTask, "A.1", fence)
    by_holder(c.CompleteTask, "A.1", fence)
    maria.patch("tasks/B.1", {"title": "Other", "notes": "long"})
    answer = maria.get("changes", since=since).json()
    assert lines(answer) == [
        "B.1: title, notes changed", "A.1: ready → claimed (ada) → in_progress → done", "A.2: pending → ready",
    ]
    assert (answer["since"], answer["head"], answer["events"], answer["walked"]) == (since, head_of(), 4, True)
    assert answer["changes"][1] | {"words": ""} == {
        "key": "A.1", "kind": "tasks", "change": "changed", "words": "", "status": "done", "fields": [],
        "path": ["ready", "claimed", "in_progress", "done"], "version": head_of() - 1,
    }


def test_nothing_new_is_a_short_answer(maria: Api, since: int) -> None:
    answer = maria.get("changes", since=since)
    assert answer.json()["changes"] == [] and len(answer.content) < 200
    assert maria.get("changes", since=0).json()["events"] == since


def test_asked_again_with_the_head_it_tells_each_change_once(maria: Api, since: int) -> None:
    found = []
    for key in ("C.1", "C.2"):
        a_task(key)
        answer = maria.get("changes", since=since).json()
        found += lines(answer)
        since = answer["head"]
    assert found == ["C.1 new, ready: Task C.1", "C.2 new, ready: Task C.2"]


def test_many_events_are_compared_rather_than_gone_through(
    maria: Api, since: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    claimed("A.1")
    monkeypatch.setattr(changes, "MOST_WALKED", 0)
    answer = maria.get("changes", since=since).json()
    assert not answer["walked"] and lines(answer) == ["A.1: ready → claimed"]


def test_an_agent_hears_what_concerns_it(maria: Api, ada: Api, since: int) -> None:
    claimed("A.1")
    claimed("B.1", "bob")
    answer = ada.get("changes", since=since, agent="ada").json()
    assert lines(answer) == ["A.1: ready → claimed (ada)"]
    told(SendMessage(project=PROJECT, kind="note", text="hello", to="agent/ada"))
    assert ada.get("changes", since=since, agent="ada").json()["messages"] == 1
    assert maria.get("changes", since=since).json()["messages"] == 1
    assert maria.get("changes", since=since, agent="bob").json()["messages"] == 0


def test_one_thing_can_be_asked_about(maria: Api, since: int) -> None:
    claimed("A.1")
    claimed("B.1", "bob")
    for about in ("track/A", "A", "A.1"):
        assert lines(maria.get("changes", since=since, about=about).json()) == ["A.1: ready → claimed (ada)"]


def test_it_keeps_within_what_a_prompt_has_left(maria: Api, since: int) -> None:
    for number in range(60):
        a_task(f"C.{number}", title="A rather long title of a task " * 3)
    answer = maria.get("changes", since=since, max_tokens=600)
    assert len(answer.content) <= 1_200
    found = answer.json()
    assert found["digest"]["rows"] == 60 and found["left_out"]["rows"] == 60 - len(found["changes"])
    following = maria.get("changes", since=since, at=found["head"], after=found["next_after"]).json()
    assert len(found["changes"]) + len(following["changes"]) == 60


def test_its_cost_does_not_grow_with_the_plan(maria: Api, since: int) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            maria.get("changes", since=head_of() - 1)
        return len(asked)

    few = queries()
    for number in range(40):
        a_task(f"C.{number}")
    assert queries() <= few


@pytest.mark.parametrize(("query", "status", "code"), [
    ({}, 422, "invalid_field"), ({"since": -1}, 422, "invalid_field"), ({"since": 10_000}, 422, "invalid_field"),
    ({"since": 3, "at": 2}, 422, "invalid_field"), ({"since": 1, "about": "Z"}, 422, "unknown_reference"),
    ({"since": 1, "agent": "eve"}, 404, "unknown_agent"),
])
def test_what_makes_no_sense_is_refused(maria: Api, since: int, query: dict[str, Any], status: int, code: str) -> None:
    assert_problem(maria.get("changes", **query), status, code)
