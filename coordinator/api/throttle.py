"""How many changes a caller may make: so many a minute, saved up for a few seconds, counted in this process.

Guards neighbours against a client that runs wild; no honest agent comes near it.
"""

import math
import threading
import time

from django.conf import settings

from coordinator.api.errors import TooManyRequests

SAVED_UP = 10.0  # seconds' worth of changes that may be made at once
FORGOTTEN = 10_000  # callers remembered at most

_last: dict[str, tuple[float, float]] = {}
_lock = threading.Lock()


def spend(caller: str) -> None:
    """Takes one from what the caller has left. Raises TooManyRequests when that is nothing."""
    limit = settings.SIGNALBOX["SIGNALBOX_WRITES_PER_MINUTE"]
    if not limit:
        return
    rate = limit / 60
    most = max(1.0, rate * SAVED_UP)
    now = time.monotonic()
    with _lock:
        left, at = _last.get(caller, (most, now))
        left = min(most, left + (now - at) * rate)
        if left >= 1:
            _last[caller] = (left - 1, now)
        if len(_last) > FORGOTTEN:
            _last.clear()
    if left < 1:
        raise TooManyRequests(limit=limit, seconds=max(1, math.ceil((1 - left) / rate)))
