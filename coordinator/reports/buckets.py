"""Equal parts of a stretch of time for counting in: minutes, hours, days or weeks of somebody's clock."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

MOST = 48
MINUTE, HOUR, DAY, WEEK = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)
# A step, what it is called, and the unit that a rate is told in.
STEPS = (
    (MINUTE, "minute", HOUR), (5 * MINUTE, "5 minutes", HOUR), (15 * MINUTE, "15 minutes", HOUR), (HOUR, "hour", HOUR),
    (DAY, "day", DAY), (WEEK, "week", DAY), (4 * WEEK, "4 weeks", DAY), (52 * WEEK, "52 weeks", DAY),
)


@dataclass(frozen=True, slots=True)
class Buckets:
    """`edges` are one more than there are buckets, the first and last of which may be cut short. `unit` is what rates are of."""

    word: str
    unit: timedelta
    edges: tuple[datetime, ...]

    def count(self, times: Iterable[datetime]) -> list[int]:
        """How many of the times fall into each; those outside fall into none, the very end into the last."""
        counts = [0] * (len(self.edges) - 1)
        for when in times:
            if self.edges[0] <= when <= self.edges[-1]:
                counts[min(bisect_right(self.edges, when), len(counts)) - 1] += 1
        return counts


def buckets(since: datetime, until: datetime, zone: tzinfo, most: int = MOST) -> Buckets:
    step, word, unit = next((one for one in STEPS if (until - since) / one[0] <= most), STEPS[-1])
    edges, edge = [since], after(since, step, zone)
    while edge < until:
        edges.append(edge)
        edge = after(edge, step, zone)
    return Buckets(word, unit, (*edges, until))


def after(when: datetime, step: timedelta, zone: tzinfo) -> datetime:
    """The next whole step on the clock of that zone; weeks begin on Monday."""
    local = when.astimezone(zone)
    if step < DAY:
        into = timedelta(minutes=local.minute % max(step // MINUTE, 1), seconds=local.second, microseconds=local.microsecond)
        return (when - into + step).astimezone(UTC)
    days = step // DAY
    midnight = datetime(local.year, local.month, local.day, tzinfo=zone)
    return (midnight + timedelta(days=days - (local.toordinal() - 1) % days)).astimezone(UTC)
