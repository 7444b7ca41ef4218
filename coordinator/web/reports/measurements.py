"""What is measured: a row with a small line for each name, and the whole series of one against its target."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import msgspec

from coordinator.eventlog import store
from coordinator.eventlog.models import Event
from coordinator.reports.stretches import Stretch
from coordinator.web.drawing import paths
from coordinator.web.drawing.charts import Chart, Mark, Paper, Rule, Sample, stops
from coordinator.web.drawing.scales import Scale, nice_ticks, spoken
from coordinator.web.pages import Place
from coordinator.web.reports.asked import Asked
from coordinator.web.reports.report import Report, Table, count, nothing, shown, table
from coordinator.web.reports.sampling import sentence
from tracks.events import MeasurementRecorded
from tracks.models import Measurement

PAGE = 50
WIDE, HIGH, EDGE = 96, 24, 3  # of a small line, in pixels
COLUMNS = ("At", "Value", "Of", "By", "About", "Remark")
MISSING = "Nothing was measured under this name in this time. Choose a longer one, or add a reading."
MOST_READINGS = 5_000  # of one series in one chart
SIGNS = {"<=": "≤", ">=": "≥"}


@dataclass(frozen=True, slots=True)
class Line:
    """One name: its newest reading, its target in words, and the small line of its last readings."""

    name: str
    unit: str
    count: int
    latest: dict[str, Any] | None
    recorded_at: datetime | None
    change: str
    trend: str
    target: str
    is_met: bool | None
    path: str
    dot: str
    aim: str


def lines(place: Place, most: int) -> tuple[list[Line], int]:
    """By name, and how many there are in all."""
    rows = place.of(Measurement).order_by("key")
    return [line_of(row) for row in rows[:most]], rows.count()


def found(place: Place, name: str) -> Measurement | None:
    row: Measurement | None = place.of(Measurement).filter(key=name).first()
    return row


def line_of(row: Measurement) -> Line:
    figures, latest = row.figures, row.figures["latest"]
    values = [float(reading["value"]) for reading in row.recent]
    target = figures["target"]
    aim = float(target["value"]) if target else None
    points = small(values, aim)
    up = scale_of(values, aim)
    return Line(
        row.key, row.unit, row.count, latest, moment_of(latest["recorded_at"]) if latest else None, figures["change"],
        figures["trend"], words_of(target), figures["met"], paths.line(points), paths.dots(points[-1:]),
        f"M0 {paths.short(up(aim))}H{WIDE}" if aim is not None else "",
    )


def small(values: list[float], aim: float | None) -> list[paths.Point]:
    up = scale_of(values, aim)
    step = (WIDE - 2 * EDGE) / max(len(values) - 1, 1)
    return [(EDGE + step * place, up(value)) for place, value in enumerate(values)]


def scale_of(values: list[float], aim: float | None) -> Scale:
    every = [*values, *([aim] if aim is not None else [])] or [0.0]
    return Scale(min(every), max(every), HIGH - EDGE, EDGE) if min(every) < max(every) else Scale(0, 1, HIGH / 2, HIGH / 2)


def words_of(target: dict[str, str] | None) -> str:
    return f"{SIGNS.get(target['comparison'], target['comparison'])} {target['value']}" if target else ""


def moment_of(value: str | datetime) -> datetime:
    """A time as a row has it: the database gives back text, the plan of a moment the time itself."""
    return value if isinstance(value, datetime) else datetime.fromisoformat(value)


# One series ----------------------------------------------------------------------------------------------------------


def series(place: Place, span: Stretch, name: str) -> Iterator[tuple[Any, ...]]:
    """The readings within the stretch, the newest first, found by their subject."""
    first, last = (store.sequence_at(place.id, when) for when in (span.since, span.until))
    events = Event.objects.filter(
        project=place.id, subject=f"measurement/{name}", type="measurement.recorded",
        sequence__gt=first, sequence__lte=min(last, place.sequence),
    )
    for event in events.order_by("-sequence")[:MOST_READINGS]:
        said = msgspec.json.decode(event.body, type=MeasurementRecorded)
        yield event.recorded_at, Decimal(said.value), Decimal(said.of) if said.of else "", event.actor, said.about, said.text


def draw(place: Place, span: Stretch, question: Asked, row: Measurement) -> Report:
    whole = rows(place, span, row.key)
    if not whole.rows:
        return nothing("No readings in this time", COLUMNS, MISSING)
    return Report(finding(row, whole), shown(whole), chart(span, question, row, whole.rows[::-1]), note=row.unit)


def rows(place: Place, span: Stretch, name: str) -> Table:
    return table(COLUMNS, list(series(place, span, name)))


def finding(row: Measurement, whole: Table) -> str:
    values = [one[1] for one in whole.rows]
    unit = f" {row.unit}" if row.unit else ""
    went = f"{values[-1]} to {values[0]}{unit} in {count(len(values), 'reading')}" if len(values) > 1 else f"{values[0]}{unit}"
    target = row.figures["target"]
    if not target:
        return went
    return f"{went}; the target of {words_of(target)} is {'met' if row.figures['met'] else 'not met'}"


def chart(span: Stretch, question: Asked, row: Measurement, readings: list[tuple[Any, ...]]) -> Chart:
    times, values = [one[0] for one in readings], [float(one[1]) for one in readings]
    target = row.figures["target"]
    every = [*values, *([float(target["value"])] if target else [])]
    paper = Paper(span.since, span.until, question.zone, nice_ticks(min(every), max(every)), tall=True)
    points = paper.points(times, values)
    state = "done" if row.figures["met"] else "in_progress"
    legend = [Sample("Reading", "dots", state)]
    words = [
        sentence(one[0], question.zone, f"{one[1]}{f' of {one[2]}' if one[2] else ''} {row.unit}".rstrip()) for one in readings
    ]
    if target:
        legend.append(Sample(f"Target {words_of(target)}", "line", "", "aim"))
    return Chart(
        span.since, span.until, paper.height, (Mark("line", paths.line(points), state), Mark("dots", paths.dots(points), state)),
        paper.time_words(), paper.value_words(spoken), tuple(legend),
        rules=(Rule(paper.up(float(target["value"])), words_of(target), "aim"),) if target else (),
        stops=stops(times, words), last=words[-1],
    )
