"""Where people and agents get in each other's way: now, soon, where somebody foresaw it, and who keeps which paths.

Each says who, what, since when and what to do about it. What is to come is worked out once per sequence for everybody.
"""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse

from agents import queries as agent_queries
from agents.models import Agent
from coordinator.reports.moments import Kept, moment_at
from coordinator.web.pages import Facts, Place, draw, number_asked, project_page
from coordinator.web.tasks import Chip, chips_of
from tracks.collisions import Predicted, predicted
from tracks.conflicts import Conflict, Party, actual
from tracks.contention import since, until
from tracks.holds import hold_of, near
from tracks.models import ConflictArea, Reservation
from tracks.paths import overlap, readable
from tracks.plan import Plan
from tracks.work import SETTLED, split

PAGE = 20
MOST_AGENTS, MOST_PATHS, MOST_TASKS = 500, 50, 12
AT_ONCE = 1_500  # tasks: what is to come of more is worked out after the page has come, and again every half minute
AREAS = {"open": "blocked", "ordered": "in_review", "resolved": "done"}  # how each status of an area looks
FOR_API = " with POST dependencies"

kept = Kept(12)


@dataclass(frozen=True, slots=True)
class Side:
    """One of two: a task or a reservation, who has it or is to do it, the pattern that meets the other's."""

    party: Party
    kind: str
    key: str
    chip: Chip | None


@dataclass(frozen=True, slots=True)
class Clash:
    """`later` came second and is what to let go; `wait` the task that may wait for `first`."""

    key: str
    sides: list[Side]
    since: datetime
    advice: str
    later: Side
    first: str
    wait: str

    @property
    def body(self) -> dict[str, str]:
        """What puts the two in order."""
        return {"item": f"task/{self.wait}", "needs": f"task/{self.first}"}


@project_page
def conflicts(request: HttpRequest, place: Place) -> HttpResponse:
    fragments = {"actual": happening, "predicted": coming, "areas": areas, "reservations": reservations}
    return draw(request, "conflicts/page.html", fragments, place, request, **answer(place, request))


def happening(place: Place, request: HttpRequest) -> Facts:
    found = actual(place.plan)
    rows = rows_asked(request, "now")
    return {"clashes": drawn(place, found[:rows]), "clash_count": len(found), "more_now": more(request, "now", rows, len(found))}


def coming(place: Place, request: HttpRequest) -> Facts:
    """A page of what is to come: the plan may hold very many."""
    is_quick = len(place.plan.tasks) <= AT_ONCE
    topics = "tasks tracks reservations conflict_areas" if is_quick else "pulse"
    if not is_quick and request.GET.get("fragment") != "predicted":
        return {"later": True, "coming_topics": topics}
    beyond = max(0, number_asked(request, "beyond") or 0)
    found = predicted_at(place, beyond)
    return {
        "coming": drawn(place, found.conflicts), "coming_count": found.total, "is_complete": found.complete, "beyond": beyond,
        "first_number": beyond + 1, "last_number": beyond + len(found.conflicts), "coming_topics": topics, "later": False,
        "next_page": link(request, beyond=beyond + PAGE) if beyond + PAGE < found.total else "",
        "page_before": link(request, beyond=max(0, beyond - PAGE)) if beyond else "",
    }


def predicted_at(place: Place, beyond: int) -> Predicted:
    moment = moment_at(place.head, place.at)
    found: Predicted = kept.of((moment.hash, beyond), lambda: predicted(moment.plan, PAGE, beyond))
    return found


def areas(place: Place, request: HttpRequest) -> Facts:
    """Those that nobody has settled come first."""
    found, rows = place.of(ConflictArea), rows_asked(request, "areas")
    shown = sorted(found.order_by("position", "key")[:rows], key=lambda area: area.status != "open")
    return {
        "areas": [(area, AREAS[area.status]) for area in shown], "more_areas": more(request, "areas", rows, found.count()),
        "area_chips": chips_of(place, {f"track/{key}" for area in shown for key in area.tracks}),
    }


def reservations(place: Place, request: HttpRequest) -> Facts:
    found, rows = place.of(Reservation), rows_asked(request, "held")
    shown = list(found.order_by("since", "key")[:rows])
    ends = agent_queries.leases_of_tasks(place, [row.task for row in shown if row.task])
    return {"reservations": [(row, ends.get(row.task)) for row in shown], "more_held": more(request, "held", rows, found.count())}


# Two that meet -------------------------------------------------------------------------------------------------------


def drawn(place: Place, found: list[Conflict]) -> list[Clash]:
    """With the names of the tasks. Three queries."""
    chips = chips_of(place, {party.reference for one in found for party in one.parties})
    return [clash_of(one, chips) for one in found]


def clash_of(conflict: Conflict, chips: dict[str, Chip]) -> Clash:
    sides = [Side(party, *split(party.reference), chips.get(party.reference)) for party in conflict.parties]
    later = max(sides, key=lambda side: (side.party.since, side.party.reference))
    keys = [side.key for side in sides if side.kind == "task"]
    first, wait = keys if len(keys) == 2 else ("", "")
    name = " ".join(party.reference for party in conflict.parties)
    return Clash(name, sides, conflict.since, conflict.next.replace(FOR_API, ""), later, first, wait)


# May these be touched ------------------------------------------------------------------------------------------------


def answer(place: Place, request: HttpRequest) -> Facts:
    """Who holds the paths that the address asks about, and which unfinished tasks will touch them."""
    agent, text = request.GET.get("agent", ""), request.GET.get("paths", "")
    wanted = [line.strip() for line in text.splitlines() if line.strip()][:MOST_PATHS]
    return {
        "asked_paths": text, "asked_agent": agent, "found": [about(place.plan, path, agent) for path in wanted],
        "agents": list(place.of(Agent).order_by("key")[:MOST_AGENTS]),
    }


def about(plan: Plan, path: str, agent: str) -> Facts:
    patterns = readable([path])
    if not patterns:
        return {"path": path, "unreadable": True}
    holders = sorted({entry[2] for entry in near(plan.holds, patterns[0])})
    holds = [hold for hold in (hold_of(plan, holder) for holder in holders) if hold.agent != agent]
    told = [(hold, *split(hold.holder), since(plan, hold.holder), until(plan, hold.holder)) for hold in holds]
    tasks = [
        task.key for task in plan.tasks.values()
        if task.paths and task.status not in SETTLED and task.lease is None
        and any(overlap(patterns[0], theirs) for theirs in readable(task.paths))
    ]
    return {"path": path, "holds": told, "tasks": tasks[:MOST_TASKS], "more": max(0, len(tasks) - MOST_TASKS)}


# Addresses -----------------------------------------------------------------------------------------------------------


def rows_asked(request: HttpRequest, name: str) -> int:
    return max(PAGE, number_asked(request, name) or PAGE)


def more(request: HttpRequest, name: str, rows: int, total: int) -> str:
    return link(request, **{name: rows + PAGE}) if total > rows else ""


def link(request: HttpRequest, **changes: int) -> str:
    query = request.GET.copy()
    query.pop("fragment", None)
    for name, value in changes.items():
        query[name] = str(value)
    return f"?{query.urlencode()}"
