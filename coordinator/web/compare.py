"""What is different between two moments of a project, kind by kind, each field before and after."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse

from coordinator import plans
from coordinator.eventlog import store
from coordinator.travelling import sequence_of
from coordinator.web.differences import Shown, shown
from coordinator.web.pages import LONGEST_MOMENT, Facts, Place, draw, number_asked, project_page
from tracks.difference import ONE_OF, counts, difference, summary
from tracks.errors import InvalidField

PAGE = 100
MOST = 2_000
LATELY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Asked:
    """Two moments by their sequences; `until` is what the address says of the second, empty for now."""

    since: int
    to: int
    until: str = ""
    kind: str = ""


@project_page
def compare(request: HttpRequest, place: Place) -> HttpResponse:
    try:
        asks, problem = asked(request, place), ""
    except InvalidField as refusal:
        asks, problem = Asked(lately(place), place.sequence), refusal.detail
    facts = {"asks": asks, "problem": problem, "day_ago": lately(place), "times": times(place, asks)}
    return draw(request, "time/compare.html", {"changes": changes}, place, asks, number_asked(request, "show"), **facts)


def asked(request: HttpRequest, place: Place) -> Asked:
    """What the address says; without a beginning it is the last day. Raises InvalidField for what was never a moment."""
    said = {name: request.GET.get(name, "").strip()[:LONGEST_MOMENT] for name in ("from", "to", "kind")}
    if said["kind"] and said["kind"] not in ONE_OF:
        raise Http404
    since = sequence_of(place.head, said["from"], "from") if said["from"] else lately(place)
    to = sequence_of(place.head, said["to"], "to") if said["to"] else place.sequence
    return Asked(since, to, said["to"], said["kind"])


def lately(place: Place) -> int:
    """The newest event that was a day ago, the first one where the project is younger."""
    return min(store.sequence_at(place.id, place.now - LATELY) or 1, place.sequence)


def times(place: Place, asks: Asked) -> "tuple[store.Recorded, store.Recorded]":
    """The events at the two moments."""
    first, last = (store.read(place.id, number - 1, limit=1)[0] for number in (asks.since, asks.to))
    return first, last


def changes(place: Place, asks: Asked, show: int | None) -> Facts:
    found = difference(plans.plan_at(place.head, asks.since), plans.plan_at(place.head, asks.to))
    counted = counts(found)
    wanted = [one for one in found if one.kind == asks.kind] if asks.kind else found
    most = min(max(show or PAGE, 1), MOST)
    return {
        "asks": asks, "summary": summary(counted), "total": len(wanted), "unseen": max(0, len(wanted) - most),
        "more": most + PAGE if len(wanted) > most < MOST else None,
        "kinds": [(kind, ONE_OF[kind], sum(fates.values())) for kind, fates in counted.items()],
        "groups": list(grouped(shown(place.slug, wanted[:most]))),
    }


def grouped(changes: list[Shown]) -> Iterator[tuple[str, list[Shown]]]:
    """The heading of each kind, and what differs of it."""
    for kind, alike in groupby(changes, key=lambda one: one.change.kind):
        yield kind.replace("_", " ").capitalize(), list(alike)
