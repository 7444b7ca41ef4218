"""The reports of a project: all on one page, each on its own, and each as a file."""


from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from agents.models import Agent
from coordinator.csv_file import csv_file
from coordinator.reports.moments import Kept
from coordinator.reports.stretches import Stretch
from coordinator.web.pages import Facts, Place, draw, number_asked, project_page
from coordinator.web.reports import measurements as measured
from coordinator.web.reports.asked import RANGES, Asked, asked, is_local, stamp, stretch_of
from coordinator.web.reports.blocked import BLOCKED
from coordinator.web.reports.burn_up import BURN_UP
from coordinator.web.reports.cycle_times import CYCLE_TIMES
from coordinator.web.reports.flow import FLOW
from coordinator.web.reports.report import Kind, Report, Table
from coordinator.web.reports.shares import SHARES
from coordinator.web.reports.throughput import THROUGHPUT
from tracks.models import Measurement, Track

KINDS = {kind.name: kind for kind in (BURN_UP, THROUGHPUT, CYCLE_TIMES, FLOW, BLOCKED, SHARES)}
MOST_CHOICES = 500
kept = Kept(96)


@project_page
def reports(request: HttpRequest, place: Place) -> HttpResponse:
    question = asked(request)
    if request.GET.get("format") == "csv":
        return kind_file(place, question, kind_named(request.GET.get("chart", "")))
    if is_local(request):
        return with_zone(request, question)
    fragments = {"charts": charts, "measurements": measurements}
    return draw(request, "reports/page.html", fragments, place, question, request, **choices(place, question))


@project_page
def one_report(request: HttpRequest, place: Place, name: str) -> HttpResponse:
    question, kind = asked(request), kind_named(name)
    if request.GET.get("format") == "csv":
        return kind_file(place, question, kind)
    if is_local(request):
        return with_zone(request, question)
    facts = choices(place, question, kind.filters)
    return draw(request, "reports/report.html", {"chart": one_chart}, place, question, kind, kind=kind, **facts)


@project_page
def measurement(request: HttpRequest, place: Place, key: str) -> HttpResponse:
    question, row = asked(request), measured.found(place, key)
    if row is None:
        raise Http404
    if request.GET.get("format") == "csv":
        return file_of(place, key, measured.rows(place, stretch_of(place, question), key))
    if is_local(request):
        return with_zone(request, question)
    facts = choices(place, question, ())
    return draw(request, "reports/measurement.html", {"measurement": one_measurement}, place, question, row, key=key, **facts)


# What the fragments show ---------------------------------------------------------------------------------------------


def charts(place: Place, question: Asked, request: HttpRequest) -> Facts:
    span = stretch_of(place, question)
    return {"reports": [(kind, drawn(kind, span, question)) for kind in KINDS.values()], **told(span, question)}


def one_chart(place: Place, question: Asked, kind: Kind) -> Facts:
    span = stretch_of(place, question)
    return {"report": drawn(kind, span, question, tall=True), **told(span, question)}


def measurements(place: Place, question: Asked, request: HttpRequest) -> Facts:
    most = max(measured.PAGE, number_asked(request, "measured") or 0)
    lines, total = measured.lines(place, most)
    return {"measured": lines, "measured_total": total, "more_measured": most + measured.PAGE if total > most else None}


def one_measurement(place: Place, question: Asked, row: Measurement) -> Facts:
    span = stretch_of(place, question)
    found = measured.draw(place, span, question, row)
    return {"measurement": row, "line": measured.line_of(row), "report": found, **told(span, question)}


def drawn(kind: Kind, span: Stretch, question: Asked, tall: bool = False) -> Report:
    """Worked out once for everybody who looks at the same: a log that has not grown is not counted again."""
    agent = question.agent if "agent" in kind.filters else ""
    same = (kind.name, span.moment.hash, span.since, span.until, span.track, agent, question.zone.key, tall)
    found: Report = kept.of(same, lambda: kind.draw(span, question, tall))
    return found


def told(span: Stretch, question: Asked) -> Facts:
    return {"span": span, "zone": question.zone, "question": question}


# What the address says -----------------------------------------------------------------------------------------------


def choices(place: Place, question: Asked, filters: tuple[str, ...] = ("track", "agent")) -> Facts:
    tracks = place.of(Track).order_by("position")[:MOST_CHOICES] if "track" in filters else []
    agents = place.of(Agent).order_by("key")[:MOST_CHOICES] if "agent" in filters else []
    return {
        "question": question, "ranges": [(name, word) for name, (word, _) in RANGES.items()],
        "tracks": [(track.key, f"{track.key} {track.title}") for track in tracks], "agents": [agent.key for agent in agents],
    }


def kind_named(name: str) -> Kind:
    if name not in KINDS:
        raise Http404
    return KINDS[name]


def with_zone(request: HttpRequest, question: Asked) -> HttpResponse:
    """The same address with its times said in UTC, so that it means the same for whoever it is sent to."""
    query = request.GET.copy()
    for name, when in (("from", question.since), ("to", question.until)):
        if when:
            query[name] = stamp(when)
    return redirect(f"{request.path}?{query.urlencode()}")


def kind_file(place: Place, question: Asked, kind: Kind) -> HttpResponse:
    return file_of(place, kind.name, kind.rows(stretch_of(place, question), question))


def file_of(place: Place, name: str, table: Table) -> HttpResponse:
    safe = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in name)
    return csv_file(f"{place.slug}-{safe}.csv", table.columns, table.rows)
