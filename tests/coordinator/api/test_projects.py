"""Projects: those one may see, a new one, one with how far it is."""

import pytest

from coordinator.eventlog.models import LogHead
from tests.support.api import Api, assert_problem, head_of
from tests.support.world import a_task, a_track, by_holder, claimed
from tracks.commands import CompleteTask


def test_a_new_project_is_there_and_empty(maria: Api) -> None:
    answer = maria.post("/api/v1/projects", {"slug": "docs", "name": "The docs"})
    assert answer.status_code == 201
    project = answer.json()
    assert (project["slug"], project["name"], project["head"], project["percent"]) == ("docs", "The docs", 1, 0)
    assert project["counts"]["total"] == project["subtask_counts"]["total"] == 0
    assert project["log_id"] == LogHead.objects.get(project="docs").log_id
    assert project.items() <= maria.get(answer.headers["Location"]).json().items()
    assert project in maria.get("/api/v1/projects").json()["projects"]


def test_a_project_counts_its_tasks_and_subtasks_apart(maria: Api) -> None:
    a_task("A.1")
    a_task("A.1.1", parent="A.1")
    a_task("A.2")
    maria.post("tasks/A.2/cancel", {})
    project = maria.get().json()
    assert (project["counts"]["total"], project["counts"]["cancelled"], project["subtask_counts"]["ready"]) == (2, 1, 1)
    assert project["head"] == head_of()


def test_a_project_says_how_far_it_is_what_presses_and_what_nobody_has(maria: Api, ada: Api) -> None:
    a_track("A", owner="maria")
    a_task("A.1", track="A", priority="high")
    a_task("A.2")
    a_task("A.2.1", parent="A.2", priority="critical")
    a_task("A.2.2", parent="A.2", assignee="ada", priority="low")
    a_task("A.3")
    by_holder(CompleteTask, "A.3", claimed("A.3"))
    before = head_of()
    project = maria.get().json()
    assert project["completion"] == {
        "tasks": {"done": 1, "of": 3, "percent": "33.33"}, "subtasks": {"done": 0, "of": 2, "percent": "0"}
    }
    assert project["high_priority_pending"] == {"count": 2, "tasks": ["A.1", "A.2.1"]}
    assert project["unassigned"] == {"count": 1, "tasks": ["A.2.1"]}
    claimed("A.2.1")
    assert maria.get().json()["unassigned"] == {"count": 0, "tasks": []}
    assert maria.get(at=before).json() == project


def test_a_slug_is_taken_once(maria: Api) -> None:
    before = head_of()
    assert_problem(maria.post("/api/v1/projects", {"slug": "web", "name": "Again"}), 409, "project_exists")
    assert head_of() == before


@pytest.mark.parametrize("slug", ["", "a b", "-a", "../x", "ä", "x" * 61, "a/b", "a\n", None, 7])
def test_a_slug_that_could_not_stand_in_an_address_is_refused(maria: Api, slug: object) -> None:
    problem = assert_problem(maria.post("/api/v1/projects", {"slug": slug, "name": "x"}), 422, "invalid_field")
    assert problem["errors"][0]["field"] == "slug"
    assert LogHead.objects.count() == 1


def test_a_project_without_a_name_is_refused_and_leaves_no_log(maria: Api) -> None:
    assert_problem(maria.post("/api/v1/projects", {"slug": "docs", "name": "  "}), 422, "invalid_field")
    assert not LogHead.objects.filter(project="docs").exists()
