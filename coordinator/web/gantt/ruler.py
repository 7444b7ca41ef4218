"""The scale of a Gantt chart: which stretch of time it shows, how wide an hour or a week is, and what is written above.

A stretch that would be too wide is cut to a window; `earlier` and `later` say where the neighbouring windows begin. UTC.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

MINUTE, HOUR, DAY, WEEK = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)
MONDAY = datetime(2024, 1, 1, tzinfo=UTC)
FEWEST = 30  # steps: a short plan still fills the page


@dataclass(frozen=True, slots=True)
class Zoom:
    """`step` is what one column stands for, `width` how many pixels it takes, `most` how many columns are drawn at once."""

    name: str
    step: timedelta
    width: int
    most: int
    minor: str
    major: str


ZOOMS = {
    "minute": Zoom("minute", MINUTE, 40, 360, "%H:%M", "%a %-d %b %Y, %H:00"),
    "hour": Zoom("hour", HOUR, 40, 336, "%H:00", "%a %-d %b %Y"),
    "day": Zoom("day", DAY, 40, 366, "%-d", "%b %Y"),
    "week": Zoom("week", WEEK, 56, 260, "%-d %b", "%Y"),
}


@dataclass(frozen=True, slots=True)
class Tick:
    """A word at a place; `is_major` begins a day, a week or a month."""

    x: float
    minor: str
    major: str
    is_major: bool


@dataclass(frozen=True, slots=True)
class Ruler:
    zoom: Zoom
    start: datetime
    steps: int
    earlier: datetime | None
    later: datetime | None

    @property
    def width(self) -> int:
        return self.steps * self.zoom.width

    @property
    def end(self) -> datetime:
        return self.start + self.steps * self.zoom.step

    def x(self, moment: datetime) -> float:
        """The place of a moment, which may lie outside."""
        return round((moment - self.start) / self.zoom.step * self.zoom.width, 1)

    def span(self, begin: datetime | None, end: datetime | None, least: float = 0) -> tuple[float, float] | None:
        """Place and width of what of a stretch is shown, None where nothing of it is."""
        if begin is None or end is None or max(begin, end) < self.start or begin > self.end:
            return None
        left, right = max(0.0, self.x(begin)), min(float(self.width), self.x(end))
        width = round(max(right - left, least), 1)  # what began within this minute may seem to end before
        return (left, width) if width > 0 else None

    def point(self, moment: datetime | None) -> float | None:
        return self.x(moment) if moment and self.start <= moment <= self.end else None

    @property
    def ticks(self) -> list[Tick]:
        return [self.tick(number) for number in range(self.steps)]

    def tick(self, number: int) -> Tick:
        moment, zoom = self.start + number * self.zoom.step, self.zoom
        begins = is_major(moment, zoom)
        told = begins or {"hour": moment.hour % 6, "minute": moment.minute % 10}.get(zoom.name) == 0
        return Tick(number * zoom.width, moment.strftime(zoom.minor), moment.strftime(zoom.major) if told else "", begins)


def is_major(moment: datetime, zoom: Zoom) -> bool:
    if zoom.name in ("minute", "hour"):
        return moment.minute == 0 and (zoom.name == "minute" or moment.hour == 0)
    return moment.weekday() == 0 if zoom.name == "day" else moment.day <= 7


def ruler(zoom: Zoom, moments: Iterable[datetime], now: datetime, begin: datetime | None) -> Ruler:
    """Shows all of `moments` and now; of what is too long a window around now, or from `begin` on."""
    shown = [*moments, now]
    first, last = floor(min(shown) - zoom.step / 2, zoom), max(shown) + 2 * zoom.step
    steps = max(FEWEST, -((first - last) // zoom.step))
    if steps <= zoom.most:
        return Ruler(zoom, first, steps, None, None)
    latest = floor(last, zoom) - (zoom.most - 1) * zoom.step
    wanted = begin or now - zoom.most // 4 * zoom.step
    start = floor(min(max(wanted, first), latest), zoom)
    stride = zoom.most * 3 // 4 * zoom.step
    return Ruler(
        zoom, start, zoom.most, max(first, start - stride) if start > first else None,
        min(latest, start + stride) if start < latest else None,
    )


def floor(moment: datetime, zoom: Zoom) -> datetime:
    """The beginning of the hour, day or week."""
    return MONDAY + (moment - MONDAY) // zoom.step * zoom.step


def zoom_for(moments: Iterable[datetime]) -> Zoom:
    """What shows all of it without much scrolling."""
    shown = list(moments)
    whole = max(shown) - min(shown)
    return ZOOMS["minute" if whole <= HOUR else "hour" if whole <= 3 * DAY else "day" if whole <= 120 * DAY else "week"]
