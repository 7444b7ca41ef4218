"""Tracks: list, create, read, edit, remove; and what they are to deliver."""

import pytest

from tests.support.api import Api, assert_problem, head_of
from tests.support.world import a_task, a_track

WHOLE = {
    "key": "A", "title": "Pages", "focus": "what people see", "owner": "maria", "weeks": [1, 2],
    "key_files": ["web/urls.py"], "working_directory": "web", "notes": "as in the brief",
    "deliverables": [{"text": "the board", "done": False}, {"text": "the graph", "done": True}],
}


def test_what_is_stated_is_what_is_read(maria: Api) -> None:
    answer = maria.post("tracks", WHOLE)
    assert answer.status_code == 201
    track = maria.get(answer.headers["Location"]).json()
    assert track == answer.json()
    told = {name: track[name] for name in WHOLE}
    told["deliverables"] = [{"text": one["text"], "done": one["done"]} for one in track["deliverables"]]
    assert told == WHOLE
    assert (track["status"], track["percent"], track["counts"]["total"], track["blockers"]) == ("not_started", 0, 0, [])


def test_a_track_sums_up_its_tasks_and_says_what_it_waits_for(maria: Api) -> None:
    maria.post("tracks", WHOLE)
    a_task("A.1", track="A")
    maria.post("tracks", {"key": "B", "title": "Later", "depends_on": ["A"]})
    a_task("B.1", track="B")
    maria.post("tasks/A.1/cancel", {})
    a_task("A.2", track="A")
    first, second = maria.get("tracks").json()["tracks"]
    assert (first["key"], first["status"], first["counts"]["cancelled"], first["counts"]["ready"]) == ("A", "ready", 1, 1)
    assert list(first["counts"])[:3] == ["total", "pending", "ready"]
    assert (second["status"], second["blockers"]) == ("blocked", ["Blocked by Track A"])
    assert (second["depends_on"], second["depends_on_refs"]) == (["A"], ["track/A"])


def test_an_edit_changes_what_it_names_and_nothing_else(maria: Api) -> None:
    before = maria.post("tracks", WHOLE).json()
    after = maria.patch("tracks/A", {"owner": "", "deliverables": [{"text": "the board", "done": True}]}).json()
    assert after == maria.get("tracks/A").json()
    assert {name for name in before if before[name] != after[name]} == {"owner", "deliverables", "version"}


def test_an_edit_of_what_was_changed_since_is_refused(maria: Api) -> None:
    etag = maria.post("tracks", WHOLE).headers["ETag"]
    maria.patch("tracks/A", {"owner": "olga"}, If_Match=etag)
    before = head_of()
    assert_problem(maria.patch("tracks/A", {"owner": "ada"}, If_Match=etag), 412, "version_mismatch")
    assert head_of() == before


def test_a_track_is_removed_once_it_is_empty(maria: Api) -> None:
    a_track("A")
    a_task("A.1", track="A")
    assert_problem(maria.delete("tracks/A"), 409, "track_has_tasks")
    maria.delete("tasks/A.1")
    assert maria.delete("tracks/A").status_code == 204
    assert_problem(maria.get("tracks/A"), 404, "unknown_track")


@pytest.mark.parametrize("kind", ["tracks", "tasks"])
def test_what_others_wait_for_is_not_removed(maria: Api, kind: str) -> None:
    a_track("A")
    a_task("A.1")
    key = {"tracks": "A", "tasks": "A.1"}[kind]
    a_task("X", depends_on=(f"{kind[:-1]}/{key}",))
    problem = assert_problem(maria.delete(f"{kind}/{key}"), 409, "still_needed")
    assert "X" in problem["detail"]
