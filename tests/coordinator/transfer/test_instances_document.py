"""A status document of instances, damaged on its way: every instance is an agent and a stream of work."""

import pytest

from tests.support.reading import needs, notes, ours, reasons, task, track
from tracks.document import DONE, IN_PROGRESS, NOT_STARTED, Document


@pytest.fixture(scope="module")
def newsroom() -> Document:
    return ours("newsroom_instances_cp1252.md")


def test_the_damage_is_repaired_and_told(newsroom: Document) -> None:
    assert len(newsroom.repairs) == 13
    first = newsroom.repairs[0]
    assert (first.line, first.after) == (12, "- ✅ Opened three instances")
    assert first.before.startswith("- âœ…")


def test_every_instance_is_an_agent_and_a_track(newsroom: Document) -> None:
    assert [(track.key, track.owner) for track in newsroom.tracks] == [
        ("Main", "Main Instance"),
        ("2", "Instance 2"),
        ("3", "Instance 3"),
    ]
    archive = newsroom.agents[1]
    assert (archive.name, archive.title, archive.tracks) == ("Instance 2", "Archive Specialist", ("2",))
    assert archive.focus == ("news-archive", "news-index", "search")
    assert archive.key_files == ("news-archive/src/search.rs", "Works with news-index/src/lib.rs")
    assert newsroom.agents[0].role == "Keeps the plan, merges the work"


def test_tasks_without_a_key_get_one_and_it_is_told(newsroom: Document) -> None:
    made = [(task(newsroom, key).title, task(newsroom, key).status) for key in ("Main.1", "Main.2")]
    assert made == [("Opened three instances", DONE), ("Watching the merges", IN_PROGRESS)]
    assert "2 tasks have no key in the document; called Main.1 to Main.2 here" in reasons(newsroom)


def test_subtasks_keep_their_states_and_order(newsroom: Document) -> None:
    below = [(one.key, one.status, one.title) for one in newsroom.tasks if one.parent == "41"]
    assert below == [
        ("41.1", DONE, "Index the articles"),
        ("41.2", IN_PROGRESS, "Rank the results"),
        ("41.3", NOT_STARTED, "Search page"),
    ]
    assert [one.key for one in newsroom.tasks if one.parent == "38"] == ["38.2", "38.1"]


def test_bullets_without_a_key_below_a_task_are_its_steps(newsroom: Document) -> None:
    assert [(step.text, step.done) for step in task(newsroom, "38").steps] == [("Canvas draws boxes", True)]
    assert [step.text for step in task(newsroom, "36").steps] == ["Export every desk", "Hook it to the old tool"]
    assert "🔄 Export every desk" in notes(newsroom, "progress")


def test_lists_by_status_say_how_tasks_stand(newsroom: Document) -> None:
    assert [task(newsroom, key).status for key in ("36", "38", "41")] == [IN_PROGRESS] * 3
    spelling = task(newsroom, "44")
    assert (spelling.status, spelling.priority, spelling.track, spelling.assignee) == (NOT_STARTED, "high", "", "")
    assert needs(newsroom) == {("task/43", "task/36")}


def test_integration_points_have_parties_and_items(newsroom: Document) -> None:
    assert [(point.title, point.parties) for point in newsroom.integration_points] == [
        ("Search ↔ Layout", ("track/2", "track/3")),
        ("Index ↔ Export", ("track/2",)),
        ("Login ↔ Everything", ("track/3", "track/2")),
    ]
    assert newsroom.integration_points[0].items == ("Results dragged onto a page",)


def test_its_counters_are_set_beside_ours(newsroom: Document) -> None:
    assert "The document says 9/18; we count 1/7 tasks" in reasons(newsroom, "info")
    assert "The document says 30/50; we count 1/5 subtasks" in reasons(newsroom, "info")
    assert len(notes(newsroom, "measurement")) == 2


def test_the_rest_is_kept_by_kind(newsroom: Document) -> None:
    assert notes(newsroom, "protocol")[0] == "Plan Updates: Every instance reports when a task is done"
    assert notes(newsroom, "risk") == ["Separate directories keep merges small"]
    assert notes(newsroom, "next_step") == ["Merge the index", "Try the preview on paper"]
    assert notes(newsroom, "criterion") == ["Every instance finishes its tasks", "Overall project completion > 75%"]
    assert notes(newsroom, "history") == ["Last Updated: 2026-01-20 08:30:00 UTC"]
    assert notes(newsroom, "unread") == []


def test_a_remark_behind_a_path_is_kept_with_the_track(newsroom: Document) -> None:
    assert track(newsroom, "2").key_files[0] == "news-archive/src/search.rs"
    assert "news-archive/src/search.rs: new" in track(newsroom, "2").notes
