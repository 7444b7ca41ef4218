"""A chart over time as plain data: marks, axes, labels, and the values that a crosshair reads out. Templates draw it.

Shapes lie on paper WIDE units wide that is stretched to whatever room there is; words are placed in percent of it, so
they are never stretched or shrunk. Heights are pixels.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from coordinator.web.drawing.paths import Point
from coordinator.web.drawing.scales import Scale, nice_ticks, spoken
from coordinator.web.drawing.time_axis import time_ticks

WIDE = 1_000
HEIGHT, TALL = 190, 380


@dataclass(frozen=True, slots=True)
class Mark:
    """A shape: `kind` is line, area, bars, dots or band; `state` gives it its colour, `css` its stroke."""

    kind: str
    path: str
    state: str = ""
    css: str = ""


@dataclass(frozen=True, slots=True)
class Tick:
    """A word at an axis: `place` in percent along, in pixels across; `anchor` is which end of it stands there."""

    place: str
    word: str
    anchor: str = "middle"
    css: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line through the chart with a word at it, at so many pixels from above."""

    y: float
    word: str
    css: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """A word in the chart, at so many percent from the left and so many pixels from above."""

    x: str
    y: float
    word: str
    anchor: str = "end"


@dataclass(frozen=True, slots=True)
class Sample:
    """What a mark means, in the legend: a word beside a piece of it."""

    word: str
    kind: str
    state: str = ""
    css: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    since: datetime
    until: datetime
    height: int
    marks: tuple[Mark, ...]
    along: tuple[Tick, ...]
    across: tuple[Tick, ...]
    legend: tuple[Sample, ...] = ()
    rules: tuple[Rule, ...] = ()
    labels: tuple[Label, ...] = ()
    now: str = ""
    stops: str = ""
    last: str = ""

    @property
    def whole_height(self) -> int:
        return self.height + 22

    @property
    def wide(self) -> int:
        return WIDE

    @property
    def ends(self) -> tuple[float, float]:
        return seconds(self.since), seconds(self.until)


@dataclass
class Paper:
    """Where times and values lie. `ticks` are those of the upright axis, which spans them."""

    since: datetime
    until: datetime
    zone: tzinfo
    ticks: Sequence[float]
    tall: bool = False
    by_logarithm: bool = False
    along: Scale = field(init=False)
    up: Scale = field(init=False)

    def __post_init__(self) -> None:
        self.along = Scale(self.since.timestamp(), self.until.timestamp(), 0, WIDE)
        self.up = Scale(self.ticks[0], self.ticks[-1], self.height, 0, self.by_logarithm)

    @property
    def height(self) -> int:
        return TALL if self.tall else HEIGHT

    def x(self, when: datetime) -> float:
        return self.along(when.timestamp())

    def percent(self, when: datetime) -> str:
        return percent(self.x(when))

    def point(self, when: datetime, value: float) -> Point:
        return self.x(when), self.up(value)

    def points(self, times: Iterable[datetime], values: Iterable[float]) -> list[Point]:
        return [self.point(when, value) for when, value in zip(times, values, strict=True)]

    def time_words(self) -> tuple[Tick, ...]:
        """Words near the ends are put so that they stay inside; every second one may give way on a narrow screen."""
        found = []
        for number, tick in enumerate(time_ticks(self.since, self.until, self.zone)):
            x = self.x(tick.at)
            anchor = "start" if x < 0.03 * WIDE else "end" if x > 0.97 * WIDE else "middle"
            found.append(Tick(percent(x), tick.word, anchor, "spare" if number % 2 else ""))
        return tuple(found)

    def value_words(self, say: Callable[[float], str] = spoken) -> tuple[Tick, ...]:
        return tuple(Tick(f"{self.up(value):.1f}", say(value)) for value in self.ticks)


def seconds(when: datetime) -> float:
    """Since 1970, as exactly as a pointer can tell."""
    return round(when.timestamp(), 1)


def percent(x: float) -> str:
    return f"{100 * x / WIDE:.2f}%"


def ticks_to(high: float, count: int = 4, whole: bool = True) -> list[float]:
    """From nothing to `high`."""
    return nice_ticks(0, max(high, 1 if whole else 1e-9), count, whole)


def stops(times: Sequence[datetime], words: Sequence[str]) -> str:
    """What the crosshair reads out: at each time a sentence."""
    return json.dumps([[seconds(when) for when in times], list(words)], ensure_ascii=False, separators=(",", ":"))
