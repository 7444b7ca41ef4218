"""The report of one import: what was understood, changed, repaired and left in doubt, line by line."""

from django.http import Http404, HttpRequest, HttpResponse

from coordinator.web.pages import Place, draw, project_page
from tracks import queries


@project_page
def report(request: HttpRequest, place: Place, key: int) -> HttpResponse:
    found = queries.import_report(place, str(key))
    if found is None:
        raise Http404
    return draw(request, "imports/report.html", {}, place, report=found)
