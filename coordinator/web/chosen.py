"""What may be done at once with the tasks that somebody has chosen: the moves that are open for every one of them."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from coordinator.web.moves import MOVES, Move, moves_of, said_with
from coordinator.web.pages import Place, project_page
from tracks import queries
from tracks.models import Task

MOST = 1_000
FIRST = 4  # moves that have a button of their own; the others stand in a menu


@dataclass(frozen=True, slots=True)
class OfSeveral:
    """A move of several tasks; `body` is what each of the requests says."""

    move: Move
    body: dict[str, Any]


@project_page
def chosen(request: HttpRequest, place: Place) -> HttpResponse:
    if not place.may_operate:
        raise PermissionDenied
    keys = list(dict.fromkeys(request.GET.getlist("key")))[:MOST]
    found = queries.tasks_by_key(place, keys)
    tasks = [found[key] for key in keys if key in found]
    body = {name: value for task in tasks for name, value in said_with(task).items()}
    moves = [OfSeveral(move, {} if move.verb == "claim" else body) for move in common(place, tasks)]
    facts = {
        "project": place, "keys": [task.key for task in tasks], "gone": [key for key in keys if key not in found],
        "first": moves[:FIRST], "rest": moves[FIRST:], "query": urlencode([("key", task.key) for task in tasks]),
    }
    return render(request, "tasks/_chosen.html", facts)


def common(place: Place, tasks: list[Task]) -> list[Move]:
    """The moves that are open for all of them, in their usual order. Each is split in its own way, so never several at once."""
    several = [set(moves_of(place, task)) for task in tasks]
    shared = [move for move in MOVES if several and all(move in one for one in several)]
    return shared if len(tasks) == 1 else [move for move in shared if move.verb != "decompose"]
