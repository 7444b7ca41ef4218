"""Tasks: list, create, read, edit, remove."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.support.api import Api, assert_problem, head_of
from tests.support.world import a_task, a_track, claimed

WHOLE = {
    "key": "A.1", "title": "Draw", "track": "A", "priority": "high", "estimate": 90, "capabilities": ["html", "css"],
    "paths": ["web/**"], "parallel": False, "assignee": "ada", "steps": [{"text": "sketch", "done": True}, {"text": "ink"}],
    "notes": "as in the brief",
}


@pytest.fixture(autouse=True)
def plan(maria: Api) -> None:
    a_track("A")
    a_track("B", depends_on=("track/A",))


def test_what_is_stated_is_what_is_read(maria: Api) -> None:
    answer = maria.post("tasks", WHOLE)
    assert answer.status_code == 201
    assert answer.headers["Location"] == "/api/v1/projects/web/tasks/A.1"
    task = maria.get(answer.headers["Location"]).json()
    assert task == answer.json()
    stated = WHOLE | {"steps": [{"text": "sketch", "done": True}, {"text": "ink", "done": False}]}
    assert {name: task[name] for name in stated} == stated
    assert (task["status"], task["percent"], task["lease"], task["parent"]) == ("ready", 50, None, None)
    assert task["version"] == head_of()
    assert task["source"] == {"line": 0, "status_word": ""}


def test_times_are_utc_and_say_so(maria: Api) -> None:
    task = maria.post("tasks", {"key": "A.1", "title": "x"}).json()
    assert task["created_at"] == task["changed_at"]
    assert task["created_at"].endswith("Z")
    assert (task["started_at"], task["finished_at"]) == (None, None)


@pytest.mark.parametrize(
    ("said", "meant"), [("A.1", "task/A.1"), ("task/A.1", "task/A.1"), ("A", "track/A"), ("track/A", "track/A")]
)
def test_dependencies_are_said_as_people_write_them_or_with_their_kind(maria: Api, said: str, meant: str) -> None:
    a_task("A.1", track="A")
    task = maria.post("tasks", {"key": "C.1", "title": "x", "depends_on": [said]}).json()
    assert task["depends_on_refs"] == [meant]
    assert task["depends_on"] == [meant.partition("/")[2]]
    assert task == maria.get("tasks/C.1").json()


def test_a_plain_key_means_the_task_where_a_track_has_the_same(maria: Api) -> None:
    a_task("A")
    assert maria.post("tasks", {"key": "x", "title": "x", "depends_on": ["A"]}).json()["depends_on_refs"] == ["task/A"]


def test_a_key_may_hold_any_character(maria: Api) -> None:
    for key in ("feature/login", "ä 1", "50%", "a?b#c", "<b>"):
        answer = maria.post("tasks", {"key": key, "title": "odd"})
        assert answer.status_code == 201
        assert maria.get(answer.headers["Location"]).json()["key"] == key


def test_an_edit_changes_what_it_names_and_nothing_else(maria: Api) -> None:
    before = maria.post("tasks", WHOLE).json()
    after = maria.patch("tasks/A.1", {"title": "Paint", "track": None, "capabilities": []}).json()
    assert after == maria.get("tasks/A.1").json()
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"title", "track", "capabilities", "version", "changed_at"}
    assert (after["title"], after["track"], after["capabilities"]) == ("Paint", None, [])


def test_an_edit_of_what_was_changed_since_is_refused(maria: Api) -> None:
    etag = maria.post("tasks", WHOLE).headers["ETag"]
    changed = maria.patch("tasks/A.1", {"title": "Paint"}, If_Match=etag)
    assert changed.status_code == 200
    before = head_of()
    problem = assert_problem(maria.patch("tasks/A.1", {"title": "Ink"}, If_Match=etag), 412, "version_mismatch")
    assert etag.strip('"').partition("-")[0] in problem["detail"]
    assert head_of() == before
    assert maria.patch("tasks/A.1", {"title": "Ink"}, If_Match=changed.headers["ETag"]).status_code == 200
    assert maria.patch("tasks/A.1", {"title": "Oil"}, If_Match="*").status_code == 200


@pytest.mark.parametrize("etag", ["abc", '"1.5"', '"-1"', '"1", "2"', ""])
def test_an_etag_that_was_never_given_out_is_named(maria: Api, etag: str) -> None:
    maria.post("tasks", WHOLE)
    problem = assert_problem(maria.patch("tasks/A.1", {"title": "Ink"}, If_Match=etag), 422, "invalid_field")
    assert problem["errors"][0]["field"] == "If-Match"


def test_a_removed_task_is_gone_with_its_subtasks(maria: Api) -> None:
    a_task("A.1", track="A")
    a_task("A.1.1", parent="A.1")
    answer = maria.delete("tasks/A.1")
    assert (answer.status_code, answer.content) == (204, b"")
    assert_problem(maria.get("tasks/A.1"), 404, "unknown_task")
    assert_problem(maria.get("tasks/A.1.1"), 404, "unknown_task")


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ({}, ["A.1", "A.2", "A.1.1", "free", "B.1"]),
        ({"status": "ready"}, ["A.2", "free"]),
        ({"status": "ready,pending"}, ["A.2", "free", "B.1"]),
        ({"track": "A"}, ["A.1", "A.2", "A.1.1"]),
        ({"track": ""}, ["free"]),
        ({"parent": "A.1"}, ["A.1.1"]),
        ({"parent": "", "track": "A"}, ["A.1", "A.2"]),
        ({"agent": "ada"}, ["A.1.1"]),
        ({"agent": "bob"}, []),
        ({"q": "SECOND"}, ["A.2"]),
        ({"q": "1.1"}, ["A.1.1"]),
        ({"q": "%"}, []),
        ({"track": "A", "q": "part"}, ["A.1.1"]),
    ],
    ids=str,
)
def test_a_list_holds_what_was_asked_for_now_and_then(maria: Api, ada: Api, query: dict[str, Any], keys: list[str]) -> None:
    for key, title, fields in [
        ("A.1", "First", {"track": "A"}), ("A.2", "Second", {"track": "A"}), ("A.1.1", "a part", {"parent": "A.1"}),
        ("free", "Free", {}), ("B.1", "Waits", {"track": "B"}),
    ]:
        a_task(key, title, **fields)
    claimed("A.1.1")
    now = maria.get("tasks", **query).json()
    then = maria.get("tasks", at=now["head"], **query).json()
    assert [task["key"] for task in now["tasks"]] == keys
    assert now == then


def test_a_status_that_does_not_exist_is_named(maria: Api) -> None:
    problem = assert_problem(maria.get("tasks", status="redy"), 422, "invalid_field")
    assert problem["errors"][0]["field"] == "status"
    assert "ready" in problem["detail"]


def test_a_list_costs_the_same_queries_however_long_it_is(maria: Api, ada: Api) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            maria.get("tasks")
        return len(captured)

    a_task("A.1")
    claimed("A.1")
    maria.get("tasks")
    few = queries()
    for number in range(2, 10):
        a_task(f"A.{number}")
        claimed(f"A.{number}")
    assert queries() == few == 3  # the head, the tasks, their leases


def test_reading_one_task_takes_three_queries_and_a_verb_none_for_its_answer(maria: Api, ada: Api) -> None:
    a_task("A.1")
    fence = claimed("A.1")
    maria.get("tasks/A.1")
    with CaptureQueriesContext(connection) as captured:
        maria.get("tasks/A.1")
    assert len(captured) == 3
    with CaptureQueriesContext(connection) as captured:
        ada.post("tasks/A.1/complete", {"fence": fence})
    assert not [query["sql"] for query in captured if 'FROM "tracks_task"' in query["sql"]]
