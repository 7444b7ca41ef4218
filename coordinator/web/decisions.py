"""What was decided: the list, and one decision with its options, why one was taken, and what it led to.

Rows stay for ever while plans forget decisions, so a moment is read by their sequence.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import StrIndex
from django.http import Http404, HttpRequest, HttpResponse

from coordinator.eventlog.models import Event
from coordinator.web import feed
from coordinator.web.pages import Facts, Place, draw, number_asked, project_page
from tracks.models import Decision

PAGE = 50
LED_TO = 50
AS_FAR_AS = 5_000  # events behind a decision that are looked through: what belongs to it has no index of its own
KINDS = ("task", "track", "sync", "agent")


@dataclass(frozen=True, slots=True)
class Shown:
    """A decision as pages show it: what it concerns as references."""

    row: Decision
    about: list[str]


@project_page
def decisions(request: HttpRequest, place: Place) -> HttpResponse:
    return draw(request, "decisions/list.html", {"decisions": listed}, place, request)


def listed(place: Place, request: HttpRequest) -> Facts:
    before = number_asked(request, "before")
    asked = {name: request.GET.get(name, "").strip() for name in ("about", "actor", "q")}
    rows = narrowed(known(place), asked)
    if before:
        rows = rows.filter(version__lt=before)
    found = list(rows.order_by("-version")[: PAGE + 1])
    return {
        "decisions": [shown(row) for row in found[:PAGE]], "before": before, "asked": asked,
        "older_before": found[PAGE - 1].version if len(found) > PAGE else None, "is_narrowed": any(asked.values()),
    }


def known(place: Place) -> QuerySet[Decision]:
    return Decision.objects.filter(project=place.id, version__lte=place.sequence)


def narrowed(rows: QuerySet[Decision], asked: dict[str, str]) -> QuerySet[Decision]:
    if about := asked["about"]:
        meant = Q()
        for place, reference in enumerate([about, *(f"{kind}/{about}" for kind in KINDS)]):
            rows = rows.annotate(**{f"place_{place}": StrIndex("about", Value(f"\t{reference}\t"))})
            meant |= Q(**{f"place_{place}__gt": 0})
        rows = rows.filter(meant)
    if asked["actor"]:
        rows = rows.filter(actor__in=[asked["actor"], f"agent/{asked['actor']}"])
    return rows.filter(Q(question__icontains=asked["q"]) | Q(chosen__icontains=asked["q"])) if asked["q"] else rows


def shown(row: Decision) -> Shown:
    return Shown(row, row.about.strip("\t").split("\t") if row.about else [])


@project_page
def decision(request: HttpRequest, place: Place, key: str) -> HttpResponse:
    row = known(place).filter(key=key).first()
    if row is None:
        raise Http404
    return draw(request, "decisions/detail.html", {"decision": about, "led": led_to}, place, row, decision=shown(row))


def about(place: Place, row: Decision) -> Facts:
    return {"decision": shown(row), "options": list(options(row)), "is_scored": any(one["score"] for one in row.options)}


def options(row: Decision) -> Iterator[tuple[dict[str, str], bool]]:
    """Each with whether it is the one that was taken."""
    return ((one, one["text"] == row.chosen) for one in row.options)


def led_to(place: Place, row: Decision) -> Facts:
    """What was done afterwards under the same correlation, or because of it."""
    recorded = Event.objects.filter(project=place.id, sequence=row.version).first()
    after = Event.objects.filter(
        project=place.id, sequence__gt=row.version, sequence__lte=min(place.sequence, row.version + AS_FAR_AS)
    )
    same = Q(correlation_id=recorded.correlation_id) if recorded else Q()
    found = list(after.filter(same | Q(causation=row.version)).order_by("sequence")[: LED_TO + 1])
    return {"lines": feed.lines(place, found[:LED_TO], fold=False), "is_cut": len(found) > LED_TO}
