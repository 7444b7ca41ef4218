"""The whole history at a glance: how much happened when, over a control that goes to any moment of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from math import sqrt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from coordinator.eventlog import store
from coordinator.eventlog.store import Head
from coordinator.web.pages import Place, project_page

BARS = 120
HEIGHT = 28
FINE = 100  # places of the control within one bar
SHORTEST = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """The history in BARS equal spans of time. `bounds` are the sequences where they begin, and the newest one."""

    begin: datetime
    end: datetime
    bounds: tuple[int, ...]

    @property
    def counts(self) -> list[int]:
        first, *others = [after - before for before, after in pairwise(self.bounds)]
        return [first + 1, *others]

    @property
    def bars(self) -> list[tuple[int, int, int, int]]:
        """Place, count, top and height of each that is not empty. A square root, so that one import hides no quiet day."""
        counts = self.counts
        tallest = sqrt(max(counts))
        drawn = [(place, count, max(2, round(HEIGHT * sqrt(count) / tallest))) for place, count in enumerate(counts) if count]
        return [(place, count, HEIGHT - height, height) for place, count, height in drawn]

    def place_of(self, sequence: int) -> int:
        """Where the control stands at this event."""
        for place, (before, after) in enumerate(pairwise(self.bounds)):
            if sequence <= after:
                return round(FINE * (place + max(0, sequence - before) / max(1, after - before)))
        return BARS * FINE


@project_page
def timeline(request: HttpRequest, place: Place) -> HttpResponse:
    whole = stretch(place.head)
    at = BARS * FINE if place.at is None else min(whole.place_of(place.at), BARS * FINE - 1)
    return render(request, "time/_timeline.html", {
        "project": place, "now": place.now, "whole": whole, "place": at, "bar": at // FINE, "most": BARS * FINE,
        "seconds": round((whole.end - whole.begin).total_seconds() * 1000),
    })  # fmt: skip


@lru_cache(maxsize=64)
def stretch(head: Head) -> Stretch:
    """Two queries, however long the log is; none while nothing happens."""
    first = store.read(head.id, 0, limit=1)[0].recorded_at
    end = max(head.recorded_at, first + SHORTEST)
    span = (end - first) / BARS
    within = store.sequences_at(head.id, [first + span * place for place in range(1, BARS)])
    return Stretch(first, end, (1, *(min(one, head.sequence) for one in within), head.sequence))
