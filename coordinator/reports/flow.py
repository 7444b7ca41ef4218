"""How work flows: what was put up, begun and finished each day, and what stood where at its end."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cache

from coordinator.reports.moves import GONE, GROUP
from coordinator.reports.periods import Period

COUNTED = {"added": 0, "begun": 0, "done": 0, "failed": 0, "blocked": 0, "reopened": 0, "cancelled": 0}


@dataclass(frozen=True, slots=True)
class FlowDay:
    """Of one day, in UTC: how many tasks were `added`, `begun` (claimed for the first time), `done`, `failed`, `blocked`,
    `reopened` or `cancelled`; and in `standing` how many had each state when it ended, or now."""

    date: date
    added: int
    begun: int
    done: int
    failed: int
    blocked: int
    reopened: int
    cancelled: int
    standing: dict[str, int]


@dataclass(frozen=True, slots=True)
class Flow:
    """`throughput` is the mean number of tasks done a day over the days shown."""

    days: list[FlowDay]
    throughput: float


def flow(span: Period) -> Flow:
    place = span.places.start
    days = []
    for day in span.days:
        until = max(place, span.place_after(day))
        counts = dict(COUNTED)
        for combined, count in Counter(span.known.combined(place, until)).items():
            for name in said_of(*combined):
                counts[name] += count
        days.append(FlowDay(date=day, **counts, standing=span.known.standing(until)))
        place = until
    return Flow(days, round(sum(day.done for day in days) / len(days), 2))


@cache
def said_of(event: str, before: str, after: str) -> tuple[str, ...]:
    """As what a move counts. A task that becomes the sum of its subtasks, or their sum no more, is not added or done."""
    if GROUP in (before, after) or before == after:
        return ()
    said = []
    if before == GONE:
        said.append("added")
    if event == "task.claimed" and before == "open":
        said.append("begun")
    if event in ("task.reopened", "task.retried"):
        said.append("reopened")
    if after in ("done", "failed", "blocked", "cancelled"):
        said.append(after)
    return tuple(said)
