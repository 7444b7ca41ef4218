"""The projects one may see, how far each is, and what may be done with it as a whole."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from coordinator.access.models import Membership
from coordinator.access.permissions import allows, visible_projects
from coordinator.eventlog.models import LogHead
from tracks import queries
from tracks.models import ProjectSummary


@dataclass(frozen=True, slots=True)
class Row:
    """A project. `summary` is missing in the moment before its first event is projected."""

    head: LogHead
    summary: ProjectSummary | None
    may_administer: bool

    @property
    def is_archived(self) -> bool:
        return self.summary is not None and self.summary.archived_at is not None

    @property
    def name(self) -> str:
        return self.summary.name if self.summary else self.head.project


@login_required
@require_safe
def projects(request: HttpRequest) -> HttpResponse:
    """Three queries, whatever there is. What needs a person is asked for by each row once it is seen."""
    heads = list(visible_projects(request.user).order_by("project"))
    summaries = queries.summaries(head.pk for head in heads)
    administered = administered_by(request.user)
    everything = request.user.is_superuser
    rows = [Row(head, summaries.get(head.pk), everything or head.pk in administered) for head in heads]
    return render(request, "projects/list.html", {
        "rows": newest_first(row for row in rows if not row.is_archived),
        "archived": [row for row in rows if row.is_archived], "may_create": request.user.is_superuser,
    })


def administered_by(user: AbstractBaseUser) -> set[int]:
    roles = Membership.objects.filter(user_id=user.pk).values_list("project_id", "role")
    return {project for project, role in roles if allows(role, "administer")}


def newest_first(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: row.head.recorded_at, reverse=True)
