"""One report as plain data: what it found in a sentence, a chart or bars, and the same in a table; and the words for it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from coordinator.reports.stretches import Stretch
from coordinator.web.drawing.charts import Chart
from coordinator.web.reports.asked import Asked

MOST_ROWS = 100  # of a table on the page; the file has them all


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of bars: `parts` are state, share of the longest in percent from where to how wide, and how often."""

    name: str
    value: str
    width: float
    state: str
    note: str = ""
    agent: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """`rows` newest or largest first; texts, numbers and times. `total` is how many there are in all."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    total: int


@dataclass(frozen=True, slots=True)
class Report:
    """`empty` says what is missing where there is nothing to draw."""

    finding: str
    table: Table
    chart: Chart | None = None
    bars: tuple[Bar, ...] = ()
    note: str = ""
    empty: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """A sort of report. `draw(stretch, question, tall)` draws it; `rows` are all rows of its table, for a file."""

    name: str
    title: str
    icon: str
    draw: Callable[[Stretch, Asked, bool], Report]
    rows: Callable[[Stretch, Asked], Table]
    filters: tuple[str, ...] = ("track",)
    help: str = ""


def table(columns: tuple[str, ...], rows: list[tuple[Any, ...]]) -> Table:
    return Table(columns, rows, len(rows))


def nothing(finding: str, columns: tuple[str, ...], missing: str) -> Report:
    """A report without anything to draw; `missing` says what there would have to be."""
    return Report(finding, Table(columns, [], 0), empty=missing)


def shown(whole: Table) -> Table:
    return Table(whole.columns, whole.rows[:MOST_ROWS], whole.total)


# Words ---------------------------------------------------------------------------------------------------------------


def duration(minutes: float) -> str:
    """As people say it: 40 s, 42 min, 3.5 h, 2.3 days."""
    if minutes < 1:
        return f"{minutes * 60:.0f} s"
    if minutes < 60:
        return f"{minutes:.0f} min"
    if minutes < 1_440:
        return f"{amount(minutes / 60)} h"
    return "1 day" if minutes == 1_440 else f"{amount(minutes / 1_440)} days"


def amount(value: float) -> str:
    """One digit behind the point while it says something."""
    return f"{value:,.1f}".removesuffix(".0") if value < 100 else f"{value:,.0f}"


def count(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def compared(now: float, before: float) -> str:
    """How much more or less that is: "12 % more", "as many"."""
    if not before:
        return ""
    change = round(100 * (now - before) / before)
    return "as many" if not change else f"{abs(change)} % {'more' if change > 0 else 'fewer'}"


def length(span: Stretch) -> str:
    """How long a stretch is: "24 hours", "7 days"."""
    hours = (span.until - span.since).total_seconds() / 3_600
    if hours < 1.5:
        return count(round(hours * 60), "minute")
    return count(round(hours), "hour") if hours < 47.5 else count(round(hours / 24), "day")


def minute(when: datetime, zone: tzinfo) -> str:
    return when.astimezone(zone).strftime("%-d %b %Y, %H:%M")


def day(when: datetime, zone: tzinfo, now: datetime) -> str:
    """A date, with the time of day where it is near."""
    local = when.astimezone(zone)
    near = abs((when - now).total_seconds()) < 3 * 86_400
    return local.strftime("%-d %b, %H:%M" if near else "%-d %b" if local.year == now.astimezone(zone).year else "%-d %b %Y")
