"""Forms about dependencies: a new one, beside what the thing waits for already; and one that is chosen, to remove it."""

from django.http import Http404, HttpRequest

from coordinator.reports.moments import moment_at
from coordinator.reports.outlooks import picture_of
from coordinator.web.pages import Facts, Place
from coordinator.web.sheets.sheet import Sheet
from tracks.ahead.picture import GraphPair, View, needs_of
from tracks.work import dependency_key


def new(place: Place, request: HttpRequest) -> Facts:
    """`item` and `needs` may be given; what is given and there is shown with what it waits for."""
    item = request.GET.get("item", "")
    waits = needs_of(place.plan, item) if place.plan.exists(item) else ()
    return {"item": item, "needs": request.GET.get("needs", ""), "waits": [pair(place, item, needs) for needs in waits]}


def one(place: Place, request: HttpRequest) -> Facts:
    """The dependency between two things; between tracks, all that it sums up, as far as it is told."""
    item, needs = request.GET.get("item", ""), request.GET.get("needs", "")
    plan = place.plan
    if not (plan.exists(item) and plan.exists(needs)):
        raise Http404
    if dependency_key(item, needs) in plan.dependencies:
        return {"item": item, "needs": needs, "pairs": [pair(place, item, needs)], "more": 0}
    edges = picture_of(moment_at(place.head, place.at), View("tracks")).edges
    edge = next((edge for edge in edges if (edge.item, edge.needs) == (item, needs)), None)
    pairs = edge.through if edge else (GraphPair(item, needs),) if needs in needs_of(plan, item) else ()
    if not pairs:
        raise Http404
    found = [pair(place, one.item, one.needs) for one in pairs]
    return {"item": item, "needs": needs, "pairs": found, "more": (edge.count if edge else 1) - len(found)}


def pair(place: Place, item: str, needs: str) -> dict[str, object]:
    known = place.plan.dependencies.get(dependency_key(item, needs))
    return {"item": item, "needs": needs, "text": known.text if known else "", "removable": known is not None}


SHEETS = {"dependency-new": Sheet(new), "dependency": Sheet(one, needs="view")}
