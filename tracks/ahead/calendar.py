"""Minutes of work as dates. A day holds 24 hours of work unless told otherwise; fewer are spread evenly over it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import isinf

WEEK = timedelta(weeks=1)
FARTHEST = 36_500 * 24 * 60  # minutes: a hundred years from now is as good as never, and a date all the same


@dataclass(frozen=True, slots=True)
class Calendar:
    now: datetime
    hours: float = 24.0

    def date(self, minutes: float) -> datetime | None:
        """When so much work from now is done; None for never."""
        if isinf(minutes):
            return None
        spread = minutes * 24 / self.hours
        return self.now + timedelta(minutes=round(min(spread, FARTHEST), 3))

    def minutes(self, date: datetime) -> float:
        """How much work is done by then, counted from now."""
        return (date - self.now) / timedelta(minutes=1) * self.hours / 24


def planned(start: datetime | None, weeks: Iterable[int]) -> tuple[datetime, datetime] | None:
    """From when until when those weeks are; week 1 begins when the project does."""
    numbers = sorted(weeks)
    if start is None or not numbers:
        return None
    return start + (max(numbers[0], 1) - 1) * WEEK, start + max(numbers[-1], 1) * WEEK
