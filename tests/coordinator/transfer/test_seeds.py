"""The three documents the product exists to replace, read line by line. Skipped where they do not lie beside the checkout."""

import pytest

from coordinator.transfer import read_document
from tests.support.reading import all_words, needs, notes, reasons, seed, task, track, words
from tracks.document import DONE, IN_PROGRESS, NOT_STARTED, Document


@pytest.fixture(scope="module")
def status() -> Document:
    return read_document(seed("000"))


@pytest.fixture(scope="module")
def sessions() -> Document:
    return read_document(seed("001"))


@pytest.fixture(scope="module")
def tracks() -> Document:
    return read_document(seed("004"))


def test_the_tracks_are_whole(tracks: Document) -> None:
    assert tracks.counts() == {
        "tracks": 7, "tasks": 26, "subtasks": 0, "steps": 83, "agents": 3, "dependencies": 8, "sync_points": 4,
        "conflict_areas": 3, "integration_points": 0, "deliverables": 20,
    }  # fmt: skip
    assert needs(tracks) == {
        ("track/C", "track/A"), ("track/C", "task/B.1"),
        ("track/D", "task/B.2"), ("track/D", "task/B.3"), ("track/D", "track/C"),
        ("track/E", "track/D"), ("track/F", "track/E"), ("track/G", "track/B"),
    }  # fmt: skip


def test_the_schedule_sync_points_and_conflicts_of_the_tracks(tracks: Document) -> None:
    assert [one.weeks for one in tracks.tracks] == [(1,), (1,), (2,), (3,), (4,), (4,), (2,)]
    assert [one.key for one in tracks.tasks if not one.parallel] == ["E.1", "E.2", "E.3", "E.4"]
    assert track(tracks, "C").parallelizable == "Yes (with A)"
    assert [(point.key, point.after) for point in tracks.sync_points] == [
        ("1", ("track/A", "track/B")),
        ("2", ("track/C",)),
        ("3", ("track/D",)),
        ("4", ("track/E",)),
    ]
    assert [area.first for area in tracks.conflict_areas] == ["B", "B", "D"]
    assert [(agent.name, agent.tracks) for agent in tracks.agents] == [
        ("Infra Agent", ("A",)),
        ("Coder Agent", ("B", "C", "G")),
        ("Architect Agent", ("D", "E", "F")),
    ]


def test_what_the_tracks_say_of_themselves_is_compared(tracks: Document) -> None:
    assert "The drawing shows B after A, but B says “None (can start immediately)”; not taken over" in reasons(tracks)
    assert {problem.severity for problem in tracks.problems} == {"info"}
    assert notes(tracks, "unread") == []


def test_the_instances_and_their_tasks(status: Document) -> None:
    assert [(one.key, one.owner) for one in status.tracks] == [
        ("Main", "Main Instance"),
        ("2", "Instance 2"),
        ("3", "Instance 3"),
        ("4", "Instance 4"),
    ]
    assert (status.counts()["tasks"], status.counts()["subtasks"], len(status.repairs)) == (12, 22, 36)
    assert [task(status, f"21.{n}").status for n in range(1, 8)] == [DONE] * 3 + [IN_PROGRESS] * 2 + [NOT_STARTED] * 2
    assert [task(status, key).status for key in ("15", "16", "18", "21", "32")] == [IN_PROGRESS] * 5
    assert [(step.text, step.done) for step in task(status, "18").steps] == [("CLI structure implemented", True)]
    assert needs(status) == {("task/17", "task/16")}
    assert (task(status, "26").track, task(status, "25").priority) == ("", "high")
    assert "The document says 18/32; we count 2/12 tasks" in reasons(status)
    assert [point.parties for point in status.integration_points] == [
        ("track/2", "track/3"),
        ("track/4",),
        ("track/2", "track/3"),
        ("track/3", "track/2", "track/4"),
    ]


def test_the_sessions_and_their_helpers(sessions: Document) -> None:
    assert [agent.name for agent in sessions.agents] == [
        "Main Instance",
        "Instance 2",
        "Instance 3",
        "Instance 4",
        "Instance 2-A",
        "Instance 2-B",
        "Instance 2-C",
    ]
    assert len(sessions.repairs) == 27
    assert needs(sessions) == {("task/6", "task/2"), ("task/7", "task/3"), ("task/10", "task/4")}
    assert {one.key for one in sessions.tasks if one.parent == "32"} == {f"32.{n}" for n in range(1, 9)}
    assert [task(sessions, key).track for key in ("5", "12", "13", "32")] == ["Main", "3", "4", "Main"]
    assert (task(sessions, "7").status, task(sessions, "12").status) == (DONE, DONE)
    assert "Main Instance Achievements: ✅ Total errors reduced from 223 → 200" in notes(sessions, "measurement")


@pytest.mark.parametrize("number", ["000", "001", "004"])
def test_no_word_of_a_real_document_is_lost(number: str) -> None:
    document = read_document(seed(number))
    kept = all_words(document)
    headings = set(words("Role Focus Areas Current Assigned Key Files Owner Primary Directory Active Parallelizable"))
    headings |= set(words("Area Resolution Completion Blockers Version Date Changes"))
    text = seed(number).decode()
    lost = {
        word
        for line in text.splitlines()
        if not line.startswith("#")
        for word in words(line)
        if word.isascii() and word not in kept | headings
    }
    assert lost == set()
