"""How long ago and how long still, in words. The same words as times.js, which keeps them up to date in the browser."""

from datetime import datetime

from tracks.spans import span

WEEK = 7 * 86400


def ago(age: int, at: datetime) -> str:
    return "just now" if age < 5 else f"{span(age)} ago" if age < WEEK else at.strftime("%-d %b %Y")


def short(age: int, at: datetime) -> str:
    return "now" if age < 5 else span(age, short=True) if age < WEEK else at.strftime("%-d %b %Y")


def left(age: int, at: datetime) -> str:
    return f"{span(age)} over" if age > 0 else f"{span(-age)} left"


def date(age: int, at: datetime) -> str:
    return at.strftime("%-d %b %Y, %H:%M:%S UTC")


IN_WORDS = {"ago": ago, "short": short, "left": left, "date": date}
