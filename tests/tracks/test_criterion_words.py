"""What people write as success criteria: understood where there is no doubt, else left to a person."""

import pytest

from tests.support.given import given, track
from tracks.criterion import Criterion
from tracks.criterion_words import all_criteria, criterion_of, understood
from tracks.events import CriterionAdded, MeasurementRecorded, NoteAdded, NoteMarked


def meaning(text: str) -> tuple[str, str, str, str]:
    found = understood(text)
    return found.kind, found.of, found.comparison, found.value


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Overall project completion > 80%", ("completion", "tasks", ">", "80")),
        ("> 80% overall completion", ("completion", "tasks", ">", "80")),
        ("- **Overall completion:** at least 92.5 %.", ("completion", "tasks", ">=", "92.5")),
        ("90% project completion rate", ("completion", "tasks", ">=", "90")),
        ("More than 80% of all tasks are completed", ("completion", "tasks", ">", "80")),
        ("≥ 75 % of subtasks done", ("completion", "subtasks", ">=", "75")),
        ("All tasks completed", ("completion", "tasks", ">=", "100")),
        ("[ ] All tracks are done", ("completion", "tracks", ">=", "100")),
        ("Track B complete", ("completion", "track/B", ">=", "100")),
        ("All instances complete assigned tasks", ("assigned", "", "", "")),
        ("All agents have completed their assigned tasks", ("assigned", "", "", "")),
        ("No duplicate work or conflicts", ("no_duplicates", "", "", "")),
        ("Zero duplicate work", ("no_duplicates", "", "", "")),
        ("Integration points work seamlessly", ("integration_points", "", "", "integrated")),
        ("All critical integration points ready", ("integration_points", "", "", "ready")),
        ("All sync points are passed", ("sync_points", "", "", "")),
        ("No blocked tasks", ("no_blocked", "", "", "")),
        ("Zero compilation errors", ("metric", "compilation errors", "<=", "0")),
    ],
)
def test_what_leaves_no_doubt_is_understood(text: str, meant: tuple[str, str, str, str]) -> None:
    assert meaning(text) == meant


@pytest.mark.parametrize(
    "text",
    [
        "Test coverage > 80%",
        "All tests pass",
        "Unit test coverage >80% for anomaly.py (92%)",
        "Extension startup time reduced by 20%",
        "80% of users complete the tasks",
        "Overall project completion > 80% by Friday",
        "All tasks completed on time",
        "Integration points documented",
        "Components tested",
        "",
        "%",
        "completion",
    ],
)
def test_what_might_mean_something_else_is_left_to_a_person(text: str) -> None:
    assert meaning(text) == ("text", "", "", "")


def test_a_ticked_box_is_the_documents_word() -> None:
    assert (understood("[x] #1 Guide words appear").met, understood("[ ] Guide words appear").met) == (True, False)
    assert understood("[x] #1 Guide words appear").text == "Guide words appear"


def note(text: str, **fields: str) -> NoteAdded:
    return NoteAdded(key=fields.get("key", "n"), kind="criterion", text=text, position=1, about=fields.get("about", ""))


def told(*events: object) -> Criterion:
    plan = given(*events).plan
    return criterion_of(plan, plan.notes["n"])


def test_a_count_of_something_is_a_metric_once_it_is_measured() -> None:
    assert told(note("Zero compilation errors")).kind == "text"
    measured = told(note("Zero Compilation errors"), MeasurementRecorded(name="compilation errors", value="3"))
    assert (measured.kind, measured.of, measured.text) == ("metric", "compilation errors", "Zero Compilation errors")


def test_a_track_that_is_not_there_is_left_to_a_person() -> None:
    assert told(note("Track B complete")).kind == "text"
    assert told(track("B"), note("Track B complete")).of == "track/B"


def test_what_somebody_saw_of_a_text_is_kept() -> None:
    seen = told(note("People like it"), NoteMarked(key="n", state="met", owner="maria"))
    assert (seen.met, seen.by) == (True, "maria")


def test_what_a_task_shall_fulfil_is_no_criterion_of_the_project() -> None:
    stated = CriterionAdded(key="9", kind="no_blocked", text="", of="", comparison="", value="", position=9)
    plan = given(note("All tests pass"), note("One of a track", key="m", about="track/web"), stated).plan
    assert [one.key for one in all_criteria(plan)] == ["n", "9"]
