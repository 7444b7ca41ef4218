"""Whatever the bytes are, they end in a document or a refusal with its place, and soon."""

import contextlib
import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coordinator.transfer import Unreadable, read_document
from coordinator.transfer.markdown import MOST_LINES
from tests.support.reading import notes, ours, reasons

PIECES = (
    "# Plan", "### Track A: One", "### Track B: Two", "### Instance 2 (Tab 2)", "**Status**: Blocked by Track B",
    "**Tasks**:", "1. **A.1** First", "- ✅ 21.1: Done (completed)", "  - step", "    - deeper",
    "- Task 2 (after Task 3)", "- Task 3 (after Task 2)", "#### Dependencies", "- Track A, B.1",
    "| Track | Status | Blockers |", "|---|---|---|", "| A | Done | B |", "```", "~~~", "## Sync Points",
    "## Current Status (2026-01-01)", "## Integration Points", "- All subtasks from 1.1 to 1.9", "- [ ] box", "---",
    "", "====", "<!--", "-->", "> quote", "(((((", "**", "`", "| |", "âœ…", "Tasks 1-100000", "├──▶ v", "\t- x", "1) y",
)  # fmt: skip


@given(st.binary(max_size=400))
@settings(max_examples=300, deadline=None)
def test_any_bytes_end_well(content: bytes) -> None:
    with contextlib.suppress(Unreadable):
        assert read_document(content).digest


@given(st.text(max_size=300))
@settings(max_examples=300, deadline=None)
def test_any_text_ends_well(text: str) -> None:
    with contextlib.suppress(Unreadable):
        document = read_document(text.encode("utf-8", "surrogatepass"), format="markdown")
        assert all(problem.line <= text.count("\n") + text.count("\r") + 1 for problem in document.problems)


@given(st.lists(st.sampled_from(PIECES), max_size=40))
@settings(max_examples=400, deadline=None)
def test_any_mix_of_lines_from_plans_ends_well(lines: list[str]) -> None:
    document = read_document("\n".join(lines).encode())
    keys = [task.key for task in document.tasks]
    assert len(keys) == len(set(keys))
    assert {task.parent for task in document.tasks if task.parent} <= set(keys)
    assert {task.track for task in document.tasks if task.track} <= {track.key for track in document.tracks}
    known = {f"task/{key}" for key in keys} | {f"track/{track.key}" for track in document.tracks}
    known |= {f"sync/{point.key}" for point in document.sync_points}
    assert all({entry.item, entry.needs} <= known for entry in document.dependencies)
    assert read_document("\n".join(lines).encode()) == document


def test_an_empty_file_is_a_document_without_tasks() -> None:
    document = read_document(b"")
    assert (document.tasks, document.tracks) == ((), ())
    assert [(one.line, one.reason) for one in document.problems] == [(0, "No tasks were found in this document")]


def test_a_document_without_tasks_is_kept_whole() -> None:
    document = read_document(b"# Rules\n\n## Etiquette\n\nBe kind.\n")
    assert "No tasks were found in this document" in reasons(document, "warning")
    assert notes(document, "unread") == ["## Etiquette\nBe kind."]


def test_a_line_too_long_for_prose_is_kept_in_pieces() -> None:
    document = read_document(b"# Plan\n" + b"x" * 30_000 + b"\n")
    assert "".join(notes(document, "unread")).count("x") == 30_000
    assert max(len(text) for text in notes(document, "unread")) < 8_000


def repeated(line: Callable[[int], str], bytes_wanted: int = 10_000_000, most: int = MOST_LINES - 1) -> bytes:
    """Ten megabytes of such lines, or as many of them as a document may have."""
    lines: list[str] = []
    size = 0
    while size < bytes_wanted and len(lines) < most:
        lines.append(line(len(lines)))
        size += len(lines[-1]) + 1
    return "\n".join(lines).encode()


HUGE = {
    "nested lists": lambda n: "  " * (n % 2_000) + "- item",
    "ever deeper lists": lambda n: "  " * min(n, 4_000) + "- item",
    "steps of one task": lambda n: "   - step" if n > 1 else ["### Track A: One", "1. **A.1** First"][n],
    "tasks without keys": lambda n: "- [ ] box" if n else "### Track A: One",
    "tasks in a ring": lambda n: f"- Task {n}: T (after Task {n + 1})" if n else "### Track A: One",
    "tracks": lambda n: f"### Track T{n}: Title",
    "brackets": lambda n: "- [ ] " + "(" * 200,
    "stars": lambda n: "**" * 100 + "x",
    "table rows": lambda n: "| A.1 | `x|" + "|" * 60 if n > 1 else ["| ID | Task | Status |", "|---|---|---|"][n],
    "one paragraph": lambda n: "word " * 20,
}  # fmt: skip


@pytest.mark.parametrize("name", HUGE)
def test_ten_megabytes_are_read_in_bounded_time(name: str) -> None:
    started = time.monotonic()
    document = read_document(repeated(HUGE[name]))
    assert document.digest
    assert time.monotonic() - started < 100


def test_ten_megabytes_of_short_lines_are_no_plan() -> None:
    with pytest.raises(Unreadable, match="more than 50,000 lines") as refusal:
        read_document(b"- a\n" * 60_000)
    assert refusal.value.line == MOST_LINES + 1


def test_reading_twice_gives_the_same() -> None:
    assert ours("ferry_tracks.md") == ours("ferry_tracks.md")
