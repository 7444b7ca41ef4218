"""What every page of a project shares: who may open it, what it knows of its project, and drawing it whole or in parts.

A page is a template and its fragments. A fragment is `_<name>.html` with one root element whose id is its name, and a
function of the place that returns what it shows. It lies beside the page or, where several pages share it, in the folder
of its own name. The page includes the same file that `?fragment=` answers with.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from pathlib import PurePosixPath
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from coordinator.access.permissions import may
from coordinator.eventlog.models import LogHead
from tracks import queries
from tracks.models import ProjectSummary


@dataclass(frozen=True, slots=True)
class Place:
    """The project a page is about. `sequence` was read before anything else: what the page shows is at least that new."""

    id: int
    slug: str
    log_id: str
    sequence: int
    summary: ProjectSummary | None

    @property
    def name(self) -> str:
        return self.summary.name if self.summary else self.slug


NUL = "\x00"
Facts = dict[str, Any]
Fragments = Mapping[str, Callable[..., Facts]]
View = Callable[..., HttpResponse]


def project_page(view: View) -> View:
    """Calls `view(request, place, …)` for people who may see the project; sends the others where they belong."""

    @wraps(view)
    def door(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            # A fragment must not be answered with a sign-in page: the browser would paste it into the page.
            return HttpResponse(status=401) if "fragment" in request.GET else redirect_to_login(request.get_full_path())
        head = LogHead.objects.filter(project=slug).first()
        if head is None:
            raise Http404
        if not may(request.user, head, "view"):
            raise PermissionDenied
        if any(NUL in str(word) for word in (*args, *kwargs.values(), *request.GET.values())):
            raise Http404  # PostgreSQL keeps no such text, and fails where it is asked for it
        return view(request, place_of(head), *args, **kwargs)

    return door


def number_asked(request: HttpRequest, name: str) -> int | None:
    """The number that the address says under a name, None where it says none."""
    try:
        return int(request.GET[name])
    except (KeyError, ValueError):
        return None


def place_of(head: LogHead) -> Place:
    return Place(head.pk, head.project, head.log_id, head.sequence, queries.summary(head.pk))


def draw(request: HttpRequest, template: str, fragments: Fragments, place: Place, *args: Any, **facts: Any) -> HttpResponse:
    """The page, or the one fragment that is asked for. Each fragment's function is called with `place` and `args`."""
    context: Facts = {"project": place, **facts}
    name = request.GET.get("fragment")
    if name is None:
        for gather in fragments.values():
            context |= gather(place, *args)
        return render(request, template, context)
    if name not in fragments:
        raise Http404
    folders = (PurePosixPath(template).parent, name)
    return render(request, [f"{folder}/_{name}.html" for folder in folders], context | fragments[name](place, *args))
