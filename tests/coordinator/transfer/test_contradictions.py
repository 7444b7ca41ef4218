"""What a document cannot mean as it stands: circles, dangling names, keys used twice. Told with the line, never guessed."""

from tests.support.reading import needs, notes, read, reasons, task, track
from tracks.document import IN_PROGRESS, NOT_STARTED


def test_a_circle_is_spelled_out_and_its_last_edge_left_out() -> None:
    plan = read("""\
        ### Track A: One
        1. **A.1** First (after A.2)
        2. **A.2** Second (after A.1)
        """)
    assert needs(plan) == {("task/A.1", "task/A.2")}
    assert [(one.line, one.severity, one.reason) for one in plan.problems] == [
        (3, "error", "This closes a circle: A.2 -> A.1 -> A.2; the dependency is left out")
    ]


def test_a_circle_through_a_whole_track_is_found() -> None:
    plan = read("""\
        ### Track A: One
        **Dependencies**: B.1
        1. **A.1** First
        ### Track B: Two
        **Dependencies**: Track A
        1. **B.1** Second
        """)
    assert needs(plan) == {("track/A", "task/B.1")}
    assert "This closes a circle: B -> A -> B.1 -> B; the dependency is left out" in reasons(plan, "error")


def test_nothing_waits_for_itself() -> None:
    plan = read("""\
        ### Track A: One
        1. **A.1** First (after A.1)
        """)
    assert needs(plan) == set()
    assert reasons(plan, "error") == ["A.1 cannot wait for itself; left out"]


def test_a_dangling_name_is_told_and_kept() -> None:
    plan = read("""\
        ### Track A: One
        **Status**: Blocked by Track Q
        1. **A.1** First
        #### Dependencies
        - Track Z (missing)
        """)
    assert needs(plan) == set()
    assert [(one.line, one.severity) for one in plan.problems] == [(2, "warning"), (5, "warning")]
    assert "Track Z (missing)" in track(plan, "A").notes


def test_the_same_dependency_said_twice_counts_once() -> None:
    plan = read("""\
        ### Track A: One
        1. **A.1** First
        ### Track B: Two
        1. **B.1** Second
        #### Dependencies
        - Track A
        - Track A (again)
        """)
    assert len(plan.dependencies) == 1
    assert reasons(plan) == ["The same dependency stands in line 6 already"]


def test_the_second_track_of_a_key_is_an_error_and_kept_as_a_note() -> None:
    plan = read("""\
        ## Tracks
        ### Track A: One
        1. **A.1** First
        ### Track A: Another
        **Owner**: Coder Agent
        1. **A.2** Second
        """)
    assert [(one.key, one.title) for one in plan.tracks] == [("A", "One")]
    assert [one.key for one in plan.tasks] == ["A.1"]
    assert [(one.line, one.severity) for one in plan.problems] == [(4, "error")]
    assert "Another" in notes(plan, "note")[0] and "A.2 Second" in notes(plan, "note")[0]


def test_the_second_task_of_a_key_is_an_error_and_kept_as_a_note() -> None:
    plan = read("""\
        ### Track A: One
        1. **A.1** First
        2. **A.1** Second
           - with a step
        """)
    assert task(plan, "A.1").title == "First"
    assert reasons(plan, "error") == ["A task “A.1” stands in line 2 already; this one is kept as a note"]
    assert notes(plan, "note") == ["A.1 Second\n- with a step"]


def test_a_track_may_come_back_in_a_report() -> None:
    plan = read("""\
        ## Tracks
        ### Track A: One
        1. **A.1** First
        ## Current Status (2026-01-05)
        ### Track A: One
        - Half of it runs
        """)
    assert len(plan.tracks) == 1
    assert reasons(plan) == []
    assert [(note.text, note.about) for note in plan.notes if note.kind == "progress"] == [("Half of it runs", "track/A")]


def test_an_unknown_status_is_a_warning_and_not_done() -> None:
    plan = read("""\
        ### Track A: One
        **Status**: Frobnicated
        - **Task 1**: First
          - ✅ 1.1: Fine (completed)
          - ✅ 1.2: Odd (frobnicated)
          - 1.3: Odd too (whatever)
        """)
    assert (track(plan, "A").status, track(plan, "A").status_word) == (NOT_STARTED, "Frobnicated")
    assert (task(plan, "1.2").status, task(plan, "1.2").title) == (IN_PROGRESS, "Odd")
    assert task(plan, "1.3").status == NOT_STARTED
    assert len(reasons(plan, "warning")) == 3


def test_a_legend_is_no_status() -> None:
    plan = read("""\
        ### Track A: One
        **Status**: 🟢 On track / 🟡 At risk / 🔴 Blocked
        - **Task 1**: First

        ## Legend
        - ✅ Done
        - 🔄 In progress
        """)
    assert track(plan, "A").status == NOT_STARTED
    assert [one.key for one in plan.tasks] == ["1"]
    assert notes(plan, "note") == ["✅ Done", "🔄 In progress"]


def test_a_task_said_to_be_done_with_open_subtasks_is_told() -> None:
    plan = read("""\
        ### Track A: One
        - ✅ **Task 1**: First
          - 1.1: Open (pending)
        """)
    assert reasons(plan, "warning") == ["Task 1 is said to be done, but 1.1 below it is open"]


def test_a_row_about_an_unknown_track_is_told_and_kept() -> None:
    plan = read("""\
        ### Track A: One
        1. **A.1** First
        ## Progress
        | Track | Status |
        |---|---|
        | Q | Done |
        """)
    assert reasons(plan, "warning") == ["There is no track “Q” in this document; the row is kept as a note"]
    assert "Q | Done" in notes(plan, "note")
