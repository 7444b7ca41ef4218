"""fields and max_tokens: answers for prompts, cut to what was asked for."""

from typing import Any

import msgspec
import pytest

from coordinator.api.brief import BYTES_A_TOKEN
from coordinator.api.door import JSON
from coordinator.api.urls import of_project
from tests.support.api import Api, assert_problem, head_of
from tests.support.world import PROJECT, a_task, a_track, by_holder, claimed, told
from tracks import commands as c
from tracks import document as d

MANY = 1_000


@pytest.fixture
def many(maria: Api) -> None:
    """A plan of 1,000 tasks with long notes, every tenth of them done."""
    told(c.ImportDocument(project=PROJECT, document=d.Document(
        format="markdown", digest="x", title="Plan", tracks=(d.TrackEntry("A", "Core"), d.TrackEntry("B", "Pages")),
        tasks=tuple(
            d.TaskEntry(
                f"{'AB'[number % 2]}.{number}", f"Task {number} – größer", "AB"[number % 2], notes="n" * 300,
                status=d.DONE if number % 10 == 0 else d.NOT_STARTED,
            )
            for number in range(1, MANY + 1)
        ),
    )))


def tokens(answer: Any) -> int:
    return len(answer.content) // BYTES_A_TOKEN


@pytest.mark.parametrize("budget", [500, 2_000, 20_000, 100_000])
def test_a_thousand_tasks_fit_into_what_a_prompt_has_left(maria: Api, many: None, budget: int) -> None:
    answer = maria.get("tasks", max_tokens=budget)
    assert tokens(answer) <= budget
    found = answer.json()
    assert found["digest"]["rows"] == MANY
    assert found["digest"]["status"] == {"ready": 900, "done": 100} and found["digest"]["track"] == {"A": 500, "B": 500}
    assert found["left_out"]["rows"] == MANY - len(found["tasks"])
    assert "notes" in found["left_out"]["fields"]
    assert found["tasks"][0]["key"] == "B.1" and found["tasks"][0]["status"] == "ready"
    assert len(found["tasks"]) >= min(MANY, budget // 60)


def test_the_cursor_leads_on_until_all_was_told(maria: Api, many: None) -> None:
    keys: list[str] = []
    cursor = ""
    while cursor is not None:
        found = maria.get("tasks", max_tokens=5_000, cursor=cursor).json()
        keys += [task["key"] for task in found["tasks"]]
        cursor = found["cursor"]
    assert keys == [task["key"] for task in maria.get("tasks").json()["tasks"]]


def test_the_cursor_of_decisions_leads_on_too(maria: Api) -> None:
    for number in range(20):
        maria.post("decisions", {"question": f"Who takes {number}?", "chosen": "ada", "why": "w" * 200})
    asked: list[str] = []
    cursor = ""
    while cursor is not None:
        found = maria.get("decisions", fields="question", max_tokens=500, cursor=cursor).json()
        asked += [one["question"] for one in found["decisions"]]
        cursor = found["cursor"]
    assert asked == [f"Who takes {number}?" for number in range(20)]


def test_events_lead_on_without_their_sequences(maria: Api) -> None:
    for number in range(40):
        a_track(f"T{number}")
        a_task(str(number))
    subjects: list[str] = []
    after = 0
    while after is not None:
        found = maria.get("events", type="task.added", fields="subject", max_tokens=500, after=after).json()
        subjects += [event["subject"] for event in found["events"]]
        after = found["next_after"]
    assert subjects == [f"task/{number}" for number in range(40)]


def test_readings_lead_on_over_what_was_measured_under_other_names(maria: Api) -> None:
    for number in range(20):
        maria.post("measurements", {"name": "errors", "value": number, "text": "t" * 200})
        maria.post("measurements", {"name": "modules", "value": number})
    values: list[str] = []
    after = 0
    while after is not None:
        found = maria.get("measurements/errors/readings", fields="value", max_tokens=500, after=after, limit=15).json()
        values += [reading["value"] for reading in found["readings"]]
        after = found["next_after"]
    assert values == [str(number) for number in range(20)]
    short = maria.get("measurements/errors/readings", max_tokens=500)
    assert tokens(short) <= 500 and short.json()["readings"]


def test_pages_of_the_past_are_cut_the_same_way(maria: Api, many: None) -> None:
    now, then = (maria.get("tasks", max_tokens=2_000, **when).json() for when in ({}, {"at": head_of()}))
    assert now == then


def test_what_fits_is_left_as_it_is(maria: Api) -> None:
    a_task("1")
    assert maria.get("tasks", max_tokens=2_000).json() == maria.get("tasks").json()


def test_fields_are_the_callers_choice(maria: Api) -> None:
    a_track("A")
    a_task("A.1", track="A", notes="long")
    assert maria.get("tasks", fields="key,notes").json()["tasks"] == [{"key": "A.1", "notes": "long"}]
    assert maria.get("tasks/A.1", fields="status,key").json() == {"status": "ready", "key": "A.1"}
    assert maria.get("tracks", fields="key").json() == {"tracks": [{"key": "A"}], "cursor": None, "head": head_of()}
    assert maria.get("tasks/A.1", fields="key").headers["ETag"] == maria.get("tasks/A.1").headers["ETag"]


def test_fields_and_tokens_go_together(maria: Api, many: None) -> None:
    answer = maria.get("tasks", fields="key,notes", max_tokens=2_000)
    found = answer.json()
    assert tokens(answer) <= 2_000 and set(found["tasks"][0]) == {"key", "notes"}
    assert found["tasks"][0]["notes"] == "n" * 300 and found["cursor"]


@pytest.mark.parametrize("path", ["tasks", "tasks/A.1", "tracks", "agents", "events", "measurements", "messages", ""])
def test_a_field_that_is_not_there_is_refused_with_those_that_are(maria: Api, path: str) -> None:
    problem = assert_problem(maria.get(path, fields="key,colour"), 422, "invalid_field")
    assert problem["errors"][0]["field"] == "fields" and "known are" in problem["detail"]


@pytest.mark.parametrize("budget", [0, 499, -1, "many"])
def test_a_budget_too_small_for_anything_is_refused(maria: Api, budget: Any) -> None:
    assert_problem(maria.get("tasks", max_tokens=budget), 422, "invalid_field")


def test_one_thing_loses_first_what_takes_most(maria: Api, ada: Api) -> None:
    a_task("1", notes="n" * 5_000)
    by_holder(c.CompleteTask, "1", claimed("1"), summary="it works")
    answer = maria.get("tasks/1", max_tokens=700)
    found = answer.json()
    assert tokens(answer) <= 700
    assert found["left_out"] == {"fields": ["notes"]} and found["summary"] == "it works"


def test_events_go_on_after_the_last_that_was_told(maria: Api, many: None) -> None:
    answer = maria.get("events", max_tokens=2_000)
    found = answer.json()
    assert tokens(answer) <= 2_000 and found["events"]
    assert found["next_after"] == found["events"][-1]["sequence"] < head_of()
    assert "data" in found["left_out"]["fields"]


def test_a_row_that_fits_nowhere_does_not_stop_the_reader(maria: Api) -> None:
    for number in range(1, 4):
        a_task(str(number), notes="n" * 3_000)
    keys: list[str] = []
    cursor = ""
    while cursor is not None:
        answer = maria.get("tasks", fields="key,notes", max_tokens=500, cursor=cursor)
        assert tokens(answer) <= 500
        keys += [task["key"] for task in answer.json()["tasks"]]
        cursor = answer.json()["cursor"]
    assert keys == ["1", "2", "3"]


def test_every_list_under_a_project_takes_a_budget() -> None:
    lists = 0
    for url in of_project:
        promised = getattr(getattr(url.callback.cls, "get", None), "operation", None)
        if promised is None or promised.offers != JSON:
            continue
        answered = promised.answers[200][0]
        if isinstance(answered, type) and issubclass(answered, msgspec.Struct):
            assert {"fields", "max_tokens"} <= set(promised.query.__struct_fields__), url.pattern
            lists += 1
    assert lists > 20
