"""Forms about tasks: a new one, an edit, and each move that has to ask something first. A move may be of several at once."""

from functools import partial

from django.http import HttpRequest

from agents.models import Agent
from coordinator.web.moves import MOVES, Move, said_with
from coordinator.web.pages import Facts, Place
from coordinator.web.sheets.sheet import Sheet, choices, tasks_asked
from tracks.models import Track
from tracks.work import PRIORITIES

MOST_AGENTS = 500


def new(place: Place, request: HttpRequest) -> Facts:
    return fields(place) | {"track": request.GET.get("track", ""), "parent": request.GET.get("parent", "")}


def edit(place: Place, request: HttpRequest) -> Facts:
    return fields(place) | {"task": tasks_asked(place, request)[0]}


def several(place: Place, request: HttpRequest) -> Facts:
    """One edit of many tasks: what is left empty stays as it is."""
    return fields(place) | {"tasks": tasks_asked(place, request)}


def fields(place: Place) -> Facts:
    return {"tracks": choices(place.of(Track)), "priorities": PRIORITIES, "agents": agents(place)}


def agents(place: Place) -> list[Agent]:
    return list(place.of(Agent).order_by("key")[:MOST_AGENTS])


def moving(move: Move, place: Place, request: HttpRequest) -> Facts:
    tasks = tasks_asked(place, request)
    said = {name: value for task in tasks for name, value in said_with(task).items()}
    return {"move": move, "tasks": tasks, "task": tasks[0], "said": said, "agents": agents(place)}


SHEETS = {
    "task-new": Sheet(new),
    "task-edit": Sheet(edit),
    "tasks-edit": Sheet(several),
    "tasks-assign": Sheet(several),
    **{move.sheet: Sheet(partial(moving, move), template="sheets/task-move.html") for move in MOVES if move.asks},
}
