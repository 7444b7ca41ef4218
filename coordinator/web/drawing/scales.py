"""From values to places on paper, and the round values that an axis is marked with. Knows nothing of what is drawn."""

from dataclasses import dataclass
from math import ceil, floor, log10

MINUTES = (1 / 60, 1 / 6, 1, 5, 15, 60, 240, 1_440, 4_320, 10_080, 43_200, 259_200, 2_592_000)


@dataclass(frozen=True, slots=True)
class Scale:
    """Values from `low` to `high` lie from `start` to `end`, in proportion or by their logarithm."""

    low: float
    high: float
    start: float
    end: float
    by_logarithm: bool = False

    def __call__(self, value: float) -> float:
        low, high = self.low, self.high
        if self.by_logarithm:
            low, high, value = log10(low), log10(high), log10(max(value, low))
        if high == low:
            return self.start
        return self.start + (value - low) / (high - low) * (self.end - self.start)


def nice_step(span: float, count: int = 4) -> float:
    """1, 2 or 5 times a power of ten, so that no more than `count` of it make up `span`."""
    if span <= 0:
        return 1.0
    power = 10 ** floor(log10(span / count))
    return float(next(step * power for step in (1, 2, 5, 10) if span / (step * power) <= count + 1e-9))


def nice_ticks(low: float, high: float, count: int = 4, whole: bool = False) -> list[float]:
    """Round values at equal distances; the first is not above `low`, the last not below `high`. `whole`: no fractions."""
    step = nice_step(high - low, count)
    step = max(1.0, step) if whole else step
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    return [round(place * step, 10) for place in range(first, max(last, first + 1) + 1)]


def minute_ticks(low: float, high: float) -> list[float]:
    """Durations in minutes that people say, for an axis by logarithm: the first not above `low`, the last not below `high`."""
    below = [one for one in MINUTES if one <= low] or [MINUTES[0]]
    above = [one for one in MINUTES if one >= high] or [MINUTES[-1]]
    ticks = [one for one in MINUTES if below[-1] <= one <= above[0]]
    return ticks if len(ticks) > 1 else [ticks[0], next((one for one in MINUTES if one > ticks[0]), ticks[0] * 10)]


def spoken(value: float) -> str:
    """A number as short as it is exact: 1200 as "1,200", 0.5 as "0.5"."""
    return f"{value:,.0f}" if value == round(value) else f"{value:,.10f}".rstrip("0")
