"""A plan with a diary of sessions: ranges of subtasks, helpers that come later, the newest word counts."""

import pytest

from tests.support.reading import needs, ours, read, reasons, task, track
from tracks.document import DONE, IN_PROGRESS, NOT_STARTED, Document


@pytest.fixture(scope="module")
def telescope() -> Document:
    return ours("telescope_sessions_macroman.md")


def test_mac_roman_damage_is_repaired(telescope: Document) -> None:
    assert telescope.repairs[0].how == "UTF-8 that had been read as Mac Roman"
    assert all("‚" not in repair.after for repair in telescope.repairs)


def test_a_range_is_written_out_as_subtasks(telescope: Document) -> None:
    below = [one for one in telescope.tasks if one.parent == "2"]
    assert [(one.key, one.title) for one in below] == [(f"2.{n}", f"Write the mount driver (2.{n})") for n in (1, 2, 3)]


def test_after_in_brackets_is_a_dependency(telescope: Document) -> None:
    assert needs(telescope) == {("task/6", "task/2")}
    assert task(telescope, "6").title == "Guide on a star"


def test_tasks_that_are_only_named_exist_and_are_told(telescope: Document) -> None:
    assert [task(telescope, key).track for key in ("5", "10", "11")] == ["Main"] * 3
    assert "These tasks are only named, never described: 5, 10, 11" in reasons(telescope, "info")


def test_the_nearer_claim_on_a_task_wins_and_the_other_is_told(telescope: Document) -> None:
    assert task(telescope, "9").track == "3"
    assert any(reason.startswith("Task 9 is given to Main Instance here and to Instance 3") for reason in reasons(telescope))


def test_a_track_without_a_title_is_called_by_its_role_or_focus(telescope: Document) -> None:
    assert [one.title for one in telescope.tracks] == ["Overall coordination", "Mount driver", "Camera driver"]
    assert track(telescope, "2").working_directory == "scope/mount/"


def test_helpers_of_a_status_section_are_agents_with_subtasks(telescope: Document) -> None:
    helper = next(agent for agent in telescope.agents if agent.name == "Instance 2-A")
    assert (helper.title, helper.focus, helper.tasks) == ("Frame Store", ("scope/frames/",), ("20.1", "20.2"))
    store = task(telescope, "20.1")
    assert (store.parent, store.track, store.status, store.assignee) == ("20", "Main", IN_PROGRESS, "Instance 2-A")


def test_progress_is_kept_by_date_and_measurements_apart(telescope: Document) -> None:
    measured = [(note.text, note.about, note.date) for note in telescope.notes if note.kind == "measurement"]
    assert measured == [
        ("Main Instance Achievements: ✅ Fixed the last linker errors (7 → 0)", "track/Main", "2026-03-03"),
        ("Main Instance Achievements: ✅ Warnings reduced from 120 → 80", "track/Main", "2026-03-03"),
        ("Main Instance Achievements: 📊 3/4 modules build", "track/Main", "2026-03-03"),
    ]
    remaining = next(note for note in telescope.notes if note.text.startswith("Remaining Work"))
    assert (remaining.about, remaining.kind) == ("track/2", "progress")


def test_a_completion_report_makes_its_tasks_done(telescope: Document) -> None:
    assert [task(telescope, key).status for key in ("3", "9")] == [DONE, DONE]
    assert task(telescope, "3.1").status == DONE
    assert "3.1 to 3.2 taken as done, because Task 3 is" in reasons(telescope, "info")
    assert task(telescope, "2.1").status == NOT_STARTED


def test_the_newest_dated_section_wins() -> None:
    plan = read("""\
        ### Instance 1: One
        **Tasks**:
        - **Task 1**: Build (in progress)
        ## Progress Updates
        ### 2026-01-03
        - **Task 1**: Completed
        ### 2026-01-02
        - **Task 1**: Failed
        """)
    assert task(plan, "1").status == DONE
    assert reasons(plan) == ["Task 1: “in progress” here, “Completed” in line 6; taken as done"]


def test_of_two_sessions_of_a_day_the_later_wins() -> None:
    plan = read("""\
        ### Instance 1: One
        - **Task 1**: Build
        ## Progress Updates
        ### 2026-01-03 (Session 2)
        - **Task 1**: Done
        ### 2026-01-03 (Session 1)
        - **Task 1**: Blocked
        """)
    assert task(plan, "1").status == DONE
    assert reasons(plan) == []


def test_a_list_that_contradicts_the_tasks_own_line_is_told() -> None:
    plan = read("""\
        ### Instance 1: One
        **Tasks**:
        - **Task 1**: Build (pending)
        ## Completed
        - **Task 1**: Build
        """)
    assert task(plan, "1").status == NOT_STARTED
    assert any("taken as todo" in reason for reason in reasons(plan))
