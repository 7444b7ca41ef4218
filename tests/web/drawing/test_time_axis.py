"""The round times of an axis, on the clock of whoever reads it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from coordinator.web.drawing.time_axis import time_ticks

BERLIN, KOLKATA = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Kolkata")
NOON = datetime(2025, 3, 14, 12, tzinfo=UTC)


def words(since: datetime, span: timedelta, zone: ZoneInfo) -> list[str]:
    return [tick.word for tick in time_ticks(since, since + span, zone)]


def test_hours_of_a_day_and_the_date_where_it_changes() -> None:
    assert words(NOON, timedelta(days=1), ZoneInfo("UTC")) == ["12:00", "18:00", "15 Mar", "06:00", "12:00"]


def test_round_hours_are_those_of_the_readers_clock() -> None:
    assert words(NOON, timedelta(hours=6), KOLKATA) == ["18:00", "19:00", "20:00", "21:00", "22:00", "23:00"]


def test_days_begin_at_the_readers_midnight_also_when_the_clock_is_put_forward() -> None:
    ticks = time_ticks(datetime(2025, 3, 28, tzinfo=UTC), datetime(2025, 4, 1, tzinfo=UTC), BERLIN)
    assert [tick.word for tick in ticks] == ["29 Mar", "30 Mar", "31 Mar", "1 Apr"]
    assert all(tick.at.astimezone(BERLIN).hour == 0 for tick in ticks)
    assert ticks[2].at - ticks[1].at == timedelta(hours=23)


def test_weeks_begin_on_monday() -> None:
    ticks = time_ticks(NOON, NOON + timedelta(days=30), ZoneInfo("UTC"))
    assert {tick.at.weekday() for tick in ticks} == {0}


def test_long_spans_are_marked_by_months() -> None:
    assert words(datetime(2025, 1, 1, tzinfo=UTC), timedelta(days=140), ZoneInfo("UTC")) == [
        "Jan 2025", "Feb 2025", "Mar 2025", "Apr 2025", "May 2025",
    ]


@pytest.mark.parametrize("minutes", [1, 7, 45, 200, 1_000, 5_000, 20_000, 90_000, 900_000, 20_000_000])
@pytest.mark.parametrize("zone", [BERLIN, KOLKATA, ZoneInfo("America/St_Johns")])
def test_there_are_few_ticks_in_order_and_none_beside_the_stretch(minutes: int, zone: ZoneInfo) -> None:
    since = datetime(2024, 10, 26, 21, 17, 33, tzinfo=UTC)
    times = [tick.at for tick in time_ticks(since, since + timedelta(minutes=minutes), zone)]
    assert times == sorted(set(times))
    assert len(times) <= 8
    assert all(since <= when <= since + timedelta(minutes=minutes) for when in times)
