"""Everybody who works on a project, the silent ones first, and what they wrote to each other last."""

from django.http import HttpRequest, HttpResponse

from agents import queries as agent_queries
from coordinator import mailbox
from coordinator.web.pages import Facts, Place, draw, project_page
from tracks import queries

WRITTEN = 20


@project_page
def agents(request: HttpRequest, place: Place) -> HttpResponse:
    return draw(request, "agents/list.html", {"agents": everybody, "messages": written}, place)


def everybody(place: Place) -> Facts:
    workers = agent_queries.workers(place, place.now)
    held = queries.held_by(place, [worker.agent.key for worker in workers if worker.agent.load])
    return {"workers": workers, "held": held, "reserved": queries.reserved_by_agent(place)}


def written(place: Place) -> Facts:
    return {"letters": mailbox.newest(place.id, place.sequence, WRITTEN)}
