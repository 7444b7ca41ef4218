"""Forms about conflict areas and reservations: declare, edit and resolve an area; reserve paths, and for longer."""

from django.http import Http404, HttpRequest

from agents.models import Agent
from coordinator.web.pages import Facts, Place
from coordinator.web.sheets.sheet import Sheet
from tracks.models import ConflictArea, Reservation
from tracks.reservation import MODES

MOST_AGENTS = 500
SPANS = (("3600", "an hour"), ("14400", "four hours"), ("28800", "eight hours"), ("86400", "a day"), ("604800", "a week"))


def asked_area(place: Place, request: HttpRequest) -> Facts:
    area = place.of(ConflictArea).filter(key=request.GET.get("key", "")).first()
    if area is None:
        raise Http404
    return {"area": area, "tracks": [(key, key) for key in area.tracks]}


def reserve(place: Place, request: HttpRequest) -> Facts:
    return {"agents": place.of(Agent).order_by("key")[:MOST_AGENTS], "spans": SPANS, "modes": MODES}


def extend(place: Place, request: HttpRequest) -> Facts:
    reservation = place.of(Reservation).filter(key=request.GET.get("key", "")).first()
    if reservation is None:
        raise Http404
    return {"reservation": reservation, "spans": SPANS}


SHEETS = {
    "area-new": Sheet(template="sheets/area-edit.html"),
    "area-edit": Sheet(asked_area),
    "area-resolve": Sheet(asked_area),
    "reservation-new": Sheet(reserve, needs="work"),
    "reservation-extend": Sheet(extend, needs="work"),
}
