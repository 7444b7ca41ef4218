"""The round times that an axis is marked with, on the clock of a zone, in as few words as tell them apart."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import pairwise

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
STEPS = (
    *(MINUTE * count for count in (1, 2, 5, 10, 15, 30)), *(HOUR * count for count in (1, 2, 3, 6, 12)),
    *(DAY * count for count in (1, 2, 7, 14)),
)
MONTHS = (1, 2, 3, 6, 12, 24, 60, 120, 1_200)


@dataclass(frozen=True, slots=True)
class TimeTick:
    at: datetime
    word: str


def time_ticks(since: datetime, until: datetime, zone: tzinfo, most: int = 6) -> list[TimeTick]:
    """At most `most` of them, all within the stretch. Where the day changes among hours, it is named."""
    span = until - since
    step = next((one for one in STEPS if span / one <= most), None)
    if step is None:
        months = next((one for one in MONTHS if span / (one * 30 * DAY) <= most), MONTHS[-1])
        return [TimeTick(when, said(when, zone, "%b %Y")) for when in by_months(since, until, zone, months)]
    if step >= DAY:
        return [TimeTick(when, said(when, zone, "%-d %b")) for when in by_days(since, until, zone, step // DAY)]
    return [
        TimeTick(when, said(when, zone, "%-d %b" if is_midnight(when, zone) else "%H:%M"))
        for when in by_clock(since, until, zone, step)
    ]


def by_clock(since: datetime, until: datetime, zone: tzinfo, step: timedelta) -> Iterator[datetime]:
    """Steps within a day are counted from its midnight."""
    for midnight, next_one in pairwise(by_days(since - 2 * DAY, until + 2 * DAY, zone, 1)):
        when = midnight
        while when <= until and when < next_one:
            if when >= since:
                yield when
            when += step


def by_days(since: datetime, until: datetime, zone: tzinfo, days: int) -> Iterator[datetime]:
    """Every so many days, weeks from Monday."""
    day = since.astimezone(zone)
    midnight = datetime(day.year, day.month, day.day, tzinfo=zone) - timedelta(days=(day.toordinal() - 1) % days)
    while (when := midnight.astimezone(UTC)) <= until:
        if when >= since:
            yield when
        midnight += timedelta(days=days)


def by_months(since: datetime, until: datetime, zone: tzinfo, months: int) -> Iterator[datetime]:
    day = since.astimezone(zone)
    number = (day.year * 12 + day.month - 1) // months * months
    while (when := datetime(number // 12, number % 12 + 1, 1, tzinfo=zone).astimezone(UTC)) <= until:
        if when >= since:
            yield when
        number += months


def is_midnight(when: datetime, zone: tzinfo) -> bool:
    local = when.astimezone(zone)
    return local.hour == local.minute == 0


def said(when: datetime, zone: tzinfo, form: str) -> str:
    return when.astimezone(zone).strftime(form)
