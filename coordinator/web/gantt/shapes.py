"""Lines as shapes: where each bar, hatch, diamond and word of a Gantt chart stands, in pixels. Knows no tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from coordinator.web.gantt.lines import Line
from coordinator.web.gantt.ruler import Ruler
from tracks.spans import span

TALL, LOW = 36, 28  # a track and everything else
BAR = 16
LEAST = 3  # a bar is never thinner

Stretch = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Shape:
    """`y` is where the row begins; all else is a place and a width, None where there is nothing to be seen."""

    line: Line
    y: int
    height: int
    bar: Stretch | None
    done: Stretch | None
    spare: Stretch | None
    baseline: Stretch | None
    chance: Stretch | None
    likely: float | None
    diamond: float | None
    word: str
    word_x: float

    @property
    def top(self) -> int:
        return self.y + (self.height - BAR) // 2

    @property
    def middle(self) -> float:
        return self.y + self.height / 2

    @property
    def text_y(self) -> float:
        return self.middle + 4

    @property
    def chance_end(self) -> float:
        return round(sum(self.chance or ()), 1)

    @property
    def under(self) -> int:
        return self.top + BAR + 2

    @property
    def bottom(self) -> int:
        return self.y + self.height

    @property
    def slack(self) -> str:
        return in_words(self.line.slack)


Three = tuple[datetime | None, datetime | None, datetime | None]
Dates = Mapping[str, Three]


def shapes(lines: Sequence[Line], ruler: Ruler, dates: Dates, now: datetime) -> list[Shape]:
    """`dates` are the moments by which tracks and sync points are done with 50, 85 and 95 percent, as far as known."""
    found, y = [], 0
    for line in lines:
        height = TALL if line.group else LOW
        found.append(shape(line, y, height, ruler, dates.get(line.ref), now))
        y += height
    return found


def shape(line: Line, y: int, height: int, ruler: Ruler, dates: Three | None, now: datetime) -> Shape:
    is_point = line.kind == "sync"
    begin = line.start or line.finish  # of what was done without being begun only the end is known
    bar = None if is_point else ruler.span(begin, line.finish, LEAST)
    done = (bar[0], round(bar[1] * line.percent / 100, 1)) if bar and line.percent else None
    spare = None if line.is_over or is_point else ruler.span(line.finish, line.ahead)
    chance = ruler.span(dates[0], dates[2]) if dates and dates[0] and dates[2] else None
    diamond = ruler.point(line.finish) if is_point else None
    right = max((one[0] + one[1] for one in (bar, chance) if one), default=ruler.x(now))
    return Shape(
        line, y, height, bar, done, spare, ruler.span(*line.baseline) if line.baseline else None, chance,
        ruler.point(dates[1]) if dates else None, diamond, word_of(line), right + 6,
    )


def word_of(line: Line) -> str:
    """What stands behind a bar: how late a track is, who does a task."""
    if line.slip_days is not None and abs(line.slip_days) >= 0.05:
        return f"{abs(line.slip_days):.1f} d {'late' if line.slip_days > 0 else 'early'}"
    if line.kind == "task" and not line.is_over and line.finish is None:
        return "no end in sight"
    return line.agent if not line.is_over else ""


def in_words(minutes: float | None) -> str:
    """A stretch of time as the slack column says it."""
    if minutes is None:
        return ""
    return span(round(minutes * 60), short=True) if minutes >= 0.02 else "0"
