"""How often somebody may come: so many times a minute, saved up for a few seconds, counted in this process.

Guards neighbours against a client that runs wild, and sign-in against one that guesses. What a caller does often is
counted apart from what is heavy, so that neither uses up the other. No honest agent comes near any of it.
"""

import math
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_network

from django.conf import settings
from django.http import HttpRequest

SAVED_UP = 10  # seconds' worth that may come at once
REMEMBERED = 10_000  # callers and scopes; whoever was not here for longest is forgotten first, and was full again anyway

# What is counted together, and the setting that says how often a minute.
SCOPES = {
    "reads": "SIGNALBOX_READS_PER_MINUTE",
    "commands": "SIGNALBOX_WRITES_PER_MINUTE",
    "claims": "SIGNALBOX_CLAIMS_PER_MINUTE",
    "beats": "SIGNALBOX_BEATS_PER_MINUTE",
    "heavy": "SIGNALBOX_HEAVY_PER_MINUTE",
    "sign_ins": "SIGNALBOX_SIGN_INS_PER_MINUTE",
}

_left: OrderedDict[tuple[str, str], tuple[float, float]] = OrderedDict()  # by scope and caller: how many were left, and when
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Allowance:
    """`most` may come at once and `left` are left of them; after `seconds` without a request it is `most` again."""

    scope: str
    most: int
    left: int
    seconds: int


class Exceeded(Exception):
    """Nothing is left; after `wait` seconds one is. `limit` is what the setting allows in a minute."""

    def __init__(self, allowance: Allowance, limit: int, wait: int) -> None:
        super().__init__(f"more than {limit} {allowance.scope} in a minute")
        self.allowance, self.limit, self.wait = allowance, limit, wait


def spend(scope: str, caller: str, now: float | None = None) -> Allowance | None:
    """Takes one of what the caller has left; None where there is no limit. Raises Exceeded. `now` in seconds."""
    limit: int = settings.SIGNALBOX[SCOPES[scope]]
    if not limit:
        return None
    now = time.monotonic() if now is None else now
    rate = limit / 60
    most = max(1.0, rate * SAVED_UP)
    key = (scope, caller)
    with _lock:
        before, at = _left.pop(key, (most, now))
        saved = min(most, before + (now - at) * rate)
        left = saved - 1 if saved >= 1 else saved
        _left[key] = (left, now)
        if len(_left) > REMEMBERED:
            _left.popitem(last=False)
    allowance = Allowance(scope, int(most), int(left), math.ceil((most - left) / rate))
    if saved < 1:
        raise Exceeded(allowance, limit, math.ceil((1 - saved) / rate))
    return allowance


def forget() -> None:
    """Everybody begins with everything."""
    with _lock:
        _left.clear()


def address_of(request: HttpRequest) -> str:
    """Where a request comes from. A proxy in front says so last in X-Forwarded-For; what stands before that anybody may claim.

    Of an IPv6 address the network counts, of which everybody has a whole one.
    """
    address: str = request.META.get("REMOTE_ADDR", "")
    if settings.SIGNALBOX["SIGNALBOX_BEHIND_TLS_PROXY"]:
        address = request.META.get("HTTP_X_FORWARDED_FOR", address).rpartition(",")[2].strip()
    try:
        return str(ip_network(f"{IPv6Address(address)}/64", strict=False))
    except ValueError:
        return address
