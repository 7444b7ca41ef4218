"""Everybody who works on a project, the silent ones first: how each is, what it holds, what it can do."""

from collections import Counter

from django.http import HttpRequest, HttpResponse

from agents.models import Agent
from coordinator.web.pages import Facts, Place, draw, number_asked, project_page
from coordinator.web.workers import ORDER, Worker, at_a_glance, with_work

PAGE = 50
MOST_CAPABILITIES = 12


@project_page
def agents(request: HttpRequest, place: Place) -> HttpResponse:
    connect = request.build_absolute_uri(f"/api/v1/projects/{place.slug}")
    return draw(request, "agents/list.html", {"agents": everybody}, place, request, connect=connect)


def everybody(place: Place, request: HttpRequest) -> Facts:
    """Those that the address asks for, and how many there are of each sort, whoever is asked for."""
    state, capability = request.GET.get("status", ""), request.GET.get("capability", "")
    workers = at_a_glance(place, list(place.of(Agent)))
    able = [one for one in workers if not capability or capability in one.agent.capabilities]
    wanted = [one for one in able if not state or one.status == state]
    shown = max(PAGE, number_asked(request, "show") or 0)
    counts = Counter(one.status for one in able)
    return {
        "workers": with_work(place, wanted[:shown]),
        "more": shown + PAGE if len(wanted) > shown else None,
        "found": len(wanted), "total": len(workers), "able": len(able), "status": state, "capability": capability,
        "states": [(one, counts[one]) for one in ORDER if counts[one] or one == state],
        "capabilities": capabilities(workers, capability),
    }


def capabilities(workers: list[Worker], wanted: str) -> list[tuple[str, int]]:
    """What most can do, first of all; what is asked for is always among it."""
    counts = Counter(word for one in workers for word in one.agent.capabilities)
    common = counts.most_common(MOST_CAPABILITIES)
    return common if not wanted or wanted in dict(common) else [(wanted, counts[wanted]), *common]
