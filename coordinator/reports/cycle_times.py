"""How long tasks took, from first claim to end: percentiles of those that got done in a period, of all and by track."""

from collections.abc import Iterable
from dataclasses import dataclass

from coordinator.reports.measured import track_of
from coordinator.reports.periods import Period
from tracks.ahead.forecast import quantile
from tracks.work import Task


@dataclass(frozen=True, slots=True)
class CycleTimes:
    """In minutes. `timed` of the tasks that got done were claimed by somebody; the others were just ticked off."""

    track: str | None
    timed: int
    p50: float | None
    p85: float | None
    p95: float | None


def cycle_times(span: Period) -> list[CycleTimes]:
    """Of all first, then by track."""
    everything: list[float] = []
    by_track: dict[str, list[float]] = {}
    for move in span.known.done_between(span.places.start, span.places.stop):
        if move.minutes is not None:
            everything.append(move.minutes)
            task: Task | None = span.moment.plan.tasks.get(move.key)
            if task is not None and (track := track_of(span.moment.plan, task)):
                by_track.setdefault(track, []).append(move.minutes)
    return [of(None, everything), *(of(track, by_track[track]) for track in sorted(by_track))]


def of(track: str | None, minutes: Iterable[float]) -> CycleTimes:
    ordered = sorted(minutes)
    if not ordered:
        return CycleTimes(track, 0, None, None, None)
    return CycleTimes(track, len(ordered), *(round(quantile(ordered, part), 2) for part in (0.5, 0.85, 0.95)))
