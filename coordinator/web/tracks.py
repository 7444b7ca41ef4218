"""All tracks by risk, those that are asked for: by state, by owner, by words."""

from django.http import Http404, HttpRequest, HttpResponse

from coordinator.web.pages import Facts, Place, draw, project_page
from coordinator.web.working import holders_by_track
from tracks import queries
from tracks.models import Track

STATES = ("blocked", "in_progress", "ready", "not_started", "done")
NOBODY = "nobody"


@project_page
def tracks(request: HttpRequest, place: Place) -> HttpResponse:
    if request.GET.get("status", "") not in ("", *STATES):
        raise Http404
    return draw(request, "tracks/list.html", {"list": listed}, place, request)


def listed(place: Place, request: HttpRequest) -> Facts:
    status, owner, words = (request.GET.get(name, "").strip() for name in ("status", "owner", "q"))
    everything = queries.tracks_by_risk(place)
    found = [track for track in everything if is_asked(track, owner, words)]
    return {
        "tracks": [track for track in found if status in ("", track.status)], "holders": holders_by_track(place),
        "all_count": len(everything), "found_count": len(found),
        "states": [(state, sum(track.status == state for track in found)) for state in STATES],
        "owners": sorted({track.owner for track in everything if track.owner}),
        "status": status, "owner": owner, "words": words,
    }


def is_asked(track: Track, owner: str, words: str) -> bool:
    is_theirs = not owner or track.owner == ("" if owner == NOBODY else owner)
    return is_theirs and words.casefold() in f"{track.key} {track.title} {track.focus}".casefold()
