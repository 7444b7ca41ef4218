"""One form over the page, and what several of them need."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest

from coordinator.web.pages import Facts, Place
from tracks import queries
from tracks.models import Task, Track

Gather = Callable[[Place, HttpRequest], Facts]


def nothing(place: Place, request: HttpRequest) -> Facts:
    return {}


@dataclass(frozen=True, slots=True)
class Sheet:
    """`gather` returns what the template shows; `needs` is what its reader must be allowed to do."""

    gather: Gather = nothing
    needs: str = "operate"
    template: str = ""


def tasks_asked(place: Place, request: HttpRequest) -> list[Task]:
    """The tasks that the address names with `key`, in that order. Raises Http404 where one is not there."""
    keys = request.GET.getlist("key")
    found = queries.tasks_by_key(place, keys)
    if not keys or len(found) < len(set(keys)):
        raise Http404
    return [found[key] for key in dict.fromkeys(keys)]


def track_asked(place: Place, request: HttpRequest) -> Track:
    found = queries.track(place, request.GET.get("key", ""))
    if found is None:
        raise Http404
    return found


def choices(rows: Any) -> list[tuple[str, str]]:
    """Rows with a key and a title as the options of a field."""
    return [(row.key, f"{row.key} {row.title}") for row in rows]
