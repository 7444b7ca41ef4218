"""Forms about what the project shall come to: success criteria, measurements, their targets."""

from django.http import Http404, HttpRequest

from coordinator.web.pages import Facts, Place
from coordinator.web.sheets.sheet import Sheet
from tracks.measurements import COMPARISONS
from tracks.models import Measurement

SIGNS = [(sign, sign) for sign in COMPARISONS]
KINDS = [
    ("text", "A person says that it holds"),
    ("completion", "So many per cent are done"),
    ("metric", "A measurement comes to a value"),
    ("assigned", "Every assigned task is done"),
    ("no_blocked", "Nothing is blocked"),
    ("no_duplicates", "Nobody does the same work twice"),
    ("sync_points", "Every sync point is passed"),
    ("integration_points", "Every integration point is ready, or integrated"),
]


def new_criterion(place: Place, request: HttpRequest) -> Facts:
    return {"kinds": KINDS, "comparisons": SIGNS}


def criterion(place: Place, request: HttpRequest) -> Facts:
    """One that was stated here; those of a document are edited in the document."""
    found = place.plan.criteria.get(request.GET.get("key", ""))
    if found is None:
        raise Http404
    return {"criterion": found, "comparisons": SIGNS}


def new_reading(place: Place, request: HttpRequest) -> Facts:
    return {"name": request.GET.get("name", "")}


def target(place: Place, request: HttpRequest) -> Facts:
    found = place.of(Measurement).filter(key=request.GET.get("name", "")).first()
    if found is None:
        raise Http404
    return {"measurement": found, "comparisons": SIGNS}


SHEETS = {
    "criterion-new": Sheet(new_criterion),
    "criterion-edit": Sheet(criterion),
    "measurement-new": Sheet(new_reading, needs="work"),
    "measurement-target": Sheet(target),
}
