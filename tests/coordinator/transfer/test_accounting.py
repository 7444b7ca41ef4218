"""Nothing is dropped in silence: every line is in an entry, or kept in a note."""

from pathlib import Path

import pytest

from coordinator.transfer import read_document
from coordinator.transfer.decode import decode
from coordinator.transfer.inline import folded
from coordinator.transfer.markdown.columns import COLUMNS
from coordinator.transfer.markdown.labels import ROLES
from coordinator.transfer.markdown.lines import HEADING, RULE, cells
from tests.support.reading import DOCUMENTS, all_words, notes, read, words

# Labels and column heads become the names of fields, so their own words need not stand anywhere.
NAMES_OF_FIELDS = {word for name in (*ROLES, *COLUMNS) for word in words(folded(name))}
NAMES_OF_FIELDS |= {"assigned", "current", "key", "active"}

UNKNOWN = """\
# Plan

An introduction.

## Weather in the harbour

Mostly windy.
- gusts
  - of forty knots

| Wind | Force |
|------|-------|
| West | 8 |

> quoted words

### Track A: One

Words between.

1. **A.1** First
   Words below the task.

   ```sh
   make harbour
   ```

<!-- a remark for nobody -->

***

## Closing time

Six o'clock
"""


def lines_with_content(content: bytes) -> list[str]:
    lines = decode(content).lines
    return [line for line in lines if line.strip() and not RULE.match(line) and not HEADING.match(line) and any(cells(line))]


@pytest.mark.parametrize("path", sorted(DOCUMENTS.iterdir()), ids=lambda path: path.name)
def test_every_word_of_our_documents_is_in_an_entry_or_a_note(path: Path) -> None:
    kept = all_words(read_document(path.read_bytes()))
    lost = {word for line in lines_with_content(path.read_bytes()) for word in words(line)} - kept - NAMES_OF_FIELDS
    assert lost == set()


def test_every_word_is_kept_where_no_rule_knows_the_section() -> None:
    document = read(UNKNOWN)
    wanted = {word for line in lines_with_content(UNKNOWN.encode()) for word in words(line)}
    assert wanted - all_words(document) == set()


def test_lines_that_no_rule_knows_are_kept_below_their_heading_and_told() -> None:
    document = read(UNKNOWN)
    assert "## Weather in the harbour\nMostly windy.\n- gusts\n  - of forty knots" in notes(document, "unread")
    assert "## Closing time\nSix o'clock" in notes(document, "unread")
    told = [problem for problem in document.problems if "not understood" in problem.reason]
    assert {problem.severity for problem in told} == {"info"}
    assert [problem.line for problem in told][0] == 7


def test_words_inside_a_track_or_task_stay_with_it() -> None:
    document = read(UNKNOWN)
    assert document.tracks[0].notes == "Words between."
    assert document.tasks[0].title == "First Words below the task."
    assert any("make harbour" in note.text and note.about == "task/A.1" for note in document.notes)


def test_a_heading_with_nothing_below_it_is_kept() -> None:
    assert notes(read("# Plan\n\n## To be written\n"), "unread") == ["## To be written"]


def test_an_unknown_label_is_kept_with_whose_it_is() -> None:
    document = read("""\
        ### Track A: One
        **Branch**: feature/one
        **Motto**:
        - Keep it small
        1. **A.1** First
           - **Goal**: A goal
        """)
    assert document.tracks[0].notes == "Branch: feature/one\nMotto:\nKeep it small"
    assert document.tasks[0].notes == "Goal: A goal"
