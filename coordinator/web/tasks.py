"""One task with everything about it: holder, dependencies, steps, notes, its whole history."""

from collections import Counter
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse

from agents import queries as agent_queries
from coordinator import mailbox
from coordinator.web import feed
from coordinator.web.copying import copies
from coordinator.web.edits import edits_among
from coordinator.web.moves import moves_of, said_with
from coordinator.web.pages import Facts, Place, draw, number_asked, project_page
from coordinator.web.sentences import said
from coordinator.web.touching import touching
from tracks import queries
from tracks.models import Task
from tracks.work import PRIORITIES, split

HISTORY = 100
REPORTED = ("claimed", "in_progress", "blocked")  # states in which a step is ticked by saying how far the work is
WRITTEN = 20


@dataclass(frozen=True, slots=True)
class Chip:
    """A thing another one waits for, as a small link: `name` is the URL of its page, empty where it has none."""

    reference: str
    key: str
    word: str
    title: str
    state: str
    name: str


@project_page
def task(request: HttpRequest, place: Place, key: str) -> HttpResponse:
    found = queries.task(place, key)
    if found is None:
        raise Http404
    fragments = {"task": about, "messages": written, "history": history}
    return draw(request, "tasks/detail.html", fragments, place, found, request, task=found)


def about(place: Place, task: Task, request: HttpRequest) -> Facts:
    """Everything but the history. Eleven queries."""
    lease = agent_queries.lease(place, task.key)
    waits_for, needed_by = task.depends_on, queries.dependents(place, f"task/{task.key}")
    chips = chips_of(place, {*waits_for, *needed_by, f"task/{task.parent}"})
    subtasks = queries.subtasks(place, task.key)
    return {
        "priorities": PRIORITIES,
        "copies": copies(request, place, task),
        "ticks_are_progress": task.status in REPORTED,
        "subtask_counts": counted(subtasks),
        "lease": lease,
        "moves": moves_of(place, task),
        "said": said_with(task),
        "beat": agent_queries.beat(lease.beat_at, place.now) if lease else "",
        "track": queries.track(place, task.track) if task.track else None,
        "parent": chips.get(f"task/{task.parent}"),
        "waits_for": [chips[reference] for reference in waits_for if reference in chips],
        "needed_by": [chips[reference] for reference in needed_by if reference in chips],
        "subtasks": subtasks,
        "offers": queries.offers(place, task.key) if task.offers else [],
        "notes": queries.notes_about(place, f"task/{task.key}"),
        "topics": topics(task, [*waits_for, *needed_by]),
        **touching(place, task),
    }


def counted(tasks: list[Task]) -> dict[str, int]:
    return {**Counter(task.status for task in tasks), "total": len(tasks)}


def topics(task: Task, others: list[str]) -> str:
    """What moves this page: the task, its track, whatever stands on it as a chip, and what follows from the plan."""
    return " ".join([f"task/{task.key}", f"track/{task.track}", *others, "plan", "notes", "reservations", "pulse"])


def chips_of(place: Place, references: set[str]) -> dict[str, Chip]:
    """What these references name, those that name nothing left out. Three queries."""
    keys: dict[str, list[str]] = {"task": [], "track": [], "sync": []}
    for reference in references:
        kind, key = split(reference)
        if key and kind in keys:
            keys[kind].append(key)
    chips = {
        f"{kind}/{key}": Chip(f"{kind}/{key}", key, said(f"{kind}/{key}"), row.title, row.status, kind)
        for kind, rows in (
            ("task", queries.tasks_by_key(place, keys["task"])),
            ("track", queries.tracks_by_key(place, keys["track"])),
        )
        for key, row in rows.items()
    }
    for key, point in queries.sync_points_by_key(place, keys["sync"]).items():
        state = "done" if point.status == "passed" else "sync"
        chips[f"sync/{key}"] = Chip(f"sync/{key}", key, said(f"sync/{key}"), point.title, state, "sync")
    return chips


def written(place: Place, task: Task, request: HttpRequest) -> Facts:
    letters = mailbox.newest(place.id, place.sequence, WRITTEN, about=f"task/{task.key}")
    return {"letters": letters, "write_to": task.agent or (f"track/{task.track}" if task.track else "everyone")}


def history(place: Place, task: Task, request: HttpRequest) -> Facts:
    before = number_asked(request, "before")
    events = feed.newest(place, HISTORY + 1, before=before, subject=f"task/{task.key}")
    lines = feed.lines(place, events[:HISTORY], fold=False)
    edits = edits_among(place, f"task/{task.key}", lines)
    return {
        "told": [(line, edits.get(line.event.sequence, [])) for line in lines],
        "older_before": events[HISTORY - 1].sequence if len(events) > HISTORY else None,
        "history_topics": f"task/{task.key}",
    }
