"""How long ago and how long still, in words. The same words as times.js, which keeps them up to date in the browser."""

from datetime import datetime

UNITS = ((86400, "d", "day", "days"), (3600, "h", "hour", "hours"), (60, "m", "min", "min"))
WEEK = 7 * 86400


def span(seconds: int, short: bool = False) -> str:
    for size, letter, one, many in UNITS:
        if seconds >= size:
            count = seconds // size
            return f"{count}{letter}" if short else f"{count} {one if count == 1 else many}"
    return f"{seconds}s" if short else f"{seconds} s"


def ago(age: int, at: datetime) -> str:
    return "just now" if age < 5 else f"{span(age)} ago" if age < WEEK else at.strftime("%-d %b %Y")


def short(age: int, at: datetime) -> str:
    return "now" if age < 5 else span(age, short=True) if age < WEEK else at.strftime("%-d %b %Y")


def left(age: int, at: datetime) -> str:
    return f"{span(age)} over" if age > 0 else f"{span(-age)} left"


def date(age: int, at: datetime) -> str:
    return at.strftime("%-d %b %Y, %H:%M:%S UTC")


IN_WORDS = {"ago": ago, "short": short, "left": left, "date": date}
