"""What the address of a report asks for: a range of time, a track, an agent; and on whose clock days are counted."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest

from coordinator.eventlog import store
from coordinator.reports.moments import moment_at
from coordinator.reports.stretches import Stretch, begun, stretch
from coordinator.web.pages import Place

RANGES = {
    "24h": ("Last 24 h", timedelta(days=1)),
    "7d": ("Last 7 days", timedelta(days=7)),
    "30d": ("Last 30 days", timedelta(days=30)),
    "all": ("All", None),
}
USUAL = "7d"
FRESH = timedelta(minutes=5)  # while the newest event is no older, the time shown ends with it: a clock alone changes nothing
NAME_OF_ZONE = re.compile(r"[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Asked:
    """`since` and `until` are set where exact times were asked for; then `range` is empty."""

    range: str
    since: datetime | None
    until: datetime | None
    track: str
    agent: str
    zone: ZoneInfo

    def query(self, **other: str) -> str:
        """The same question as a query, or another one."""
        said = {"range": self.range, "from": stamp(self.since), "to": stamp(self.until), "track": self.track, "agent": self.agent}
        return urlencode({name: value for name, value in (said | other).items() if value})


def asked(request: HttpRequest) -> Asked:
    """Raises Http404 for what is no range and no time."""
    zone = zone_of(request.COOKIES.get("zone", ""))
    since, until = (time_asked(request, name, zone) for name in ("from", "to"))
    name = request.GET.get("range") or USUAL
    if name not in RANGES or (since and until and since >= until):
        raise Http404
    exact = since is not None or until is not None
    return Asked("" if exact else name, since, until, request.GET.get("track", ""), request.GET.get("agent", ""), zone)


def zone_of(name: str) -> ZoneInfo:
    """The reader's zone as the browser tells it, UTC where it tells none that is known here."""
    try:
        return ZoneInfo(name if NAME_OF_ZONE.fullmatch(name) else "UTC")
    except (KeyError, ValueError, OSError):
        return ZoneInfo("UTC")


def time_asked(request: HttpRequest, name: str, zone: ZoneInfo) -> datetime | None:
    text = request.GET.get(name, "")
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
        return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Http404 from None


def is_local(request: HttpRequest) -> bool:
    """Whether the times are as a form sends them, without their zone: another reader would take them for other times."""
    return any(text and not text.endswith("Z") for text in map(request.GET.get, ("from", "to")))


def stamp(when: datetime | None) -> str:
    return when.strftime("%Y-%m-%dT%H:%M:%SZ") if when else ""


def stretch_of(place: Place, question: Asked) -> Stretch:
    """The plan is that of the end of the stretch, so that what is foretold then is what was foretold."""
    moment = moment_at(place.head, place.at)
    if question.until and question.until < place.now:
        sequence = min(store.sequence_at(place.id, question.until), place.sequence)
        moment, until = moment_at(place.head, max(sequence, 1)), question.until
    else:
        until = moment.recorded_at if place.now - moment.recorded_at < FRESH else place.now.replace(second=0, microsecond=0)
    length = RANGES[question.range][1] if question.range else None
    since = question.since or (until - length if length else begun(moment, until))
    return stretch(moment, since, until, question.track)
