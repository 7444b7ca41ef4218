"""Cycle times: how long each task took from its first claim to its end, with the lines below which 50 and 85 percent lie."""

from datetime import UTC, datetime

from coordinator.reports.chronicle import NOT_TIMED
from coordinator.reports.stretches import Stretch
from coordinator.web.drawing import paths
from coordinator.web.drawing.charts import Chart, Mark, Paper, Rule, Sample, stops
from coordinator.web.drawing.scales import minute_ticks
from coordinator.web.reports.asked import Asked
from coordinator.web.reports.report import MOST_ROWS, Kind, Report, Table, count, duration, nothing
from coordinator.web.reports.sampling import sentence
from tracks.ahead.forecast import quantile

COLUMNS = ("Task", "Agent", "Done", "Minutes")
MISSING = "A task is timed from its first claim to its end. None that somebody had claimed got done in this time."
MOST_DOTS = 600
SHORTEST = 1 / 60  # minutes: what took less is drawn as a second


def draw(span: Stretch, question: Asked, tall: bool) -> Report:
    places = timed(span, question.agent)
    if not places:
        return nothing("No times yet", COLUMNS, MISSING)
    ordered = sorted(span.known.minutes[place] for place in places)
    half, most = quantile(ordered, 0.5), quantile(ordered, 0.85)
    drawn = places[:: -(-len(places) // MOST_DOTS)]
    note = f"{count(len(drawn), 'task')} of {len(places):,} drawn, the lines are those of all" if len(drawn) < len(places) else ""
    words = f"Half of {len(places):,} tasks took less than {duration(half)}, 85 % less than {duration(most)}"
    return Report(
        words if len(places) > 1 else f"One task took {duration(half)}", told(span, places[: -MOST_ROWS - 1 : -1], len(places)),
        chart(span, question, tall, drawn, (ordered[0], ordered[-1]), half, most), note=note,
    )


def timed(span: Stretch, agent: str) -> list[int]:
    """The places of the moves by which a task that somebody had claimed got done."""
    known, number = span.known, span.known.words.numbers.get(agent, -1)
    done = span.wanted(known.done_places(span.places.start, span.places.stop))
    return [place for place in done if known.minutes[place] != NOT_TIMED and (not agent or known.agents[place] == number)]


def chart(
    span: Stretch, question: Asked, tall: bool, places: list[int], ends: tuple[float, float], half: float, most: float
) -> Chart:
    paper = Paper(span.since, span.until, question.zone, minute_ticks(*ends), tall, by_logarithm=True)
    moves = list(map(span.known.at, places))
    times = [datetime.fromtimestamp(move.at, UTC) for move in moves]
    minutes = [max(move.minutes or 0, SHORTEST) for move in moves]
    words = [
        sentence(when, question.zone, f"{move.key} took {duration(took)}")
        for when, move, took in zip(times, moves, minutes, strict=True)
    ]
    return Chart(
        span.since, span.until, paper.height, (Mark("dots", paths.dots(paper.points(times, minutes)), "in_progress"),),
        paper.time_words(), paper.value_words(duration),
        (Sample("A task", "dots", "in_progress"), Sample(f"50 %: {duration(half)}", "line", "", "half"),
         Sample(f"85 %: {duration(most)}", "line", "", "most")),
        rules=(Rule(paper.up(half), "50 %", "half"), Rule(paper.up(most), "85 %", "most")),
        stops=stops(times, words), last=words[-1],
    )


def told(span: Stretch, places: list[int], total: int) -> Table:
    moves = map(span.known.at, places)
    rows = [
        (move.key, move.agent, datetime.fromtimestamp(move.at, UTC), round(move.minutes or 0, 2)) for move in moves
    ]
    return Table(COLUMNS, rows, total)


def rows(span: Stretch, question: Asked) -> Table:
    places = timed(span, question.agent)
    return told(span, places[::-1], len(places))


CYCLE_TIMES = Kind(
    "cycle-times", "Cycle times", "chart-scatter", draw, rows, ("track", "agent"),
    help="Each dot is a task that got done: how long it took from its first claim to its end. The axis grows by powers, so that "
    "seconds and days find room on it.",
)
