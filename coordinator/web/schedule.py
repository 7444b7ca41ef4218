"""The schedule: what was done when and what can be done when, by whom, with which chances; and what if there were others.

Past work stands where it happened. What is ahead comes from the levelled schedule and the forecast, counted from the
minute that the page shows.
"""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse

from coordinator.csv_file import csv_file
from coordinator.reports.forecasts import Foreseen, forecast_of
from coordinator.reports.levellings import levelling_of
from coordinator.reports.moments import Moment, moment_at
from coordinator.web.gantt.lines import Asked, Chart, Line
from coordinator.web.gantt.question import MOST_ROWS, NOTHING, ROWS, Question, asked
from coordinator.web.gantt.ruler import ZOOMS, Ruler, ruler, zoom_for
from coordinator.web.gantt.shapes import Dates, in_words, shapes
from coordinator.web.pages import Facts, Place, draw, project_page
from tracks import queries
from tracks.ahead.calendar import Calendar
from tracks.ahead.forecast import quantile
from tracks.ahead.levelling import NEVER
from tracks.ahead.team import BadTeam
from tracks.ahead.timetable import Levelling

CHANCES = (0.5, 0.85, 0.95)
AT_ONCE = 1_500  # open tasks: a forecast of more is worked out after the page has come, and again every half minute
ALL = 1_000_000
EVERYTHING = "activity pulse"  # chances are drawn anew with every event


@dataclass(frozen=True)
class Seen:
    """One question answered: the levelled schedule, with the problem where it asks for a team that cannot be."""

    question: Question
    moment: Moment
    levelled: Levelling
    calendar: Calendar
    problem: str

    @property
    def agents(self) -> str:
        return "" if self.problem else self.question.agents

    @property
    def is_quick(self) -> bool:
        return sum(left > 0 for left in self.levelled.seen.left) <= AT_ONCE

    def foreseen(self) -> Foreseen:
        return forecast_of(self.moment, self.agents)


@project_page
def schedule(request: HttpRequest, place: Place) -> HttpResponse:
    seen = look(place, asked(request))
    return draw(
        request, "schedule/page.html", {"outlook": outlook, "schedule": gantt}, place, seen, request,
        ask=seen.question, problem=seen.problem,
    )


def look(place: Place, question: Question) -> Seen:
    moment = moment_at(place.head, place.at)
    calendar = Calendar(place.now.replace(second=0, microsecond=0), question.hours)
    try:
        return Seen(question, moment, levelling_of(moment, question.agents), calendar, "")
    except BadTeam as problem:
        return Seen(question, moment, levelling_of(moment), calendar, str(problem))


# The figures above ---------------------------------------------------------------------------------------------------


def outlook(place: Place, seen: Seen, request: HttpRequest) -> Facts:
    levelled, calendar = seen.levelled, seen.calendar
    later = not seen.is_quick and request.GET.get("fragment") != "outlook"
    present = levelling_of(seen.moment) if seen.agents else None
    return {
        "left": any(levelled.seen.left), "finish": calendar.date(levelled.found.end),
        "rest": calendar.date(max((end for end in levelled.found.finish if end != NEVER), default=0.0)),
        "path": len(levelled.seen.path),
        "path_left": in_words(levelled.seen.times.end), "team": levelled.team, "later": later,
        "saved": difference(present, levelled, calendar) if present else "",
        "chances": [round(100 * part) for part in CHANCES],
        "foreseen": None if later else chances_of(seen.foreseen().found.all, calendar),
        "method": None if later else seen.foreseen().found, "beyond": levelled.beyond[:5],
        "beyond_count": len(levelled.beyond),
        "outlook_topics": EVERYTHING if seen.is_quick else "pulse",
    }


def difference(present: Levelling, imagined: Levelling, calendar: Calendar) -> str:
    """What another team changes: sooner or later, by how much."""
    now, then = present.found.end, imagined.found.end
    if now == then:
        return "the same as with those there are"
    if NEVER in (now, then):
        return "everything can be done then" if now > then else "not everything can be done then"
    minutes = abs(now - then) * 24 / calendar.hours
    return f"{in_words(minutes)} {'sooner' if then < now else 'later'} than with those there are"


def chances_of(ends: list[float], calendar: Calendar) -> tuple[datetime | None, ...]:
    if not ends:
        return None, None, None
    return tuple(calendar.date(quantile(ends, part)) for part in CHANCES)


