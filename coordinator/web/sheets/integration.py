"""Forms about integration points: a new one, an edit, that it is integrated, that it is open again."""

from django.http import Http404, HttpRequest

from coordinator.web.pages import Facts, Place
from coordinator.web.sheets.sheet import Sheet
from tracks.models import IntegrationPoint


def point(place: Place, request: HttpRequest) -> Facts:
    found = place.of(IntegrationPoint).filter(key=request.GET.get("key", "")).first()
    if found is None:
        raise Http404
    return {"point": found}


SHEETS = {"integration-new": Sheet(), **{f"integration-{what}": Sheet(point) for what in ("edit", "done", "reopen", "remove")}}
