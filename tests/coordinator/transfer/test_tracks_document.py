"""A document of tracks: who owns what, what waits for what, where the tracks meet."""

import pytest

from tests.support.reading import needs, notes, ours, read, reasons, task, track
from tracks.document import BLOCKED, NOT_STARTED, Document


@pytest.fixture(scope="module")
def ferry() -> Document:
    return ours("ferry_tracks.md")


def test_everything_is_counted(ferry: Document) -> None:
    assert ferry.counts() == {
        "tracks": 5, "tasks": 11, "subtasks": 0, "steps": 16, "agents": 3, "dependencies": 6, "sync_points": 3,
        "conflict_areas": 2, "integration_points": 0, "deliverables": 6,
    }  # fmt: skip


def test_a_track_has_focus_owner_and_status_in_its_own_words(ferry: Document) -> None:
    mooring = track(ferry, "M")
    assert (mooring.title, mooring.focus, mooring.owner) == (
        "Mooring Clients",
        "clients of the harbour services",
        "Builder Agent",
    )
    assert (mooring.status_word, mooring.status, mooring.line) == ("Blocked by Track K.1", BLOCKED, 66)
    assert track(ferry, "S").status == NOT_STARTED


def test_a_task_has_its_steps_and_lines(ferry: Document) -> None:
    first = task(ferry, "H.1")
    assert (first.title, first.track, first.line) == ("Bring up the compose stack", "H", 19)
    assert [(step.text, step.line) for step in first.steps] == [("Start every container", 20), ("Probe each of them", 21)]


def test_dependencies_lead_to_the_very_items(ferry: Document) -> None:
    assert needs(ferry) == {
        ("track/M", "track/H"), ("track/M", "task/K.1"),
        ("track/P", "task/K.2"), ("track/P", "task/K.3"), ("track/P", "track/M"),
        ("track/S", "track/K"),
    }  # fmt: skip


def test_the_schedule_gives_weeks_and_what_runs_in_parallel(ferry: Document) -> None:
    assert [track(ferry, key).weeks for key in "HMP"] == [(1,), (2,), (3,)]
    assert track(ferry, "M").parallelizable == "Yes (with H)"
    assert not task(ferry, "P.1").parallel
    assert task(ferry, "K.1").parallel


def test_sync_points_say_what_they_come_after(ferry: Document) -> None:
    assert [(point.key, point.after) for point in ferry.sync_points] == [
        ("1", ("track/H", "track/K")),
        ("2", ("track/M",)),
        ("3", ("track/P",)),
    ]
    assert ferry.sync_points[0].check == "The package runs in a container"


def test_conflict_areas_say_who_goes_first(ferry: Document) -> None:
    assert [(area.area, area.tracks, area.first) for area in ferry.conflict_areas] == [
        ("Settings file", ("K", "M", "P"), "K"),
        ("Ticket format", ("M", "P"), "P"),
    ]


def test_agents_come_from_the_scenario_about_agents(ferry: Document) -> None:
    assert [(agent.name, agent.tracks) for agent in ferry.agents] == [
        ("Harbour Agent", ("H",)),
        ("Builder Agent", ("K", "M", "S")),
        ("Painter Agent", ("P",)),
    ]


def test_every_scenario_is_an_allocation(ferry: Document) -> None:
    assert [(one.scenario, one.who, one.tracks) for one in ferry.allocations] == [
        ("If Single Developer", "Single Developer", ("H", "K", "M", "P", "S")),
        ("If Multiple Developers", "Dev 1", ("H", "M")),
        ("If Multiple Developers", "Dev 2", ("K", "P")),
        ("If Multiple Developers", "Dev 3", ("S",)),
        ("If Using AI Agents", "Harbour Agent", ("H",)),
        ("If Using AI Agents", "Builder Agent", ("K", "M", "S")),
        ("If Using AI Agents", "Painter Agent", ("P",)),
    ]


def test_differences_to_the_progress_table_are_told(ferry: Document) -> None:
    told = [(problem.line, problem.reason) for problem in ferry.problems if problem.line > 200]
    assert told == [
        (223, "The table gives Track K 20 % (we count 0 %)"),
        (225, "The table gives Track P no mention of M among its blockers"),
        (226, "The table gives Track S the status Blocked (elsewhere: Ready to Start (after Track K))"),
    ]
    assert {problem.severity for problem in ferry.problems} == {"info"}


def test_an_arrow_that_nothing_declares_is_told_and_not_taken(ferry: Document) -> None:
    drawing = [problem.reason for problem in ferry.problems if "drawing" in problem.reason]
    assert drawing == ["The drawing shows K after H, but K says “None (can start immediately)”; not taken over"]
    assert ("track/K", "track/H") not in needs(ferry)


def test_overview_drawing_and_history_are_kept(ferry: Document) -> None:
    assert notes(ferry, "overview")[0].startswith("Five streams of work")
    assert "Track K (Kernel) ──" in notes(ferry, "note")[0]
    assert [(note.text, note.date) for note in ferry.notes if note.kind == "history"] == [
        ("1.0: First cut of the tracks", "2026-02-01")
    ]
    assert notes(ferry, "unread") == []


def test_a_status_adds_a_dependency_that_is_declared_nowhere() -> None:
    plan = read("""\
        ### Track A: One
        **Status**: Ready
        1. **A.1** First
        ### Track B: Two
        **Status**: Blocked by Track A.1
        1. **B.1** Second
        ### Track C: Three
        **Status**: Ready to start (after Track B)
        1. **C.1** Third
        """)
    assert needs(plan) == {("track/B", "task/A.1"), ("track/C", "track/B")}


def test_a_table_of_blockers_counts_where_a_track_declares_nothing() -> None:
    plan = read("""\
        ### Track A: One
        1. **A.1** First
        ### Track B: Two
        1. **B.1** Second
        ## Progress
        | Track | Status | Blockers |
        |---|---|---|
        | B | Blocked | A |
        """)
    assert needs(plan) == {("track/B", "track/A")}
    assert track(plan, "B").status == BLOCKED


def test_an_owner_who_is_an_agent_becomes_one_without_any_allocation() -> None:
    plan = read("""\
        ### Track A: One
        **Owner**: Coder Agent / Operations
        1. **A.1** First
        """)
    assert [(agent.name, agent.tracks) for agent in plan.agents] == [("Coder Agent", ("A",))]


def test_an_allocation_that_says_otherwise_than_the_owner_is_told() -> None:
    plan = read("""\
        ### Track A: One
        **Owner**: Coder Agent
        1. **A.1** First
        ### Track B: Two
        **Owner**: Coder Agent
        1. **B.1** Second
        ## Resource Allocation
        ### If Using AI Agents
        - **Coder Agent**: Track A
        """)
    assert reasons(plan) == ["Track B is owned by Coder Agent here, but line 9 does not allocate it so"]
