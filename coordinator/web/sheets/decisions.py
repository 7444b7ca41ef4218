"""The form with which a decision is recorded."""

from django.http import HttpRequest

from coordinator.web.pages import Facts, Place
from coordinator.web.sheets.sheet import Sheet


def new(place: Place, request: HttpRequest) -> Facts:
    return {"about": request.GET.get("about", ""), "numbers": (1, 2)}


SHEETS = {"decision-new": Sheet(new)}
