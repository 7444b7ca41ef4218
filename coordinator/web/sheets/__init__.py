"""Forms over the page: which there are, who may open them, what each needs to know.

A sheet is `templates/sheets/<name>.html` and a function of the place and the request that gathers what it shows. It sends
what is typed to the API, so it decides nothing. Opened by its address alone it is a page.
"""


from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from coordinator.web.pages import Place, project_page
from coordinator.web.sheets import (
    administering,
    agents,
    attention,
    conflicts,
    dependencies,
    integration,
    measuring,
    sync_points,
    decisions,
    messages,
    tasks,
    tracks,
    travel,
)
from coordinator.web.sheets.sheet import Sheet

SHEETS: dict[str, Sheet] = {
    **administering.SHEETS,
    **agents.SHEETS,
    **attention.SHEETS,
    **conflicts.SHEETS,
    **dependencies.SHEETS,
    **integration.SHEETS,
    **measuring.SHEETS,
    **sync_points.SHEETS,
    **decisions.SHEETS,
    **messages.SHEETS,
    **tasks.SHEETS,
    **tracks.SHEETS,
    **travel.SHEETS,
}


@project_page
def sheet(request: HttpRequest, place: Place, name: str) -> HttpResponse:
    wanted = SHEETS.get(name)
    if wanted is None:
        raise Http404
    if not place.may(wanted.needs):
        raise PermissionDenied
    frame = "sheets/_dialog.html" if "HX-Request" in request.headers else "sheets/_page.html"
    context = {"project": place, "now": place.now, "frame": frame, "keys": request.GET.getlist("key")}
    return render(request, wanted.template or f"sheets/{name}.html", context | wanted.gather(place, request))
