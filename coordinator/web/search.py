"""What fields and the palette propose while somebody types, as JSON; and everything that was found, as a page."""

from dataclasses import asdict

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse

from coordinator.access.permissions import visible_projects
from coordinator.web.finding import FINDERS, Found, found, question
from coordinator.web.pages import Facts, Place, draw, project_page
from tracks import queries

MOST_OF_A_KIND = 8
MOST_ON_PAGE = 50
HEADINGS = {
    "task": "Tasks", "track": "Tracks", "agent": "Agents", "sync": "Sync points", "event": "Events", "message": "Messages",
    "decision": "Decisions",
}


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


@project_page
def find(request: HttpRequest, place: Place) -> HttpResponse:
    words = " ".join(request.GET.get("q", "").split())
    return draw(request, "find/page.html", {"found": everything}, place, words, words=words)


def everything(place: Place, words: str) -> Facts:
    """What was found, by kind; more than `MOST_ON_PAGE` of one are asked for with more words."""
    things = found(place, words, tuple(HEADINGS), MOST_ON_PAGE) if words else []
    kinds = [(title, [one for one in things if one.kind == kind]) for kind, title in HEADINGS.items()]
    return {"kinds": [(title, ones) for title, ones in kinds if ones], "words": words, "most": MOST_ON_PAGE}
