"""The report of a day as Markdown. What people wrote is text in it, never markup."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime

from coordinator.reports.daily import DayTask, ForecastMoved, ReportOfDay

MARKUP = re.compile(r"([\\`*_{}\[\]<>()#+!|~&@:-])")


def daily_text(day: ReportOfDay) -> str:
    return "\n".join(lines(day)) + "\n"


def lines(day: ReportOfDay) -> Iterator[str]:
    yield f"# {plain(day.project)}: {day.date}{'' if day.over else ' (so far)'}"
    yield ""
    before = "" if day.before is None else f" (before: {day.before.done} of {day.before.total - day.before.cancelled})"
    yield f"{day.now.done} of {day.now.total - day.now.cancelled} tasks are done, {day.now.percent} %{before}."
    yield from forecast(day.forecast)
    for title, tasks in (
        ("Finished", day.finished), ("Begun", day.begun), ("Blocked", day.blocked), ("Failed", day.failed),
        ("Reopened", day.reopened),
    ):
        yield from section(title, map(line, tasks), day.counts[title.lower()])
    yield from section("Who did what", (
        f"- {plain(one.actor)}: " + ", ".join(f"{count} × {name}" for name, count in one.events.items()) for one in day.who
    ), len(day.who))
    yield from section("Changes of the plan", (f"- {count} × {name}" for name, count in day.plan_changes.items()),
                       sum(day.plan_changes.values()))
    if sent := day.messages.get("message.sent"):
        yield from ("", f"{sent} {'messages were' if sent > 1 else 'message was'} sent.")


def forecast(moved: ForecastMoved) -> Iterator[str]:
    if moved.p85_after is not None:
        later = "" if not moved.days_later else f", {abs(moved.days_later)} days {'later' if moved.days_later > 0 else 'sooner'}"
        yield f"Done by {minute(moved.p50_after)} with 50 %, by {minute(moved.p85_after)} with 85 %{later}."


def section(title: str, those: Iterable[str], count: int) -> Iterator[str]:
    if count:
        yield from ("", f"## {title} ({count})", "")
        yield from those


def line(task: DayTask) -> str:
    words = [f"- {plain(task.key)} {plain(task.title)}"]
    words += [f"by {plain(task.agent)}"] if task.agent else []
    words += [f"in {task.minutes:g} minutes"] if task.minutes is not None else []
    return ", ".join(words) + (f": {plain(task.reason)}" if task.reason else "")


def minute(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC" if moment else "nobody knows when"


def plain(text: str) -> str:
    """Text with everything escaped that Markdown could take for markup, on one line."""
    return MARKUP.sub(r"\\\1", " ".join(text.split()))
