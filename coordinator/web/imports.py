"""Documents into the plan: a preview that changes nothing, the import itself through the API, and the reports of earlier ones."""

from collections import Counter
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from coordinator import importing
from coordinator.transfer import FORMATS, UnknownFormat, Unreadable, read_document
from coordinator.web.pages import Facts, Place, draw, project_page
from tracks import document as d
from tracks import queries
from tracks.models import ImportReport

EARLIER = 50
SHOWN = 300  # tasks of a track, and lines in doubt, in a preview
STATES = {d.NOT_STARTED: "ready"}  # what a document calls otherwise than a task of ours


@dataclass(frozen=True, slots=True)
class Understood:
    """A track of the document and the tasks that were found under it; `more` are not shown."""

    track: d.TrackEntry | None
    tasks: list[tuple[d.TaskEntry, str]]
    more: int


@project_page
def imports(request: HttpRequest, place: Place) -> HttpResponse:
    return draw(request, "imports/page.html", {"imports": earlier}, place, formats=FORMATS)


def earlier(place: Place) -> Facts:
    return {"reports": place.of(ImportReport).order_by("-version")[:EARLIER]}


@require_POST
@project_page
def preview(request: HttpRequest, place: Place) -> HttpResponse:
    """What importing the sent document would do, line by line; changes nothing."""
    if not place.may_operate:
        raise PermissionDenied
    file = request.FILES.get("file")
    content = file.read() if file else request.POST.get("text", "").encode()
    if not content.strip():
        return render(request, "imports/_refused.html", {"reason": "The document is empty."}, status=422)
    try:
        found = read_document(content, file.name or "" if file else "", request.POST.get("format", "auto"))
    except Unreadable as error:
        return render(request, "imports/_refused.html", {"reason": error.reason, "line": error.line}, status=422)
    except UnknownFormat:
        raise Http404 from None
    would = importing.preview(place.slug, found)
    facts = {"doubts": would.problems[:SHOWN], "tracks": understood(found), "words": meanings(found)}
    return render(request, "imports/_preview.html", {"project": place, "would": would, **facts})


def understood(document: d.Document) -> list[Understood]:
    by_track: dict[str, list[d.TaskEntry]] = {}
    for task in document.tasks:
        by_track.setdefault(task.track, []).append(task)
    tracks: list[d.TrackEntry | None] = [*document.tracks]
    if "" in by_track:
        tracks.append(None)
    return [of_track(track, by_track.get(track.key if track else "", [])) for track in tracks]


def of_track(track: d.TrackEntry | None, tasks: list[d.TaskEntry]) -> Understood:
    shown = [(task, STATES.get(task.status, task.status)) for task in tasks[:SHOWN]]
    return Understood(track, shown, len(tasks) - len(shown))


def meanings(document: d.Document) -> list[tuple[str, str, int]]:
    """What each word for a status was taken for, and how often it stands there."""
    entries: list[d.TrackEntry | d.TaskEntry] = [*document.tracks, *document.tasks]
    counted = Counter((one.status_word, one.status) for one in entries if one.status_word)
    return [(word, STATES.get(status, status), count) for (word, status), count in counted.most_common()]


@project_page
def report(request: HttpRequest, place: Place, key: int) -> HttpResponse:
    found = queries.import_report(place, str(key))
    if found is None:
        raise Http404
    return draw(request, "imports/report.html", {}, place, report=found)
