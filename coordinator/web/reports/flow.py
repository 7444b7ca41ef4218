"""Flow by state: how many tasks stood where over time, drawn above each other (a cumulative flow diagram)."""

from datetime import datetime

from coordinator.reports.levels import Level, levels, scope
from coordinator.reports.stretches import Stretch
from coordinator.web.drawing import paths
from coordinator.web.drawing.charts import Chart, Label, Mark, Paper, Sample, stops, ticks_to
from coordinator.web.reports.asked import Asked
from coordinator.web.reports.report import Kind, Report, Table, length, nothing, shown, table
from coordinator.web.reports.sampling import sampled, sentence, told_at

# From below: what is drawn, which states are in it, whose colour it has.
LAYERS = (
    ("Done", ("done",), "done"), ("In review", ("in_review",), "in_review"),
    ("In progress", ("claimed", "in_progress"), "in_progress"), ("Blocked", ("blocked",), "blocked"),
    ("Failed", ("failed",), "failed"), ("Deferred", ("deferred",), "deferred"), ("Open", ("open",), "pending"),
)
UNDER_WAY = ("claimed", "in_progress", "in_review", "blocked")
COLUMNS = ("Until", *(word for word, _, _ in LAYERS), "Cancelled")
ROOM = 15  # pixels that a word in a layer needs
FEWEST = 60  # points: a stack takes as many numbers as all other charts together


def draw(span: Stretch, question: Asked, tall: bool) -> Report:
    times = sampled(span, FEWEST)
    found = levels(span, times)
    if not any(map(scope, found)):
        return nothing("No tasks yet", COLUMNS, "Once there are tasks, this shows how many wait, run, are stuck and are done.")
    return Report(finding(span, found), shown(rows(span, question)), chart(span, question, tall, times, found))


def finding(span: Stretch, found: list[Level]) -> str:
    first, last = found[0], found[-1]
    said = [
        f"{held(last, states):,} {word.lower()}" for word, states, _ in LAYERS[1:5] if held(last, states)
    ]
    words = ", ".join(said) or "nothing under way"
    change = held(last, UNDER_WAY) - held(first, UNDER_WAY)
    more = f"{abs(change):,} {'more' if change > 0 else 'fewer'}" if change else "as many"
    ago = f"; {more} under way {'than' if change else 'as'} {length(span)} ago" if scope(first) else ""
    return f"{words[0].upper()}{words[1:]}{ago}"


def held(level: Level, states: tuple[str, ...]) -> int:
    return sum(level[state] for state in states)


def chart(span: Stretch, question: Asked, tall: bool, times: list[datetime], found: list[Level]) -> Chart:
    paper = Paper(span.since, span.until, question.zone, ticks_to(max(map(scope, found))), tall)
    below, marks = [0] * len(times), []
    legend: list[Sample] = []
    labels: list[Label] = []
    for word, states, state in LAYERS:
        counts = [held(level, states) for level in found]
        if not any(counts):
            continue
        above = [low + number for low, number in zip(below, counts, strict=True)]
        marks.append(Mark("area", paths.area(paper.points(times, above), paper.points(times, below)), state, "layer"))
        legend.insert(0, Sample(word, "area", state, "layer"))
        top, bottom = paper.up(above[-1]), paper.up(below[-1])
        if bottom - top > ROOM:
            labels.append(Label("99%", (top + bottom) / 2 + 4, f"{word} {counts[-1]:,}"))
        below = above
    words = [sentence(when, question.zone, spoken(level)) for when, level in zip(times, found, strict=True)]
    return Chart(
        span.since, span.until, paper.height, tuple(marks), paper.time_words(), paper.value_words(), tuple(legend),
        labels=tuple(labels), stops=stops(times, words), last=words[-1],
    )


def spoken(level: Level) -> str:
    counts = ((held(level, states), word.lower()) for word, states, _ in LAYERS)
    return ", ".join(f"{number:,} {word}" for number, word in counts if number) or "no tasks"


def rows(span: Stretch, question: Asked) -> Table:
    times = told_at(span, question.zone)
    found = [
        (when, *(held(level, states) for _, states, _ in LAYERS), level["cancelled"])
        for when, level in zip(times, levels(span, times), strict=True)
    ]
    return table(COLUMNS, found[::-1])


FLOW = Kind(
    "flow", "Flow by state", "chart-area", draw, rows,
    help="How many tasks had each state, one layer above the other. A layer that grows thicker is where work piles up.",
)
