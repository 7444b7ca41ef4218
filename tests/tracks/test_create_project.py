"""Creating a project: once, with a name."""

from tests.support.given import PROJECT, given, given_nothing
from tracks.commands import CreateProject
from tracks.errors import InvalidField, ProjectExists
from tracks.events import ProjectCreated


def test_a_project_begins_with_its_creation() -> None:
    outcome = given_nothing().when(CreateProject, name="The site")
    outcome.then(ProjectCreated(slug=PROJECT, name="The site"))
    assert (outcome.plan.project, outcome.plan.name, outcome.plan.sequence) == (PROJECT, "The site", 1)


def test_a_project_is_created_once() -> None:
    given().when(CreateProject, name="Another").then_refused(ProjectExists, project=PROJECT)


def test_a_project_needs_a_name() -> None:
    given_nothing().when(CreateProject, name="  ").then_refused(InvalidField, field="name")


def test_a_projects_name_has_an_end() -> None:
    given_nothing().when(CreateProject, name="x" * 201).then_refused(InvalidField, field="name")
