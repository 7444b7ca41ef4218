"""Forms about sync points: a new one, an edit, what came of a check, passing and closing again."""

from typing import Any

from django.http import Http404, HttpRequest

from coordinator.web.pages import Facts, Place, number_asked
from coordinator.web.sheets.sheet import Sheet
from tracks import queries
from tracks.blockers import failing_words
from tracks.models import SyncPoint

SPARE = 2  # checks that may be added to those there are
BLANK: dict[str, Any] = {"kind": "text", "text": "", "metric": "", "comparison": "", "value": ""}


def asked(place: Place, request: HttpRequest) -> SyncPoint:
    key = request.GET.get("key", "")
    found = queries.sync_points_by_key(place, [key]).get(key)
    if found is None:
        raise Http404
    return found


def new(place: Place, request: HttpRequest) -> Facts:
    return fields([])


def edit(place: Place, request: HttpRequest) -> Facts:
    point = asked(place, request)
    return {"point": point} | fields(point.checks)


def fields(checks: list[dict[str, Any]]) -> Facts:
    return {
        "checks": [*checks, *[BLANK] * SPARE], "kinds": ("text", "command", "metric"), "signs": ("<", "<=", "=", ">=", ">"),
    }


def one_check(place: Place, request: HttpRequest) -> Facts:
    point, number = asked(place, request), number_asked(request, "number")
    found = next((check for check in point.checks if check["number"] == number), None)
    if found is None:
        raise Http404
    return {"point": point, "check": found}


def passing(place: Place, request: HttpRequest) -> Facts:
    point = asked(place, request)
    return {"point": point, "failing": failing_words(place.plan, place.plan.sync_points[point.key], looking=True)}


def reopening(place: Place, request: HttpRequest) -> Facts:
    return {"point": asked(place, request)}


SHEETS = {
    "sync-new": Sheet(new, template="sheets/sync-edit.html"),
    "sync-edit": Sheet(edit),
    "sync-check": Sheet(one_check),
    "sync-pass": Sheet(passing),
    "sync-reopen": Sheet(reopening),
}
