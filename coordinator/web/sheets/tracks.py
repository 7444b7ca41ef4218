"""Forms about tracks: a new one, an edit, its end, its terms, what it delivers; and about the notes of the plan."""

from django.http import Http404, HttpRequest

from coordinator.web.pages import Facts, Place
from coordinator.web.sheets.sheet import Sheet, track_asked
from tracks.measurements import COMPARISONS
from tracks.models import Note, Task, Track

KINDS = ("risk", "next_step", "progress", "note", "overview", "protocol", "history")
STATES = {"risk": ("open", "mitigated", "closed"), "next_step": ("open", "done")}
SEVERITIES = ("low", "medium", "high", "critical")
SPARE = 2  # empty places for measurements


def one_track(place: Place, request: HttpRequest) -> Facts:
    return {"track": track_asked(place, request)}


def terms(place: Place, request: HttpRequest) -> Facts:
    track = track_asked(place, request)
    return {"track": track, **terms_of(track)}


def terms_of(row: Track | Task) -> Facts:
    """What the fields of terms are drawn from, of a track or a task."""
    metrics = [*row.terms.get("metrics", ()), *({} for _ in range(SPARE))]
    return {"terms": row.terms, "comparisons": [(sign, sign) for sign in COMPARISONS], "metrics": metrics}


def deliverable(place: Place, request: HttpRequest) -> Facts:
    """The one that the address names with the key of its track and its number there."""
    track = track_asked(place, request)
    number = request.GET.get("number", "")
    found = next((one for one in track.deliverables if str(one["number"]) == number), None)
    if found is None:
        raise Http404
    return {"track": track, "deliverable": found}


def new_note(place: Place, request: HttpRequest) -> Facts:
    asked = {name: request.GET.get(name, default) for name, default in (("about", ""), ("kind", KINDS[0]))}
    return {"kinds": KINDS, "severities": SEVERITIES, **asked}


def note(place: Place, request: HttpRequest) -> Facts:
    found = place.of(Note).filter(key=request.GET.get("key", "")).first()
    if found is None:
        raise Http404
    return {"note": found, "states": STATES.get(found.kind, ()), "severities": SEVERITIES}


SHEETS = {
    "track-new": Sheet(),
    "track-edit": Sheet(one_track),
    "track-remove": Sheet(one_track),
    "track-terms": Sheet(terms),
    **{f"deliverable-{what}": Sheet(deliverable) for what in ("edit", "met", "withdraw")},
    "note-new": Sheet(new_note),
    "note-edit": Sheet(note),
}
