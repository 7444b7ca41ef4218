"""Everybody who works on a project, the silent ones first."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from agents import queries as agent_queries
from coordinator.web.pages import Facts, Place, draw, project_page
from tracks import queries


@project_page
def agents(request: HttpRequest, place: Place) -> HttpResponse:
    return draw(request, "agents/list.html", {"agents": everybody}, place)


def everybody(place: Place) -> Facts:
    workers = agent_queries.workers(place.id, timezone.now())
    held = queries.held_by(place.id, [worker.agent.key for worker in workers if worker.agent.load])
    return {"workers": workers, "held": held}
