"""A project gets another name, is archived so that it can only be read, and comes back."""

from typing import Any

import pytest

from tests.support.given import claimed, given, task
from tests.tracks.test_rollback import after, rolled_back
from tracks import commands as c
from tracks import events as e
from tracks.errors import InvalidField, LeasesAreLive, NotAllowed, PlanMoved, ProjectIsArchived

archived = e.ProjectArchived(reason="done")


def test_another_name_is_a_fact_and_the_short_one_stays() -> None:
    outcome = given().when(c.RenameProject, operator=True, name="The new site")
    outcome.then(e.ProjectRenamed(name="The new site"))
    assert (outcome.plan.name, outcome.plan.project) == ("The new site", "site")
    given().when(c.RenameProject, operator=True, name="The site").then_nothing()
    given().when(c.RenameProject, operator=True, name=" ").then_refused(InvalidField)
    given().when(c.RenameProject, operator=True, name="New", expected_head=1).then_refused(PlanMoved)


def test_a_rollback_gives_the_old_name_back() -> None:
    then = given(task("1")).plan
    now = after(then, [e.ProjectRenamed(name="Other")])
    assert after(now, rolled_back(now, then)).name == "The site"
    assert rolled_back(now, then, only=("task/1",)) == []


@pytest.mark.parametrize("command", [c.RenameProject, c.ArchiveProject, c.UnarchiveProject])
def test_only_people_do_this(command: type) -> None:
    fields: dict[str, Any] = {"name": "N"} if command is c.RenameProject else {}
    given(archived).when(command, **fields).then_refused(NotAllowed)


def test_an_archived_project_can_only_be_read() -> None:
    there = given(task("1")).when(c.ArchiveProject, operator=True, reason="done").then(archived)
    assert there.plan.archived_at
    for command, fields in (
        (c.AddTask, {"key": "2", "title": "T"}), (c.ClaimTask, {"key": "1", "agent": "ada"}), (c.Rollback, {"to": 1}),
    ):
        there.when(command, operator=True, **fields).then_refused(ProjectIsArchived, project="site")
    there.when(c.ArchiveProject, operator=True).then_nothing()


def test_it_comes_back_as_it_was() -> None:
    before = given(task("1"))
    there = given(task("1"), archived).when(c.UnarchiveProject, operator=True).then(e.ProjectUnarchived())
    assert there.plan.archived_at is None and there.plan.tasks == before.plan.tasks
    there.when(c.AddTask, operator=True, key="2", title="T").then(task("2", title="T", track=""))
    before.when(c.UnarchiveProject, operator=True).then_nothing()


def test_while_somebody_works_it_is_archived_only_if_told() -> None:
    held = given(task("1"), claimed("1"))
    held.when(c.ArchiveProject, operator=True).then_refused(LeasesAreLive, tasks="1")
    released = e.TaskReleased(key="1", reason="the project was archived")
    outcome = held.when(c.ArchiveProject, operator=True, despite_leases=True)
    outcome.then(released, e.ProjectArchived())
    assert outcome.task("1").lease is None
    given(task("1"), claimed("1"), released, archived).when(c.CompleteTask, key="1", fence=6).then_refused(ProjectIsArchived)
