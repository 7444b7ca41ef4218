"""One track: how far it is and what is in its way, its tasks, what it delivers and waits for; its history; its settings."""

from django.http import Http404, HttpRequest, HttpResponse

from coordinator.reports.levellings import levelling_of
from coordinator.reports.moments import moment_at
from coordinator.web import feed
from coordinator.web.pages import Facts, Place, draw, number_asked, project_page
from coordinator.web.task_list import listed
from coordinator.web.tasks import chips_of
from tracks import queries
from tracks.ahead.calendar import Calendar
from tracks.ahead.slips import SlipCause
from tracks.ahead.timetable import scheduled_track
from tracks.models import Note, Track
from tracks.work import ref, split

TABS = ("tasks", "history", "settings")
HISTORY = 100
KINDS = ("risk", "next_step", "progress", "note")


@project_page
def track(request: HttpRequest, place: Place, key: str) -> HttpResponse:
    found = queries.track(place, key)
    tab = request.GET.get("tab", TABS[0])
    if found is None or tab not in TABS:
        raise Http404
    fragments = {"track": about} | OF_TAB[tab]
    if "fragment" in request.GET:
        fragments |= LATER
    return draw(request, "tracks/detail.html", fragments, place, found, request, track=found, tab=tab)


def about(place: Place, track: Track, request: HttpRequest) -> Facts:
    return {"topics": f"track/{track.key} {' '.join(track.depends_on)} plan", "tabs": TABS}


def tasks(place: Place, track: Track, request: HttpRequest) -> Facts:
    return listed(place, request, track.key)


def beside(place: Place, track: Track, request: HttpRequest) -> Facts:
    """What it delivers, what it waits for, what waits for it, where it meets others, what was noted."""
    needed_by = queries.dependents(place, ref("track", track.key))
    leads_to = points_of(place, track)
    chips = chips_of(place, {*track.depends_on, *needed_by, *leads_to})
    return {
        "waits_for": [chips[reference] for reference in track.depends_on if reference in chips],
        "needed_by": [chips[reference] for reference in needed_by if reference in chips],
        "leads_to": [chips[reference] for reference in leads_to if reference in chips],
        "notes": notes_by_kind(queries.notes_about(place, ref("track", track.key))),
        "beside_topics": f"track/{track.key} {' '.join([*track.depends_on, *needed_by])} plan notes sync_points",
    }


def points_of(place: Place, track: Track) -> list[str]:
    """References of the sync points that come after this track or one of its tasks."""
    points = place.plan.sync_points.values()
    return [ref("sync", point.key) for point in points if any(is_within(place, track, one) for one in point.after)]


def is_within(place: Place, track: Track, reference: str) -> bool:
    kind, key = split(reference)
    return key == track.key if kind == "track" else key in place.plan.tasks and place.plan.tasks[key].track == track.key


def notes_by_kind(notes: list[Note]) -> list[tuple[str, list[Note]]]:
    """Risks first; kinds nobody thought of at the end."""
    kinds = [*KINDS, *dict.fromkeys(note.kind for note in notes if note.kind not in KINDS)]
    return [(kind, same) for kind in kinds if (same := [note for note in notes if note.kind == kind])]


def history(place: Place, track: Track, request: HttpRequest) -> Facts:
    before = number_asked(request, "before")
    events = feed.newest(place, HISTORY + 1, before=before, subject=ref("track", track.key))
    return {
        "lines": feed.lines(place, events[:HISTORY], fold=False),
        "older_before": events[HISTORY - 1].sequence if len(events) > HISTORY else None,
        "history_topics": ref("track", track.key),
    }


def details(place: Place, track: Track, request: HttpRequest) -> Facts:
    return {"terms": track.terms, "details_topics": f"track/{track.key}"}


def ahead(place: Place, track: Track, request: HttpRequest) -> Facts:
    """The weeks that were planned against when it will be done, and why it slips. Asked for once the page is there."""
    levelled = levelling_of(moment_at(place.head, place.at))
    when = scheduled_track(levelled, place.plan.tracks[track.key], Calendar(place.now))
    return {"when": when, "slip": said_days(when.slip_days), "cause": said_cause(when.cause) if when.cause else ""}


def said_days(days: float | None) -> str:
    """How much later than planned, empty where it is on time to the day."""
    if days is None or abs(days) < 1:
        return ""
    return f"{abs(days):,.0f} day{'' if round(abs(days)) == 1 else 's'} {'late' if days > 0 else 'early'}"


def said_cause(cause: SlipCause) -> str:
    item, needs = (reference and split(reference)[1] for reference in (cause.item, cause.needs))
    return {
        "waits": f"{item} waits for {needs} of track {cause.track}",
        "agents": f"everybody who could do {item} is busy with {needs} of track {cause.track}",
        "own_work": "there is more work in it than time",
        "nobody": f"nobody can do {item}",
    }[cause.kind]


OF_TAB = {
    "tasks": {"tasks": tasks, "beside": beside},
    "history": {"history": history},
    "settings": {"details": details},
}
LATER = {"ahead": ahead}
