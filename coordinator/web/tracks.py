"""All tracks by risk, and one track with its tasks."""

from django.http import Http404, HttpRequest, HttpResponse

from coordinator.web import overview
from coordinator.web.pages import Facts, Place, draw, project_page
from coordinator.web.task_list import listed
from coordinator.web.tasks import chips_of
from tracks import queries
from tracks.models import Track


@project_page
def tracks(request: HttpRequest, place: Place) -> HttpResponse:
    return draw(request, "tracks/list.html", {"tracks": overview.tracks}, place)


@project_page
def track(request: HttpRequest, place: Place, key: str) -> HttpResponse:
    found = queries.track(place, key)
    if found is None:
        raise Http404
    return draw(request, "tracks/detail.html", {"track": about, "tasks": tasks}, place, found, request, track=found)


def about(place: Place, track: Track, request: HttpRequest) -> Facts:
    chips = chips_of(place, set(track.depends_on))
    return {
        "waits_for": [chips[reference] for reference in track.depends_on if reference in chips],
        "topics": " ".join([f"track/{track.key}", *track.depends_on, "plan", "notes"]),
        "notes": queries.notes_about(place, f"track/{track.key}"),
    }


def tasks(place: Place, track: Track, request: HttpRequest) -> Facts:
    return listed(place, request, track.key)
