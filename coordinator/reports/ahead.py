"""By when the rest of a stretch's work will be done, with chances; foretold anew only as often as it is cheap.

A forecast of 10,000 tasks takes two seconds, and a page that follows a busy log asks again every few: what was foretold
a moment ago is given then, with the time it was foretold at. Of a moment of the past the forecast is always the exact one.
"""

import threading
from dataclasses import dataclass
from datetime import datetime
from time import monotonic

from coordinator.reports.forecasts import Foreseen, forecast_of
from coordinator.reports.moments import Moment
from coordinator.reports.stretches import Stretch
from tracks.ahead.calendar import Calendar
from tracks.ahead.forecast import quantile
from tracks.work import ref

CHANCES = (0.5, 0.85, 0.95)
SPARE = 20  # of so many parts of the time one goes into foretelling


@dataclass(frozen=True, slots=True)
class Ahead:
    """`dates` are those of 50, 85 and 95 percent. `sequence` is the event they were foretold at, `since` its time."""

    since: datetime
    sequence: int
    dates: tuple[datetime, ...]
    is_measured: bool


@dataclass(frozen=True, slots=True)
class Known:
    found: Foreseen
    sequence: int
    at: datetime
    good_until: float


_known: dict[str, Known] = {}
_lock = threading.Lock()
MOST = 64  # projects


def ahead(span: Stretch) -> Ahead | None:
    """None where nothing is left to do, or some of it can be done by nobody."""
    known = lately(span.moment, span.until)
    ends = ends_of(known.found, span.track)
    calendar = Calendar(known.at.replace(second=0, microsecond=0))
    dates = tuple(date for chance in CHANCES if ends and (date := calendar.date(quantile(ends, chance))))
    if len(dates) < len(CHANCES):
        return None
    return Ahead(known.at, known.sequence, dates, known.found.found.experience.is_measured)


def ends_of(found: Foreseen, track: str) -> list[float]:
    if track:
        return found.found.ends.get(found.nodes.get(ref("track", track), -1), [])
    return found.found.all if any(found.levelled.seen.left) else []


def lately(moment: Moment, at: datetime) -> Known:
    log = moment.head.log_id
    with _lock:
        known = _known.get(log)
    if moment.is_now and known and known.sequence <= moment.sequence and monotonic() < known.good_until:
        return known
    began = monotonic()
    known = Known(forecast_of(moment), moment.sequence, at, monotonic() + SPARE * (monotonic() - began))
    if moment.is_now:
        with _lock:
            if len(_known) >= MOST:
                _known.clear()
            _known[log] = known
    return known
