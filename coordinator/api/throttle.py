"""How many changes a caller may make: so many a minute, saved up for a few seconds, counted in this process.

Guards neighbours against a client that runs wild; no honest agent comes near it.
"""

import math
import threading
import time

from django.conf import settings

from coordinator.api.errors import TooManyRequests

SAVED_UP = 10.0  # seconds' worth of changes that may be made at once
REMEMBERED = 10_000  # callers

_left: dict[str, tuple[float, float]] = {}  # by caller: how many changes were left, and when
_lock = threading.Lock()


def spend(caller: str, now: float | None = None) -> None:
    """Takes one from what the caller has left. Raises TooManyRequests when that is nothing. `now` in seconds."""
    limit = settings.SIGNALBOX["SIGNALBOX_WRITES_PER_MINUTE"]
    if not limit:
        return
    now = time.monotonic() if now is None else now
    rate = limit / 60
    most = max(1.0, rate * SAVED_UP)
    with _lock:
        if len(_left) > REMEMBERED:
            _left.clear()
        left, at = _left.get(caller, (most, now))
        left = min(most, left + (now - at) * rate)
        _left[caller] = (left - 1 if left >= 1 else left, now)
    if left < 1:
        raise TooManyRequests(limit=limit, seconds=math.ceil((1 - left) / rate))


def forget() -> None:
    """Everybody begins with everything."""
    _left.clear()
