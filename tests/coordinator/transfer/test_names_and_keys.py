"""Keys, ranges, mentions, owners of sections and lines that name a task."""

import pytest

from coordinator.transfer.keys import key_range, looks_like_key
from coordinator.transfer.markdown.names import read_owner
from coordinator.transfer.markdown.tasklines import read_task_line
from coordinator.transfer.mentions import bare_keys, mentions


@pytest.mark.parametrize("key", "A AB A1 A.1 21 21.4 12A 2-A DB-001 E02/F01 T012 WS1.2 Main.3 UI-FORM-03".split())
def test_keys_of_plans_are_recognised(key: str) -> None:
    assert looks_like_key(key)


@pytest.mark.parametrize("word", "Redis docker-compose.yml v1.0 V2 The status".split())
def test_words_are_no_keys(word: str) -> None:
    assert not looks_like_key(word)


@pytest.mark.parametrize(
    ("first", "last", "keys"),
    [
        ("2.1", "2.3", ["2.1", "2.2", "2.3"]),
        ("13.9", "13.11", ["13.9", "13.10", "13.11"]),
        ("A.1", "3", ["A.1", "A.2", "A.3"]),
        ("T008", "T010", ["T008", "T009", "T010"]),
        ("A", "C", ["A", "B", "C"]),
        ("7", "2", []),
        ("1", "100000", []),
    ],
)
def test_a_range_is_written_out(first: str, last: str, keys: list[str]) -> None:
    assert key_range(first, last) == keys


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Track B.2, B.3", [("track", ("B.2", "B.3"))]),
        ("Tasks 5, 11-13", [("task", ("5", "11", "12", "13"))]),
        ("Instance 2's work on Tasks 6 and 8", [("worker", ("2",)), ("task", ("6", "8"))]),
        ("Instance 2 & Instance 3", [("worker", ("2",)), ("worker", ("3",))]),
        ("Track A → C → E", [("track", ("A", "C", "E"))]),
        ("All subtasks from 2.1 to 2.3", [("task", ("2.1", "2.2", "2.3"))]),
        ("subtasks 6.2-6.4", [("task", ("6.2", "6.3", "6.4"))]),
        ("BLOCKED on WS-2", [("track", ("2",))]),
        ("Spur X1 und X2", [("track", ("X1", "X2"))]),
        ("the track is long", []),
    ],
)
def test_mentions_are_found(text: str, named: list[tuple[str, tuple[str, ...]]]) -> None:
    assert [(mention.kind, mention.keys) for mention in mentions(text)] == named


def test_an_article_is_no_key() -> None:
    assert bare_keys("A working server") == []
    assert bare_keys("A, B.1") == ["A", "B.1"]


@pytest.mark.parametrize(
    ("heading", "key", "title"),
    [
        ("Track A: Infrastructure & Services", "A", "Infrastructure & Services"),
        ("🔴 Track 1: Notifications (Priority: P0)", "1", "Notifications (Priority: P0)"),
        ("Main Instance (Coordinator)", "Main", "Coordinator"),
        ("Instance 2 (Tab 2)", "2", ""),
        ("WS-1: Release Engineering 🔧", "1", "Release Engineering"),
        ("Agent ALPHA - Detection Engine", "ALPHA", "Detection Engine"),
        ("**🔧 Agent 1: Build fixer**", "1", "Build fixer"),
        ("Spur B – Kern", "B", "Kern"),
        ("轨道 A：实时", "A", "实时"),
    ],
)
def test_a_heading_names_an_owner(heading: str, key: str, title: str) -> None:
    owner = read_owner(heading)
    assert owner and (owner.key, owner.title) == (key, title)


@pytest.mark.parametrize(
    "heading",
    ["Track Dependencies Graph", "Active Tracks", "Agent Coordination Protocol", "Tracks A & B", "Track Status: x",
     "Each instance", "Agent Coordination - Setup", "Instance Work Division & Status"],
)  # fmt: skip
def test_a_heading_about_tracks_names_none(heading: str) -> None:
    assert read_owner(heading) is None


def test_a_heading_may_report_on_an_owner() -> None:
    owner = read_owner("Instance 3 Completion (2025-05-31)")
    assert owner and (owner.key, owner.about) == ("3", "Completion (2025-05-31)")


@pytest.mark.parametrize(
    ("line", "key", "title"),
    [
        ("**A.1** Validate docker-compose.yml", "A.1", "Validate docker-compose.yml"),
        ("**Task 21**: Health Checks", "21", "Health Checks"),
        ("✅ 21.1: Framework (completed)", "21.1", "Framework"),
        ("Task 6: Consensus (after Task 2)", "6", "Consensus"),
        ("✅ **Task 7 (Erasure Coding)**: Fully implemented", "7", "Erasure Coding"),
        ("[ ] T012 [P] [US1] Describe it", "T012", "Describe it"),
        ("[x] 2.1 Title", "2.1", "Title"),
        ("DB-001: Schema", "DB-001", "Schema"),
        ("Task A: Configuration ✅ COMPLETED", "A", "Configuration"),
        ("`K.2` Load settings (P1) (2h)", "K.2", "Load settings"),
    ],
)
def test_a_line_names_a_task(line: str, key: str, title: str) -> None:
    found = read_task_line(line)
    assert found and (found.key, found.title) == (key, title)


@pytest.mark.parametrize(
    "line", ["2.5 hours of work", "3 services", "Tasks 5, 11-20", "S3 bucket", "A1 is good", "Task 3's tests", "B.2, B.3"]
)
def test_a_line_that_only_looks_like_a_task_names_none(line: str) -> None:
    assert read_task_line(line) is None


def test_remarks_are_taken_off_the_title() -> None:
    found = read_task_line("Task 8: Regions (Instance 4) (high) (2-3 days) - pending Task 6 completion")
    assert found
    remarks = found.remarks
    assert (remarks.title, remarks.owner, remarks.priority, remarks.estimate) == ("Regions", "Instance 4", "high", 3 * 8 * 60)
    assert remarks.waits == ["pending Task 6 completion"]
