"""Where parties meet: who is ready, what flows between them, whether it is integrated. And who would do which tracks."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from coordinator.web.pages import Facts, Place, draw, number_asked, project_page
from coordinator.web.tasks import Chip, chips_of
from tracks.models import Allocation, IntegrationPoint

PAGE = 50
MOST = 500
PILLS = {"open": ("pending", "Open"), "ready": ("ready", "Ready"), "integrated": ("done", "Integrated")}


@dataclass(frozen=True, slots=True)
class Meeting:
    """An integration point with what it is about."""

    point: IntegrationPoint
    refs: list[Chip]

    @property
    def state(self) -> str:
        return PILLS[self.point.status][0]

    @property
    def word(self) -> str:
        return PILLS[self.point.status][1]


@project_page
def integration(request: HttpRequest, place: Place) -> HttpResponse:
    count = min(max(PAGE, number_asked(request, "show") or PAGE), MOST)
    return draw(request, "integration/page.html", {"points": points, "allocations": allocations}, place, count)


def points(place: Place, count: int) -> Facts:
    """Five queries."""
    rows = list(place.of(IntegrationPoint)[: count + 1])
    chips = chips_of(place, {reference for row in rows for reference in row.refs})
    return {
        "meetings": [Meeting(row, [chips[one] for one in row.refs if one in chips]) for row in rows[:count]],
        "points_count": place.of(IntegrationPoint).count(),
        "next": count + PAGE if len(rows) > count and count < MOST else None,
    }


def allocations(place: Place, count: int) -> Facts:
    return {"allocations": list(place.of(Allocation)[:MOST])}
