"""Reports: a day in words and numbers, and the numbers of the last days."""

from datetime import date
from typing import Annotated, Literal

from django.http import HttpResponse
from msgspec import Meta

from coordinator.api.door import Ask, Door, answer, operation, text_answer, wants
from coordinator.api.graph import asked_moment
from coordinator.api.rows import At
from coordinator.api.schedule import as_of
from coordinator.api.wire.reports import MetricsReport
from coordinator.reports.daily import ReportOfDay, day_of
from coordinator.reports.daily_text import daily_text
from coordinator.reports.metrics import metrics_of
from tracks.errors import InvalidField

MARKDOWN = "text/markdown"
MOST_DAYS = 92


class WhichDay(At):
    date: Annotated[str, Meta(max_length=10, description="A day such as 2026-01-31, in UTC; today without it.")] = ""
    format: Annotated[Literal["", "json", "markdown"], Meta(description="json, or markdown for people.")] = ""


class HowManyDays(At):
    days: Annotated[int, Meta(ge=1, le=MOST_DAYS, description="How many days back, today included.")] = 14


class DailyReport(Door):
    @operation(
        "Report what happened on a day", query=WhichDay, also=(MARKDOWN,),
        answers={200: (ReportOfDay, "What was finished, begun, blocked and failed, who did what, and how the forecast moved.")},
    )
    def get(self, ask: Ask) -> HttpResponse:
        moment = asked_moment(ask.head(), ask.query.at)
        now = as_of(moment, ask.query.at).replace(second=0, microsecond=0)
        day = day_of(moment, wanted_day(ask.query.date) if ask.query.date else now.date(), now)
        return text_answer(daily_text(day), MARKDOWN) if wants(ask, MARKDOWN) else answer(day)


class Metrics(Door):
    @operation(
        "Report the numbers of the last days", query=HowManyDays,
        answers={200: (MetricsReport, "Completion, flow by day, cycle times, time blocked, and what each agent did.")},
    )
    def get(self, ask: Ask) -> HttpResponse:
        moment = asked_moment(ask.head(), ask.query.at)
        now = as_of(moment, ask.query.at).replace(second=0, microsecond=0)
        found = metrics_of(moment, now, ask.query.days)
        return answer(MetricsReport(
            now, found.since, found.standing, found.flow, found.cycle_times, found.blocked, found.agents, moment.sequence
        ))


def wanted_day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise InvalidField(field="date", problem="must be a day such as 2026-01-31") from None
    if not 1970 < day.year < 9999:
        raise InvalidField(field="date", problem="must be a day between 1971 and 9998")
    return day
