"""Projects: those one may see, a new one, and one with how far it is."""

from typing import Annotated

from django.http import HttpResponse
from msgspec import Meta

from coordinator.access.models import Token
from coordinator.access.permissions import allows, visible_projects
from coordinator.api.auth import Caller
from coordinator.api.door import Ask, Door, address, answer, operation, told
from coordinator.api.reading import Name, Strict
from coordinator.api.rows import At, moment
from coordinator.api.wire.projects import Project, ProjectList, draw_project
from coordinator.projector import summary_row
from tracks import errors
from tracks.commands import CreateProject
from tracks.models import ProjectSummary

Slug = Annotated[
    str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,59}$(?!\n)", description="Letters, digits, - and _, at most 60 of them.")
]


class NewProject(Strict):
    slug: Slug
    name: Name


class Projects(Door):
    @operation("List the projects you may see", answers={200: (ProjectList, "By slug.")})
    def get(self, ask: Ask) -> HttpResponse:
        heads = list(visible_projects(ask.caller.who))
        rows = {row["project_id"]: row for row in ProjectSummary.objects.filter(project__in=heads).values()}
        drawn = [draw_project(rows[head.pk], head.sequence, head.log_id) for head in heads if head.pk in rows]
        return answer(ProjectList(drawn))

    @operation(
        "Create a project", body=NewProject, answers={201: (Project, "It is there, and empty.")},
        refusals=(errors.ProjectExists,), example={"slug": "web", "name": "The web pages"},
    )
    def post(self, ask: Ask) -> HttpResponse:
        if not may_create(ask.caller):
            raise errors.NotAllowed(actor=ask.caller.actor, role="operator of every project")
        receipt = ask.tell(CreateProject(project=ask.body.slug, name=ask.body.name))
        project = draw_project(summary_row(receipt.plan), receipt.sequence, receipt.head.log_id)
        return told(receipt, project, 201, Location=address(ask, ask.body.slug))


class OneProject(Door):
    @operation("Read how far a project is", query=At, answers={200: (Project, "The project.")})
    def get(self, ask: Ask) -> HttpResponse:
        head = ask.head()
        place = moment(head, ask.query.at)
        row = place.summary()
        if row is None:
            raise errors.UnknownProject(project=ask.project)
        return answer(draw_project(row, place.sequence, head.log_id))


def may_create(caller: Caller) -> bool:
    """Whoever could work on every project: a superuser, or the holder of an operator's token for all of them."""
    who = caller.who
    if isinstance(who, Token):
        return who.project_id is None and not who.agent and allows(who.role, "operate")
    return bool(getattr(who, "is_superuser", False))
