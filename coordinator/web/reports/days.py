"""The report of a day: what was finished, begun, blocked and failed, who did what, and how the forecast moved. Days of UTC."""

from datetime import date, timedelta

from django.http import Http404, HttpRequest, HttpResponse

from coordinator.reports.daily import DayTask, ReportOfDay, day_of
from coordinator.reports.moments import moment_at
from coordinator.reports.stretches import begun
from coordinator.web.pages import Facts, Place, draw, project_page

DAY = timedelta(days=1)
SHOWN = 50  # of each list
SECTIONS = (
    ("finished", "Finished", "done"), ("begun", "Begun", "in_progress"), ("blocked", "Blocked", "blocked"),
    ("failed", "Failed", "failed"), ("reopened", "Reopened", "ready"),
)
COUNTED = (("added", "Added to the plan"), ("cancelled", "Cancelled"))


@project_page
def report_of_day(request: HttpRequest, place: Place) -> HttpResponse:
    return draw(request, "reports/day.html", {"day": told}, place, day_asked(request, place))


def day_asked(request: HttpRequest, place: Place) -> date:
    text = request.GET.get("date", "")
    try:
        found = date.fromisoformat(text) if text else place.now.date()
    except ValueError:
        raise Http404 from None
    if not 1971 <= found.year <= 9997:
        raise Http404
    return found


def told(place: Place, wanted: date) -> Facts:
    now = place.now.replace(second=0, microsecond=0)
    moment = moment_at(place.head, place.at)
    first, last = begun(moment, now).date(), now.date()
    day = min(max(wanted, first), last)
    found = day_of(moment, day, now)
    return {
        "day": found, "finding": finding(found), "sections": sections(found),
        "others": [(words, found.counts[name]) for name, words in COUNTED if found.counts[name]],
        "earlier": day - DAY if day > first else None, "later": day + DAY if day < last else None, "is_today": day == last,
    }


def sections(day: ReportOfDay) -> list[tuple[str, str, int, list[DayTask]]]:
    """Those in which something happened: title, state, how many, and the first of them."""
    return [
        (title, state, day.counts[name], getattr(day, name)[:SHOWN]) for name, title, state in SECTIONS if day.counts[name]
    ]


def finding(day: ReportOfDay) -> str:
    finished, begun_now = day.counts["finished"], day.counts["begun"]
    words = f"{finished:,} finished, {begun_now:,} begun" if finished or begun_now else "Nothing was finished or begun"
    stuck = [f"{day.counts[name]:,} {name}" for name in ("blocked", "failed") if day.counts[name]]
    return ", ".join([words, *stuck])
