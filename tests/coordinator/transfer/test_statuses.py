"""Status words in many tongues, boxes and emoji. An unknown word is never taken for done."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordinator.transfer.status_words import EMOJI, MEANING
from coordinator.transfer.statuses import read_mark, read_percent, read_status, trailing_status
from tracks.document import BLOCKED, CANCELLED, DEFERRED, DONE, FAILED, IN_PROGRESS, IN_REVIEW, NOT_STARTED


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Ready to Start", NOT_STARTED),
        ("[Not Started]", NOT_STARTED),
        ("❌ Not started", NOT_STARTED),
        ("incomplete", NOT_STARTED),
        ("Noch nicht begonnen", NOT_STARTED),
        ("in_progress", IN_PROGRESS),
        ("In-Progress", IN_PROGRESS),
        ("🟡 In Progress (docs complete)", IN_PROGRESS),
        ("⏳ In Progress", IN_PROGRESS),
        ("almost done", IN_PROGRESS),
        ("85-90% complete", IN_PROGRESS),
        ("215/255 tasks (84%)", IN_PROGRESS),
        ("进行中", IN_PROGRESS),
        ("Under review", IN_REVIEW),
        ("✅ COMPLETE (Oct 20)", DONE),
        ("COMPLETED by Agent 1 at 2025-06-25T22:41:00Z", DONE),
        ("[x] Completed (2025-12-11)", DONE),
        ("DONE 2026-04-24 Claude", DONE),
        ("**Done**", DONE),
        ("Fully implemented", DONE),
        ("Erledigt", DONE),
        ("готово", DONE),
        ("完成", DONE),
        ("✅", DONE),
        ("100%", DONE),
        ("Blocked by Track B.2, B.3", BLOCKED),
        ("⏸️ Start when Track 1 or 2 is 50% done", BLOCKED),
        ("Blockiert durch Spur B.1", BLOCKED),
        ("Failed", FAILED),
        ("won't do", CANCELLED),
        ("🔄 Deferred to Phase 2", DEFERRED),
    ],
)
def test_a_known_status_is_read(text: str, status: str) -> None:
    found = read_status(text)
    assert found and found.known
    assert found.status == status


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("DONE — needs re-verification", IN_REVIEW),
        ("Fertig, aber Tests offen", IN_REVIEW),
        ("Complete (85%)", IN_PROGRESS),
        ("🔄 Completed", IN_PROGRESS),
        ("✅ In progress", IN_PROGRESS),
        ("Refactoring the parser", IN_PROGRESS),
    ],
)
def test_a_doubtful_status_is_read_and_told(text: str, status: str) -> None:
    found = read_status(text)
    assert found and found.status == status
    assert found.doubt


@pytest.mark.parametrize("text", ["Frobnicated", "Undone", "Done when tests pass", "Complete metrics export", "✅ frobnicated"])
def test_an_unknown_word_is_not_started_and_told(text: str) -> None:
    found = read_status(text)
    assert found and not found.known
    assert found.status == NOT_STARTED
    assert "not a status we know" in found.doubt


@pytest.mark.parametrize(
    "text",
    ["🟢 On Track / 🟡 At Risk / 🔴 Blocked", "Not Started | In Progress | Done", "{{STATUS}}", "<status>", "[TASK_STATUS]"],
)
def test_a_legend_or_template_is_no_status(text: str) -> None:
    found = read_status(text)
    assert found and not found.known
    assert found.status == NOT_STARTED


@pytest.mark.parametrize("text", ["", "-", "N/A", "TBD", "none", "🎯"])
def test_some_values_say_nothing(text: str) -> None:
    assert read_status(text) is None


@given(st.text(alphabet=st.characters(categories=["Lu", "Ll"]), min_size=1, max_size=20))
def test_no_invented_word_is_done(word: str) -> None:
    found = read_status(word)
    if found and found.status == DONE:
        assert any(word.casefold().startswith(known) for known, status in MEANING.items() if status == DONE)


def test_a_mark_is_taken_off_the_line() -> None:
    assert read_mark("[x] ✅ Title").rest == "Title"
    assert read_mark("🔄 Title").status == IN_PROGRESS
    assert read_mark("🎯 Title").status is None
    assert read_mark("[?] Title").doubt


def test_a_status_behind_a_title_is_taken_off() -> None:
    assert trailing_status("Index the articles (completed)")[0] == "Index the articles"
    assert trailing_status("Write docs ✅ DONE")[0] == "Write docs"
    assert trailing_status("Search page (new)") == ("Search page (new)", None)


def test_a_percentage_is_read_from_words_and_counters() -> None:
    assert (read_percent("85-90% there"), read_percent("5/8 tasks"), read_percent("soon")) == (85, 62, None)


def test_every_emoji_means_one_thing() -> None:
    assert all(len(emoji) == 1 for emoji in EMOJI)
