"""One day of a project: what was finished, begun, blocked and failed, who did what, and how the forecast moved."""

from dataclasses import dataclass
from datetime import date, datetime

from coordinator.reports.chronicle import Chronicle, Move, chronicle
from coordinator.reports.deeds import Deeds, deeds, messages, plan_changes, summed
from coordinator.reports.flow import said_of
from coordinator.reports.forecasts import forecast_of
from coordinator.reports.measured import track_of
from coordinator.reports.moments import Kept, Moment, moment_at
from coordinator.reports.periods import DAY, midnight, sequences
from coordinator.reports.standing import Completion, completion
from tracks.ahead.calendar import Calendar
from tracks.ahead.forecast import quantile
from tracks.work import Task

MOST = 500  # of each list
kept = Kept(32)


@dataclass(frozen=True, slots=True)
class DayTask:
    """A task that something happened to: when, in whose hands, and why or how long where that is known."""

    key: str
    title: str
    track: str | None
    at: datetime
    agent: str | None
    minutes: float | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class ForecastMoved:
    """By when everything was to be done, as foretold at the beginning of the day and at its end, with 50 and 85 percent;
    null where nothing was left or some of it could be done by nobody. `days_later` of the 85 percent."""

    p50_before: datetime | None
    p85_before: datetime | None
    p50_after: datetime | None
    p85_after: datetime | None
    days_later: float | None


@dataclass(frozen=True, slots=True)
class ReportOfDay:
    """The day `date`, in UTC, so far as it goes: the events beyond `after` up to `until`. `counts` says how many tasks were
    finished, begun, blocked, failed, reopened, added and cancelled; each list holds the first 500."""

    project: str
    date: date
    over: bool
    after: int
    until: int
    before: Completion | None
    now: Completion
    counts: dict[str, int]
    finished: list[DayTask]
    begun: list[DayTask]
    blocked: list[DayTask]
    failed: list[DayTask]
    reopened: list[DayTask]
    messages: dict[str, int]
    plan_changes: dict[str, int]
    who: list[Deeds]
    forecast: ForecastMoved


def day_of(moment: Moment, day: date, now: datetime) -> ReportOfDay:
    """`now` says whether the day is over; beyond the moment nothing is known."""
    after, until = sequences(moment, day)
    end = moment if until == moment.sequence else moment_at(moment.head, max(until, 1))
    over = midnight(day + DAY) <= now
    found: ReportOfDay = kept.of((end.hash, moment.hash, day, over), lambda: told(moment, end, day, after, until, now))
    return found


def told(moment: Moment, end: Moment, day: date, after: int, until: int, now: datetime) -> ReportOfDay:
    known = chronicle(moment.head)
    start = moment_at(moment.head, after) if after else None
    who = deeds(moment.head.id, after, until)
    events = summed(who)
    said = told_of(known, known.place(after), known.place(until))
    lists = {name: [day_task(known.at(place), end) for place in places[:MOST]] for name, places in said.items()}
    return ReportOfDay(
        project=moment.plan.project, date=day, over=midnight(day + DAY) <= now, after=after, until=until,
        before=completion(start.plan.tally("tasks")) if start else None, now=completion(end.plan.tally("tasks")),
        counts={FIELDS[name]: len(places) for name, places in said.items()},
        finished=lists["done"], begun=lists["begun"], blocked=lists["blocked"], failed=lists["failed"],
        reopened=lists["reopened"], messages=dict(messages(events)), plan_changes=plan_changes(events), who=who,
        forecast=moved(start, end, day, now),
    )


FIELDS = {
    "done": "finished", "begun": "begun", "blocked": "blocked", "failed": "failed", "reopened": "reopened", "added": "added",
    "cancelled": "cancelled",
}


def told_of(known: Chronicle, first: int, last: int) -> dict[str, list[int]]:
    """The places of the moves that count as something."""
    said: dict[str, list[int]] = {name: [] for name in FIELDS}
    for place, combined in enumerate(known.combined(first, last), first):
        for name in said_of(*combined):
            said[name].append(place)
    return said


def day_task(move: Move, end: Moment) -> DayTask:
    task: Task | None = end.plan.tasks.get(move.key)
    still = task is not None and task.state == move.after
    return DayTask(
        key=move.key, title=task.title if task else "", track=track_of(end.plan, task) or None if task else None,
        at=datetime.fromtimestamp(move.at, end.recorded_at.tzinfo), agent=move.agent or None,
        minutes=round(move.minutes, 2) if move.minutes is not None and move.after == "done" else None,
        reason=task.reason or None if task and still else None,
    )


def moved(start: Moment | None, end: Moment, day: date, now: datetime) -> ForecastMoved:
    """Each seen from its own end of the day; of a day that is not over, from now."""
    first = foretold(start, midnight(day)) if start else (None, None)
    last = foretold(end, min(midnight(day + DAY), now))
    later = round((last[1] - first[1]) / DAY, 2) if first[1] and last[1] else None
    return ForecastMoved(first[0], first[1], last[0], last[1], later)


def foretold(moment: Moment, at: datetime) -> tuple[datetime | None, datetime | None]:
    found, calendar = forecast_of(moment), Calendar(at.replace(second=0, microsecond=0))
    if not any(found.levelled.seen.left):
        return None, None
    return calendar.date(quantile(found.found.all, 0.5)), calendar.date(quantile(found.found.all, 0.85))
