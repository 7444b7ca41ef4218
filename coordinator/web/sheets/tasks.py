"""Forms about tasks: a new one, an edit, and each move that has to ask something first. A move may be of several at once."""

from functools import partial
from itertools import count

from django.http import HttpRequest

from agents.models import Agent
from coordinator.web.moves import MOVES, Move, said_with
from coordinator.web.pages import Facts, Place
from coordinator.web.sheets.sheet import Sheet, choices, tasks_asked
from coordinator.web.sheets.tracks import terms_of
from tracks.models import Track
from tracks.plan import Plan
from tracks.work import PRIORITIES

MOST_AGENTS = 500


def new(place: Place, request: HttpRequest) -> Facts:
    """In a track or within a task where the address says so, under the next key there."""
    track, parent = request.GET.get("track", ""), request.GET.get("parent", "")
    within = place.plan.tasks.get(parent)
    track = within.track if within else track
    return fields(place) | {"track": track, "parent": parent, "key": next_key(place, parent or track)}


def next_key(place: Place, prefix: str) -> str:
    """B.4 where B.1 to B.3 are taken; a task of no track is named by whoever adds it."""
    taken = place.plan.tasks
    return next(key for number in count(1) if (key := f"{prefix}.{number}") not in taken) if prefix else ""


def edit(place: Place, request: HttpRequest) -> Facts:
    return fields(place) | {"task": tasks_asked(place, request)[0]}


def several(place: Place, request: HttpRequest) -> Facts:
    """One edit of many tasks: what is left empty stays as it is."""
    return fields(place) | {"tasks": tasks_asked(place, request)}


def fields(place: Place) -> Facts:
    return {"tracks": choices(place.of(Track)), "priorities": PRIORITIES, "agents": agents(place)}


def agents(place: Place) -> list[Agent]:
    return list(place.of(Agent).order_by("key")[:MOST_AGENTS])


def terms(place: Place, request: HttpRequest) -> Facts:
    task = tasks_asked(place, request)[0]
    return {"task": task, **terms_of(task)}


def removing(place: Place, request: HttpRequest) -> Facts:
    """What would go with a task, and what stands in the way."""
    task = tasks_asked(place, request)[0]
    going = below(place.plan, task.key)
    inside = {f"task/{key}" for key in [task.key, *going]}
    waiting = {other for one in inside for other in place.plan.dependents.get(one, ())} - inside
    held = [plan_task.lease for key in [task.key, *going] if (plan_task := place.plan.tasks[key]).lease]
    return {"task": task, "going": going, "waiting": sorted(waiting), "held": held}


def below(plan: Plan, key: str) -> list[str]:
    """Its subtasks and theirs, in plan order."""
    return [one for part in plan.members_of(f"task/{key}") for one in [part.key, *below(plan, part.key)]]


def moving(move: Move, place: Place, request: HttpRequest) -> Facts:
    tasks = tasks_asked(place, request)
    said = {name: value for task in tasks for name, value in said_with(task).items()}
    return {"move": move, "tasks": tasks, "task": tasks[0], "said": said, "agents": agents(place)}


SHEETS = {
    "task-new": Sheet(new),
    "task-edit": Sheet(edit),
    "task-terms": Sheet(terms),
    "task-remove": Sheet(removing),
    "tasks-edit": Sheet(several),
    "tasks-assign": Sheet(several),
    **{move.sheet: Sheet(partial(moving, move), template="sheets/task-move.html") for move in MOVES if move.asks},
}
