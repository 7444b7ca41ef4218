"""Documents over REST: previewed, applied, told line by line, refused whole where they cannot be read."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.support.api import Api, assert_problem, head_of
from tracks.work import STATUSES

PLAN = b"""# Two tracks

## Track A: Schema

**Focus**: what everybody builds on

### Tasks

- [ ] **A.1** Draw the tables
  - [ ] users
  - [x] events
- [x] **A.2** Name them

## Track B: Pages

**Dependencies**: Track A

### Tasks

- [ ] **B.1** Draw the board (depends on A.1)
"""
COUNTS = {
    "tracks", "tasks", "subtasks", "steps", "agents", "dependencies", "sync_points", "conflict_areas",
    "integration_points", "deliverables",
}


def send(api: Api, content: bytes, query: str = "", kind: str = "text/markdown", **headers: str) -> Any:
    return api.post(f"imports{query}", content, Content_Type=kind, **headers)


def test_a_preview_says_what_would_come_and_writes_nothing(maria: Api) -> None:
    before = head_of()
    answer = send(maria, PLAN, "?format=auto&dry_run=1")
    assert answer.status_code == 200
    told = answer.json()
    assert (told["format"], told["sequence"], told["dry_run"]) == ("markdown", before, True)
    assert set(told["counts"]) == COUNTS
    assert told["changes"]["added"] > 0
    assert head_of() == before
    assert maria.get("imports").json()["imports"] == []
    assert maria.get("tasks").json()["tasks"] == []


def test_an_import_does_what_its_preview_said(maria: Api) -> None:
    preview = send(maria, PLAN, "?dry_run=true").json()
    told = send(maria, PLAN, "?filename=plan.md").json()
    same = ("format", "counts", "changes", "problems", "repairs")
    assert {name: told[name] for name in same} == {name: preview[name] for name in same}
    assert (told["sequence"], told["dry_run"]) == (head_of(), False)
    assert told["counts"]["tracks"] == len(maria.get("tracks").json()["tracks"]) == 2
    tasks = maria.get("tasks").json()["tasks"]
    assert told["counts"]["tasks"] == len(tasks)
    assert all(task["source"]["line"] and task["status"] in STATUSES for task in tasks)
    (report,) = maria.get("imports").json()["imports"]
    assert (report["key"], report["filename"], report["actor"]) == (str(head_of()), "plan.md", "token/maria")
    assert (report["counts"], report["changes"]) == (told["counts"], told["changes"])


def test_the_same_document_again_changes_nothing(maria: Api) -> None:
    first = send(maria, PLAN).json()
    before = head_of()
    again = send(maria, PLAN).json()
    assert head_of() == again["sequence"] == before
    assert (again["changes"]["added"], again["changes"]["changed"], again["changes"]["removed"]) == (0, 0, 0)
    assert again["changes"]["unchanged"] == first["changes"]["added"]
    assert again["counts"] == first["counts"]


def test_an_edited_document_applies_the_difference(maria: Api) -> None:
    send(maria, PLAN)
    told = send(maria, PLAN.replace(b"Draw the board", b"Paint the board")).json()
    assert (told["changes"]["added"], told["changes"]["changed"], told["changes"]["removed"]) == (0, 1, 0)
    assert maria.get("tasks", q="paint").json()["tasks"][0]["key"] == "B.1"


@pytest.mark.parametrize("kind", ["text/plain", "application/octet-stream", "application/x-www-form-urlencoded", "text/x"])
def test_the_file_is_the_body_whatever_it_calls_itself(maria: Api, kind: str) -> None:
    assert send(maria, PLAN, kind=kind).json()["counts"]["tracks"] == 2


def test_the_file_may_come_in_a_form(maria: Api) -> None:
    form = {"file": SimpleUploadedFile("plan.md", PLAN)}
    answer = maria.client.post("/api/v1/projects/web/imports", form, headers=maria.headers({}))
    assert answer.json()["counts"]["tracks"] == 2
    assert maria.get("imports").json()["imports"][0]["filename"] == "plan.md"


def test_a_form_without_the_file_is_refused(maria: Api) -> None:
    answer = maria.client.post("/api/v1/projects/web/imports", {"other": "x"}, headers=maria.headers({}))
    assert_problem(answer, 422, "invalid_field")
    broken = maria.post("imports", b"no boundary", Content_Type="multipart/form-data")
    assert_problem(broken, 400, "malformed_body")


@pytest.mark.parametrize(
    ("content", "line", "column"),
    [(b"# Plan\n\nA\x00B\n", 3, 2), (b"# Plan\n\xff\xfe\x80\n", 2, 1), (b"\x89PNG\r\n\x1a\n\x00\x00", 1, 1)],
)
def test_what_is_not_text_is_refused_with_its_place(maria: Api, content: bytes, line: int, column: int) -> None:
    before = head_of()
    problem = assert_problem(send(maria, content), 422, "unreadable_document")
    assert (problem["line"], problem["column"]) == (line, column)
    assert problem["reason"] in problem["detail"]
    assert "nothing was written" in problem["next"]
    assert head_of() == before


def test_an_empty_body_is_no_document(maria: Api) -> None:
    body = assert_problem(maria.post("imports", b""), 422, "unreadable_document")
    assert body["detail"] and maria.get("imports").json()["imports"] == []


def test_a_format_that_nobody_reads_is_refused_with_those_that_are(maria: Api) -> None:
    before = head_of()
    problem = assert_problem(send(maria, PLAN, "?format=word"), 422, "invalid_field")
    assert problem["errors"][0]["field"] == "format"
    assert "markdown" in problem["detail"]
    assert_problem(send(maria, PLAN, "?dry_run=perhaps"), 422, "invalid_field")
    assert_problem(send(maria, PLAN, "?dryrun=1"), 422, "invalid_field")
    assert head_of() == before


def test_two_tracks_with_one_key_and_a_cycle_are_told_and_stop_nothing_else(maria: Api) -> None:
    content = PLAN + b"\n## Track A: Again\n\n- [ ] **A.3** Wait (depends on A.4)\n- [ ] **A.4** Wait (depends on A.3)\n"
    told = send(maria, content).json()
    assert maria.get("tracks/A").json()["title"] == "Schema"
    assert any(problem["severity"] == "error" and problem["line"] for problem in told["problems"])
    assert {"line", "text", "reason", "severity"} == set(told["problems"][0])
    assert maria.get("tasks/B.1").status_code == 200


def test_damaged_characters_are_repaired_and_told(maria: Api) -> None:
    told = send(maria, "## Track A: SchÃ¶nes Schema\n\n- [ ] **A.1** x\n".encode()).json()
    assert told["repairs"][0]["line"] == 1
    assert "Schönes" in maria.get("tracks/A").json()["title"]


def test_an_import_said_again_under_its_key_is_told_again(maria: Api) -> None:
    first = send(maria, PLAN, Idempotency_Key="k")
    send(maria, PLAN.replace(b"Pages", b"Sites"))
    before = head_of()
    again = send(maria, PLAN, Idempotency_Key="k")
    assert (again.content, again.headers["Idempotency-Replayed"], head_of()) == (first.content, "true", before)
