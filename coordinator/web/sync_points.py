"""The gates between tracks: what each waits for, what waits for it, how its checks stand, and passing it."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from coordinator.web.pages import Facts, Place, draw, number_asked, project_page
from coordinator.web.tasks import Chip, chips_of
from tracks import queries
from tracks.blockers import early_words, failing_words, newest
from tracks.gating import behind
from tracks.meeting import SyncPoint as Gate
from tracks.models import SyncPoint
from tracks.work import ref

PAGE = 50
MOST_CHIPS = 24
MOST_BEHIND = 200
STATES = ("open", "passed")


@dataclass(frozen=True, slots=True)
class Shown:
    """A sync point with its neighbours. `early`: something before it is not done. `despite`: checks keep it closed, so
    whoever passes it says why. `looks`: by passing it one says that the text checks hold."""

    point: SyncPoint
    after: list[Chip]
    more_after: int
    before: list[Chip]
    more_before: int
    waiting: str
    checks: list[dict[str, Any]]
    early: bool
    despite: bool
    looks: bool

    @property
    def state(self) -> str:
        return "done" if self.point.status == "passed" else "sync" if self.early else "ready"

    @property
    def word(self) -> str:
        return "Passed" if self.point.status == "passed" else "Open" if self.early or self.despite else "May be passed"


@project_page
def sync_points(request: HttpRequest, place: Place) -> HttpResponse:
    state = request.GET.get("state", "open")
    if state not in STATES:
        raise Http404
    rows = max(PAGE, number_asked(request, "rows") or PAGE)
    return draw(request, "sync_points/page.html", {"sync_points": listed}, place, state, rows, state=state)


def listed(place: Place, state: str, rows: int) -> Facts:
    found = place.of(SyncPoint)
    counts = {one: found.filter(status=one).count() for one in STATES}
    chosen = list(found.filter(status=state).order_by("position", "key")[:rows])
    return {"gates": gates(place, chosen), "gate_counts": counts, "next": rows + PAGE if counts[state] > rows else None}


@project_page
def sync_point(request: HttpRequest, place: Place, key: str) -> HttpResponse:
    if key not in place.plan.sync_points:
        raise Http404
    return draw(request, "sync_points/detail.html", {"sync_points": one}, place, key, point=place.plan.sync_points[key])


def one(place: Place, key: str) -> Facts:
    return {"gates": gates(place, list(queries.sync_points_by_key(place, [key]).values())), "next": None}


def gates(place: Place, rows: list[SyncPoint]) -> list[Shown]:
    """Three queries for the names of all that stands around them."""
    before = {row.key: list(place.plan.dependents.get(ref("sync", row.key), ())) for row in rows}
    around = {name for row in rows for name in (*row.after[:MOST_CHIPS], *before[row.key][:MOST_CHIPS])}
    chips = chips_of(place, around)
    return [shown(place, row, before[row.key], chips) for row in rows]


def shown(place: Place, row: SyncPoint, before: list[str], chips: dict[str, Chip]) -> Shown:
    gate: Gate = place.plan.sync_points[row.key]
    is_open = row.status == "open"
    return Shown(
        row, [chips[one] for one in row.after[:MOST_CHIPS] if one in chips], max(0, len(row.after) - MOST_CHIPS),
        [chips[one] for one in before[:MOST_CHIPS] if one in chips], max(0, len(before) - MOST_CHIPS),
        waiting(place, row.key), [{**check, "now": newest(place.plan, check["metric"] or "")} for check in row.checks],
        early=is_open and bool(early_words(place.plan, gate)),
        despite=is_open and bool(failing_words(place.plan, gate, looking=True)),
        looks=is_open and any(check["kind"] == "text" and not check["answer"] for check in row.checks),
    )


def waiting(place: Place, key: str) -> str:
    """How many tasks stand behind a gate."""
    count = 0
    for _ in behind(place.plan, ref("sync", key)):
        count += 1
        if count > MOST_BEHIND:
            return f"more than {MOST_BEHIND} tasks"
    return f"{count} task{'' if count == 1 else 's'}" if count else ""