# The chart -----------------------------------------------------------------------------------------------------------


def gantt(place: Place, seen: Seen, request: HttpRequest) -> Facts:
    question, chart = seen.question, chart_of(place, seen)
    moments = chart.moments()
    zoom = question.zoom or zoom_for(recent(moments, seen.calendar.now))
    scale = ruler(zoom, [*moments, *chart.baselines()], seen.calendar.now, question.begin)
    dates = dates_of(seen) if seen.is_quick else {}
    drawn = shapes(chart.lines(question.rows), scale, dates, seen.calendar.now)
    return {
        "chart": chart, "shapes": drawn, "dates": dates, "ruler": scale, "zoom": zoom, "today": scale.point(seen.calendar.now),
        "height": drawn[-1].bottom if drawn else 0, "left_out": chart.total - len(drawn),
        "folds": folds(question, chart), "links": links(question, chart, scale), "team": seen.levelled.team,
        "gantt_topics": EVERYTHING if seen.is_quick else "tasks tracks agents sync_points pulse",
        "more": question.link(rows=question.rows + ROWS) if question.rows < MOST_ROWS else "",
    }


def chart_of(place: Place, seen: Seen) -> Chart:
    question = seen.question
    wanted = Asked(question.is_levelled, question.unfolded, question.settled)
    return Chart(seen.levelled, queries.tracks_by_risk(place), seen.calendar, wanted)


def recent(moments: list[datetime], now: datetime) -> list[datetime]:
    """What the zoom is chosen for: all that is ahead, and as much of what lies behind."""
    ahead = max(moments) - now
    return [max(min(moments), now - ahead), max(moments)]


def links(question: Question, chart: Chart, scale: Ruler) -> dict[str, object]:
    """What the switches above the chart lead to."""
    begin = {"earlier": scale.earlier, "later": scale.later}
    return {
        "zooms": [(name, question.link(**{"zoom": name, "from": None})) for name in ZOOMS],
        "levelled": question.link(levelled=None), "free": question.link(levelled="no"),
        "settled": question.link(done="hide" if chart.settled else "show"),
        **{name: question.link(**{"from": f"{day:%Y-%m-%dT%H:%M}"}) for name, day in begin.items() if day},
    }


def folds(question: Question, chart: Chart) -> dict[str, str]:
    """Where each group's link leads: to the same page with it folded, or unfolded."""
    unfolded = chart.unfolded
    groups = {place for place in (group_of(*one) for one in chart.places) if place}
    return {group: question.link(open=sorted(unfolded ^ {group}) or [NOTHING]) for group in groups}


def group_of(kind: str, which: object) -> str:
    return f"track/{which}" if kind == "track" else "" if kind in ("task", "sync") else kind


def dates_of(seen: Seen) -> Dates:
    """By when tracks and sync points are done, with the three chances. Levelled schedules only: others know no agents."""
    if not seen.question.is_levelled:
        return {}
    found = seen.foreseen()
    return {
        reference: dates for reference, node in found.nodes.items()
        if (dates := chances_of(found.found.ends.get(node, []), seen.calendar)) and len(dates) == 3
    }


# The same as a file --------------------------------------------------------------------------------------------------

COLUMNS = (
    "kind", "key", "title", "state", "percent", "start", "finish", "slack_minutes", "critical", "agent", "planned_start",
    "planned_finish", "slip_days", "p50", "p85", "p95", "why",
)


@project_page
def schedule_csv(request: HttpRequest, place: Place) -> HttpResponse:
    """Every line, whatever is folded on the page."""
    seen = look(place, asked(request))
    groups = frozenset([*(f"track/{key}" for key in place.plan.tracks), "loose", "points"])
    chart = Chart(seen.levelled, queries.tracks_by_risk(place), seen.calendar, Asked(seen.question.is_levelled, groups, True))
    dates = dates_of(seen)
    lines = (line for line in chart.lines(ALL) if line.kind != "group")
    return csv_file(f"{place.slug}-schedule.csv", COLUMNS, (row_of(line, dates.get(line.ref)) for line in lines))


def row_of(line: Line, dates: tuple[datetime | None, ...] | None) -> tuple[object, ...]:
    return (
        line.kind, line.key, line.title, line.state, line.percent, line.start, line.finish, line.slack, line.is_critical,
        line.agent, *(line.baseline or (None, None)), line.slip_days, *(dates or (None, None, None)), line.why,
    )
