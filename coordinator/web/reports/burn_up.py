"""Burn-up: how much there is to do and how much is done, over time, and by when the rest will be."""

from datetime import datetime

from coordinator.reports.ahead import Ahead, ahead
from coordinator.reports.levels import Level, levels, scope
from coordinator.reports.stretches import Stretch
from coordinator.web.drawing import paths
from coordinator.web.drawing.charts import WIDE, Chart, Mark, Paper, Sample, stops, ticks_to
from coordinator.web.reports.asked import Asked
from coordinator.web.reports.report import Kind, Report, Table, count, day, nothing, shown, table
from coordinator.web.reports.sampling import sampled, sentence, told_at

MARGIN = 1.06  # beyond the last date that is drawn
COLUMNS = ("Until", "Tasks", "Done", "Left", "Percent done")
MISSING = "There is nothing to finish yet. Import a plan or add tasks, and this shows how they get done."
CHANCES = (("50 %", "likely"), ("85 %", "sure"), ("95 %", "surest"))


def draw(span: Stretch, question: Asked, tall: bool) -> Report:
    times = sampled(span)
    found = levels(span, times)
    last = found[-1]
    if not any(map(scope, found)):
        return nothing("No tasks yet", COLUMNS, MISSING)
    left = scope(last) - last["done"]
    coming = ahead(span) if left else None
    return Report(
        finding(last, coming, span, question), shown(rows(span, question)), chart(span, question, tall, times, found, coming),
        note=note(coming, question),
    )


def finding(last: Level, coming: Ahead | None, span: Stretch, question: Asked) -> str:
    whole, done = scope(last), last["done"]
    if done == whole:
        return f"All {count(whole, 'task')} are done" if whole > 1 else "The one task is done"
    if coming is None:
        return f"{done:,} of {count(whole, 'task')} are done; nobody can do some of the rest yet"
    likely, sure, _ = (day(date, question.zone, span.until) for date in coming.dates)
    return f"{done:,} of {count(whole, 'task')} are done; the rest by {likely} with 50 %, by {sure} with 85 %"


def note(coming: Ahead | None, question: Asked) -> str:
    if coming is None:
        return ""
    learnt = "from how long finished tasks took" if coming.is_measured else "with an assumed spread, as few tasks are finished"
    return f"Foretold at #{coming.sequence:,}, {learnt}"


def chart(
    span: Stretch, question: Asked, tall: bool, times: list[datetime], found: list[Level], coming: Ahead | None
) -> Chart:
    scopes, dones, zone = list(map(scope, found)), [level["done"] for level in found], question.zone
    right = end_of(span, coming)
    paper = Paper(span.since, right, zone, ticks_to(max(scopes)), tall)
    done_line, floor = paper.points(times, dones), paper.points(times, [0] * len(times))
    marks = [
        Mark("area", paths.area(done_line, floor), "done", "ground"),
        *cone(paper, span.until, dones[-1], scopes[-1], coming),
        Mark("line", paths.steps(paper.points(times, scopes)), "", "scope"),
        Mark("line", paths.steps(done_line), "done"),
    ]
    words = [sentence(when, zone, f"{done:,} of {whole:,} done") for when, done, whole in zip(times, dones, scopes, strict=True)]
    legend = [Sample("Tasks", "line", "", "scope"), Sample("Done", "line", "done")]
    if coming:
        legend += [
            Sample(f"{chance}: {day(date, zone, span.until)}", "line", "claimed", css)
            for (chance, css), date in zip(CHANCES, coming.dates, strict=True)
        ]
    return Chart(
        span.since, right, paper.height, tuple(marks), paper.time_words(), paper.value_words(), tuple(legend),
        now=paper.percent(span.until) if coming else "", stops=stops(times, words), last=words[-1],
    )


def end_of(span: Stretch, coming: Ahead | None) -> datetime:
    """What is foretold gets as much room as what happened, at most."""
    if coming is None:
        return span.until
    length = span.until - span.since
    return span.until + min((max(coming.dates) - span.until) * MARGIN, length) if max(coming.dates) > span.until else span.until


def cone(paper: Paper, now: datetime, done: int, whole: int, coming: Ahead | None) -> list[Mark]:
    if coming is None:
        return []
    here = paper.point(now, done)
    ends = [paper.point(max(date, now), whole) for date in coming.dates]
    return [
        Mark("band", paths.shape(paths.cut([here, ends[0], ends[2]], WIDE)), "claimed", "wide"),
        Mark("band", paths.shape(paths.cut([here, ends[0], ends[1]], WIDE)), "claimed", "narrow"),
        *(
            Mark("line", paths.line(paths.cut([here, end], WIDE)[:2]), "claimed", css)
            for (_, css), end in zip(CHANCES, ends, strict=True)
        ),
    ]


def rows(span: Stretch, question: Asked) -> Table:
    times = told_at(span, question.zone)
    found = [
        (when, scope(level), level["done"], scope(level) - level["done"], round(100 * level["done"] / max(scope(level), 1)))
        for when, level in zip(times, levels(span, times), strict=True)
    ]
    return table(COLUMNS, found[::-1])


BURN_UP = Kind(
    "burn-up", "Burn-up", "trending-up", draw, rows,
    help="How many tasks there are and how many of them are done. Behind now, the bands lead to the dates by which "
    "everything is done with 50, 85 and 95 percent.",
)
