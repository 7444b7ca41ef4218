"""Ages in words: on the server and in the browser the same."""

from datetime import UTC, datetime

import pytest

from coordinator.web.ages import IN_WORDS

NOON = datetime(2025, 11, 20, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("style", "age", "words"),
    [
        ("ago", 0, "just now"),
        ("ago", 4, "just now"),
        ("ago", 5, "5 s ago"),
        ("ago", 60, "1 min ago"),
        ("ago", 3600, "1 hour ago"),
        ("ago", 7199, "1 hour ago"),
        ("ago", 7200, "2 hours ago"),
        ("ago", 86400, "1 day ago"),
        ("ago", 6 * 86400, "6 days ago"),
        ("ago", 7 * 86400, "20 Nov 2025"),
        ("short", 3, "now"),
        ("short", 59, "59s"),
        ("short", 90, "1m"),
        ("short", 86400, "1d"),
        ("left", -74, "1 min left"),
        ("left", -30, "30 s left"),
        ("left", 0, "0 s left"),
        ("left", 12, "12 s over"),
        ("date", 12, "20 Nov 2025, 12:00:00 UTC"),
    ],
)
def test_an_age_is_said_in_one_unit(style: str, age: int, words: str) -> None:
    assert IN_WORDS[style](age, NOON) == words
