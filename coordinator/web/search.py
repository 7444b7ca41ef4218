"""What fields and the palette propose while somebody types: things of a project, and projects, as JSON."""

from dataclasses import asdict

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, JsonResponse
from django.urls import reverse

from coordinator.access.permissions import visible_projects
from coordinator.web.finding import FINDERS, Found, found, question
from coordinator.web.pages import Place, project_page
from tracks import queries

MOST_OF_A_KIND = 8


@project_page
def search(request: HttpRequest, place: Place) -> JsonResponse:
    """`?q=` the words, `&kind=` once for each kind that is wanted, all of them where none is named."""
    kinds = tuple(dict.fromkeys(request.GET.getlist("kind"))) or tuple(FINDERS)
    if not FINDERS.keys() >= set(kinds):
        raise Http404
    return proposals(found(place, request.GET.get("q", ""), kinds, MOST_OF_A_KIND))


@login_required
def projects_like(request: HttpRequest) -> JsonResponse:
    """The projects that this person may see, by slug or name."""
    asked = question(request.GET.get("q", ""))
    heads = list(visible_projects(request.user))
    names = {project: row.name for project, row in queries.summaries([head.pk for head in heads]).items()}
    ranked = [(asked.rank(head.project, names.get(head.pk, "")), head.project, names.get(head.pk, "")) for head in heads]
    best = sorted((rank, slug, name) for rank, slug, name in ranked if rank is not None)[:MOST_OF_A_KIND]
    return proposals([Found("project", slug, name, "", reverse("overview", args=[slug])) for _, slug, name in best])


def proposals(things: list[Found]) -> JsonResponse:
    answer = JsonResponse({"found": [asdict(one) for one in things]})
    answer.headers["Cache-Control"] = "no-store"
    return answer
