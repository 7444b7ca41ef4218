"""Throughput: how many tasks got done, hour by hour or day by day, and whether that is more than before."""

from datetime import UTC, datetime

from coordinator.reports.buckets import HOUR, Buckets, buckets
from coordinator.reports.stretches import Stretch
from coordinator.web.drawing import paths
from coordinator.web.drawing.charts import Chart, Mark, Paper, Rule, Sample, stops, ticks_to
from coordinator.web.reports.asked import Asked
from coordinator.web.reports.report import Kind, Report, Table, amount, compared, count, length, minute, nothing, shown, table

COLUMNS = ("From", "To", "Done")
MISSING = "No task got done in this time. Choose a longer one, or another track or agent."
GAP = 0.12  # of a bar's room, at each side


def draw(span: Stretch, question: Asked, tall: bool) -> Report:
    parts, counts = counted(span, question)
    if not any(counts):
        return nothing("Nothing was finished", COLUMNS, MISSING)
    unit = "hour" if parts.unit.total_seconds() == 3_600 else "day"
    rate = sum(counts) / ((span.until - span.since) / parts.unit)
    return Report(
        finding(span, question, sum(counts), rate, unit), shown(told(parts, counts)), chart(span, question, tall, parts, counts),
        note=f"{count(sum(counts), 'task')} in {length(span)}; each bar is {said(parts)}",
    )


def counted(span: Stretch, question: Asked) -> tuple[Buckets, list[int]]:
    parts = buckets(span.since, span.until, question.zone)
    return parts, parts.count(ends(span, question.agent))


def ends(span: Stretch, agent: str) -> list[datetime]:
    """When tasks got done, those of one agent or all."""
    known, places = span.known, span.wanted(span.known.done_places(span.places.start, span.places.stop))
    number = known.words.numbers.get(agent, -1)
    return [
        datetime.fromtimestamp(known.times[place], UTC) for place in places if not agent or known.agents[place] == number
    ]


def finding(span: Stretch, question: Asked, done: int, rate: float, unit: str) -> str:
    before = span.before()
    change = compared(done, len(ends(before, question.agent))) if before else ""
    words = f"{amount(rate)} {'an' if unit == 'hour' else 'a'} {unit}"
    if span.until - span.since < HOUR:
        return f"{count(done, 'task')} in {length(span)}"
    return f"{words}, {change}{' as' if change == 'as many' else ' than'} in the {length(span)} before" if change else words


def said(parts: Buckets) -> str:
    return parts.word if parts.word[0].isdigit() else f"{'an' if parts.word == 'hour' else 'a'} {parts.word}"


def chart(span: Stretch, question: Asked, tall: bool, parts: Buckets, counts: list[int]) -> Chart:
    paper = Paper(span.since, span.until, question.zone, ticks_to(max(counts)), tall)
    spans = list(zip(parts.edges, parts.edges[1:], strict=False))
    boxes = []
    for (first, last), number in zip(spans, counts, strict=True):
        left, right = paper.x(first), paper.x(last)
        gap = GAP * (right - left)
        if number:
            boxes.append((left + gap, right - gap, paper.up(number), paper.up(0)))
    mean = sum(counts) / max((span.until - span.since) / (spans[len(spans) // 2][1] - spans[len(spans) // 2][0]), 1)
    words = [
        f"{minute(first, question.zone)} to {minute(last, question.zone)}: {number:,} done"
        for (first, last), number in zip(spans, counts, strict=True)
    ]
    return Chart(
        span.since, span.until, paper.height, (Mark("bars", paths.bars(boxes), "done"),), paper.time_words(), paper.value_words(),
        (Sample("Tasks done", "bars", "done"), Sample("Mean", "line", "", "mean")),
        rules=(Rule(paper.up(mean), "", "mean"),),
        stops=stops([first + (last - first) / 2 for first, last in spans], words), last=words[-1],
    )


def rows(span: Stretch, question: Asked) -> Table:
    return told(*counted(span, question))


def told(parts: Buckets, counts: list[int]) -> Table:
    return table(COLUMNS, list(zip(parts.edges, parts.edges[1:], counts, strict=False))[::-1])


THROUGHPUT = Kind(
    "throughput", "Throughput", "chart-column", draw, rows, ("track", "agent"),
    help="How many tasks got done in each part of the time. Tasks with subtasks are not counted beside these.",
)
