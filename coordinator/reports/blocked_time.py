"""How long tasks were blocked, by what was said to block them; what is blocked still counts up to the moment."""

from dataclasses import dataclass

from coordinator.reports.periods import Period
from coordinator.reports.stretches import Stretch

MOST = 50


@dataclass(frozen=True, slots=True)
class BlockedTime:
    """Minutes within the period, over all tasks together. `now` is how many are blocked for that very reason."""

    cause: str
    times: int
    minutes: float
    now: int


def blocked_time(span: Period | Stretch) -> list[BlockedTime]:
    """The longest first."""
    first = span.since.timestamp()
    times: dict[str, int] = {}
    minutes: dict[str, float] = {}
    since: dict[str, float] = {}
    for move in span.blocked():
        if move.after == "blocked" != move.before:
            since[move.key] = move.at
        elif move.before == "blocked" != move.after:
            times[move.cause] = times.get(move.cause, 0) + 1
            minutes[move.cause] = minutes.get(move.cause, 0) + (move.at - since.pop(move.key, first)) / 60
    now: dict[str, int] = {}
    for task in span.tasks():
        if task.status == "blocked" and task.state == "blocked":
            spent = max(0.0, span.until.timestamp() - since.get(task.key, first)) / 60
            times[task.reason] = times.get(task.reason, 0) + 1
            minutes[task.reason] = minutes.get(task.reason, 0) + spent
            now[task.reason] = now.get(task.reason, 0) + 1
    found = [BlockedTime(cause, times[cause], round(minutes[cause], 2), now.get(cause, 0)) for cause in times]
    return sorted(found, key=lambda one: (-one.minutes, one.cause))[:MOST]
