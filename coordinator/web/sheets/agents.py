"""Forms about agents: a new one, an edit, a fresh token, and what is done with one or several of them at once."""

from urllib.parse import quote

from django.http import Http404, HttpRequest

from agents.models import Agent
from agents.plan import KINDS
from coordinator.web.pages import Facts, Place
from coordinator.web.sheets.sheet import Sheet
from tracks import queries
from tracks.models import Task

MOST = 500


def agents_asked(place: Place, request: HttpRequest) -> list[Agent]:
    """The agents that the address names with `key`, by name. Raises Http404 where one is not there."""
    keys = set(request.GET.getlist("key"))
    found = list(place.of(Agent).filter(key__in=keys).order_by("key"))
    if not keys or len(found) < len(keys):
        raise Http404
    return found


def new(place: Place, request: HttpRequest) -> Facts:
    return {"kinds": KINDS, "connect": address(place, request)}


def one(place: Place, request: HttpRequest) -> Facts:
    agent = agents_asked(place, request)[0]
    return {
        "agent": agent, "kinds": KINDS, "held": held_by(place, [agent]), "connect": address(place, request),
        "in_path": quote(agent.key, safe=""),
    }


def several(place: Place, request: HttpRequest) -> Facts:
    """What they hold, and who else could go on with it."""
    chosen = agents_asked(place, request)
    names = [agent.key for agent in chosen]
    others = [agent for agent in place.of(Agent).order_by("key")[:MOST] if agent.state in ("idle", "busy", "lost")]
    return {
        "chosen": names, "held": held_by(place, chosen),
        "others": [agent for agent in others if agent.key not in names or len(names) > 1],
    }


def held_by(place: Place, agents: list[Agent]) -> list[Task]:
    held = queries.held_by(place, [agent.key for agent in agents])
    return [task for tasks in held.values() for task in tasks]


def address(place: Place, request: HttpRequest) -> str:
    return request.build_absolute_uri(f"/api/v1/projects/{place.slug}")


SHEETS = {
    "agent-new": Sheet(new),
    "agent": Sheet(one),
    "agent-edit": Sheet(one),
    "agent-token": Sheet(one),
    "agents-release": Sheet(several),
    "agents-handover": Sheet(several),
    "agents-stop": Sheet(several),
}
