"""A document's own names become references, or are handed back as missing."""

import pytest

from coordinator.transfer.references import Names

NAMES = Names.of(
    [("A", ("Infrastructure",)), ("B", ("Core",)), ("2", ("Instance 2",))],
    [("A.1", ("Compose",)), ("B.1", ("Layout",)), ("B.2", ()), ("B.3", ()), ("2", ()), ("16", ())],
    ["1"],
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Track A (services running)", ["track/A"]),
        ("Track B.1 (project structure)", ["task/B.1"]),
        ("Track B.2, B.3", ["task/B.2", "task/B.3"]),
        ("A, B.1", ["track/A", "task/B.1"]),
        ("track A and b.1", ["track/A", "task/B.1"]),
        ("Task 2", ["task/2"]),
        ("Instance 2", ["track/2"]),
        ("dependent on Task 16", ["task/16"]),
        ("Sync point 1", ["sync/1"]),
        ("Tracks A–B", ["track/A", "track/B"]),
        ("Compose", ["task/A.1"]),
        ("Layout and Infrastructure", ["task/B.1", "track/A"]),
        ("A (running), B partially", ["track/A", "track/B"]),
    ],
)
def test_names_are_resolved(text: str, found: list[str]) -> None:
    assert list(NAMES.read(text).found) == found


@pytest.mark.parametrize("text", ["None (can start immediately)", "none", "-", "N/A", "Keine", "No dependencies", "nothing"])
def test_nothing_is_no_dependency(text: str) -> None:
    assert NAMES.read(text).nothing


@pytest.mark.parametrize("text", ["Track Z", "B.9", "Phase 2", "Legal"])
def test_what_is_not_there_is_handed_back(text: str) -> None:
    read = NAMES.read(text)
    assert (read.found, read.missing) == ((), (text,))


def test_a_bare_number_means_a_thing_of_the_same_kind_first() -> None:
    assert NAMES.read("2", "task/16").found == ("task/2",)
    assert NAMES.read("2", "track/A").found == ("track/2",)


def test_all_previous_ones_are_written_out() -> None:
    read = NAMES.read("All previous tasks", "task/B.2")
    assert read.found == ("task/A.1", "task/B.1")
    assert read.guessed
