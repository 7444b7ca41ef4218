"""What every page of a project shares: who may open it, what it knows of its project, and drawing it whole or in parts.

A page is a template and its fragments. A fragment is `_<name>.html` with one root element whose id is its name, and a
function of the place that returns what it shows. It lies beside the page or, where several pages share it, in the folder
of its own name. The page includes the same file that `?fragment=` answers with. With `?at=` the same page is drawn by
the same functions from the plan of that moment.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property, wraps
from pathlib import PurePosixPath
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from coordinator import plans
from coordinator.access.models import Role
from coordinator.access.permissions import allows, role_in
from coordinator.eventlog import store
from coordinator.tables import Now, Then
from coordinator.travelling import sequence_of
from coordinator.web import elsewhen
from coordinator.web.kept_moment import links_kept
from tracks import queries
from tracks.errors import InvalidField
from tracks.models import ProjectSummary
from tracks.plan import Plan


@dataclass(frozen=True)
class Place:
    """The project a page is about, and the moment: `at` is the sequence that was asked for, None for now.

    The head was read before anything else: what the page shows is at least that new.
    """

    head: store.Head
    role: Role
    at: int | None = None

    @property
    def id(self) -> int:
        return self.head.id

    @property
    def slug(self) -> str:
        return self.head.project

    @property
    def log_id(self) -> str:
        return self.head.log_id

    @property
    def sequence(self) -> int:
        return self.head.sequence if self.at is None else self.at

    @cached_property
    def plan(self) -> Plan:
        """As the project stands at this moment."""
        return plans.catch_up(self.head) if self.at is None else plans.plan_at(self.head, self.at)

    @cached_property
    def now(self) -> datetime:
        """What the page counts ages from: the clock, or the time of the event that it shows."""
        if self.at is None:
            return timezone.now()
        return self.event.recorded_at

    @cached_property
    def event(self) -> store.Recorded:
        """The event after which the page shows the project; of a moment of the past."""
        return store.read(self.id, self.sequence - 1, limit=1)[0]

    @cached_property
    def may_go_back(self) -> bool:
        """Whether the reader may make the plan what it was at this moment: in the past too, that is where it is wanted."""
        return replace(self, at=None).may_operate

    def of(self, model: type[Model]) -> Any:
        """The rows of a status table at this moment."""
        return Now(self.id).of(model) if self.at is None else Then(self.id, self.plan).of(model)

    @cached_property
    def summary(self) -> ProjectSummary | None:
        return queries.summary(self)

    @property
    def name(self) -> str:
        return self.summary.name if self.summary else self.slug

    @property
    def may_work(self) -> bool:
        return self.may("work")

    @property
    def may_operate(self) -> bool:
        return self.may("operate")

    @property
    def may_administer(self) -> bool:
        return self.may("administer")

    def may(self, what: str) -> bool:
        """Whether the reader may change something from this page. Nobody may in the past, nor in the archive."""
        is_archived = self.summary is not None and self.summary.archived_at is not None
        return self.at is None and not is_archived and allows(self.role, what)


NUL = "\x00"
LONGEST_MOMENT = 40
Facts = dict[str, Any]
Fragments = Mapping[str, Callable[..., Facts]]
View = Callable[..., HttpResponseBase]


def project_page(view: View) -> View:
    """Calls `view(request, place, …)` for people who may see the project; sends the others where they belong."""

    @wraps(view)
    def door(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            # A fragment must not be answered with a sign-in page: the browser would paste it into the page.
            return HttpResponse(status=401) if "fragment" in request.GET else redirect_to_login(request.get_full_path())
        head = store.find_head(slug)
        if head is None:
            raise Http404
        role = role_in(request.user, slug)
        if role is None:
            raise PermissionDenied
        if any(NUL in str(word) for word in (*args, *kwargs.values(), *request.GET.values())):
            raise Http404  # PostgreSQL keeps no such text, and fails where it is asked for it
        try:
            place = Place(head, role, moment_asked(request, head))
        except InvalidField as refusal:
            return elsewhen.no_moment(request, head, refusal)
        try:
            return links_kept(view(request, place, *args, **kwargs), place.slug, place.at)
        except Http404:
            found = elsewhen.found(request, head, place.at)
            if found is None:
                raise
            return found

    return door


def moment_asked(request: HttpRequest, head: store.Head) -> int | None:
    """The sequence that `?at=` means, None for now. Raises InvalidField for what is not in the project's history."""
    return sequence_of(head, request.GET["at"][:LONGEST_MOMENT]) if request.GET.get("at") else None


def number_asked(request: HttpRequest, name: str) -> int | None:
    """The number that the address says under a name, None where it says none."""
    try:
        return int(request.GET[name])
    except (KeyError, ValueError):
        return None


def draw(request: HttpRequest, template: str, fragments: Fragments, place: Place, *args: Any, **facts: Any) -> HttpResponse:
    """The page, or the one fragment that is asked for. Each fragment's function is called with `place` and `args`."""
    context: Facts = {"project": place, "now": place.now, **facts}
    name = request.GET.get("fragment")
    if name is None:
        for gather in fragments.values():
            context |= gather(place, *args)
        return render(request, template, context)
    if name not in fragments:
        raise Http404
    folders = (PurePosixPath(template).parent, name)
    return render(request, [f"{folder}/_{name}.html" for folder in folders], context | fragments[name](place, *args))
