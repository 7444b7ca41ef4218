"""Projects: those one may see, a new one, and one with how far it is."""

from typing import Annotated

from django.http import HttpResponse
from msgspec import Meta

from coordinator import plans
from coordinator.access.models import Token
from coordinator.access.permissions import allows, visible_projects
from coordinator.api.auth import Caller
from coordinator.api.door import Ask, Door, address, answer, operation, told
from coordinator.api.reading import Name, Strict, Text
from coordinator.api.rows import At, Brief, moment
from coordinator.api.versions import etag, expected
from coordinator.api.wire.projects import Project, ProjectInNumbers, ProjectList, draw_project, in_numbers
from coordinator.command_handler import Receipt
from coordinator.per_plan import once_per_plan
from coordinator.projector import summary_row
from tracks import errors
from tracks.commands import ArchiveProject, CreateProject, RenameProject, UnarchiveProject
from tracks.models import ProjectSummary
from tracks.standing import numbers

Slug = Annotated[
    str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,59}$(?!\n)", description="Letters, digits, - and _, at most 60 of them.")
]


class NewProject(Strict):
    slug: Slug
    name: Name


class Which(Brief):
    archived: Annotated[bool, Meta(description="Those that were archived, rather than those that go on.")] = False


class ProjectEdit(Strict):
    name: Name


class Archiving(Strict):
    reason: Text = ""
    despite_leases: Annotated[bool, Meta(description="Also while somebody works in it; their leases end.")] = False


class Projects(Door):
    @operation(
        "List the projects you may see, without or only the archived ones", query=Which,
        answers={200: (ProjectList, "By slug.")},
    )
    def get(self, ask: Ask) -> HttpResponse:
        heads = list(visible_projects(ask.caller.who))
        summaries = ProjectSummary.objects.filter(project__in=heads, archived_at__isnull=not ask.query.archived)
        rows = {row["project_id"]: row for row in summaries.values()}
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
    @operation("Read how far a project is", query=At, answers={200: (ProjectInNumbers, "The project.")})
    def get(self, ask: Ask) -> HttpResponse:
        head = ask.head()
        place = moment(head, ask.query.at)
        row = place.summary()
        if row is None:
            raise errors.UnknownProject(project=ask.project)
        plan = place.plan or plans.catch_up(head)
        drawn = draw_project(row, place.sequence, head.log_id)
        return answer(in_numbers(drawn, counted(plan)), ETag=etag(place.sequence))

    @operation(
        "Give a project another name; its short name stays", needs="administer", body=ProjectEdit,
        answers={200: (Project, "The project.")}, refusals=(errors.PlanMoved,), example={"name": "The web pages"},
    )
    def patch(self, ask: Ask) -> HttpResponse:
        wish = RenameProject(project=ask.project, name=ask.body.name, expected_head=expected(ask))
        return project_told(ask.tell(wish))


counted = once_per_plan(numbers)


class Archive(Door):
    @operation(
        "Archive a project: from now on it can only be read", needs="administer", body=Archiving,
        answers={200: (Project, "The project.")}, refusals=(errors.LeasesAreLive,), example={"reason": "it is done"},
    )
    def post(self, ask: Ask) -> HttpResponse:
        wish = ArchiveProject(project=ask.project, reason=ask.body.reason, despite_leases=ask.body.despite_leases)
        return project_told(ask.tell(wish))


class Unarchive(Door):
    @operation(
        "Let an archived project be worked on again", needs="administer", answers={200: (Project, "The project.")},
    )
    def post(self, ask: Ask) -> HttpResponse:
        return project_told(ask.tell(UnarchiveProject(project=ask.project)))


def project_told(receipt: Receipt) -> HttpResponse:
    project = draw_project(summary_row(receipt.plan), receipt.sequence, receipt.head.log_id)
    return told(receipt, project, ETag=etag(receipt.sequence))


def may_create(caller: Caller) -> bool:
    """Whoever could work on every project: a superuser, or the holder of an operator's token for all of them."""
    who = caller.who
    if isinstance(who, Token):
        return who.project_id is None and not who.agent and allows(who.role, "operate")
    return bool(getattr(who, "is_superuser", False))
