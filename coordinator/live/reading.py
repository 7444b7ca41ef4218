"""What the hub asks the database: where the logs stand, and what is new in them. Synchronous; changes nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from coordinator.eventlog import store
from coordinator.eventlog.chain import GENESIS
from coordinator.eventlog.models import Event, LogHead
from coordinator.eventlog.store import Recorded
from coordinator.live.entries import Entry, entries
from coordinator.tables import Now
from tracks import queries

BLOCK = 250  # events that are read, and kept, together


@dataclass(frozen=True, slots=True)
class Place:
    """A point in one particular history."""

    log_id: str
    sequence: int
    hash: str


@dataclass(frozen=True, slots=True)
class Opening:
    """Where a log stands, the newest whole block before that, and what follows it. `before` is the place ahead of these."""

    before: Place
    entries: list[Entry]


@dataclass(frozen=True, slots=True)
class Grown:
    """What came behind a place that was known; `is_all` when the log ends there."""

    entries: list[Entry]
    is_all: bool


class Contained(msgspec.Struct):
    """Of an event about what a task is, where it is. A revision does not repeat the parent, which never changes."""

    track: str = ""
    parent: str = ""


def opening(project_id: int) -> Opening | None:
    """None when there is no such project."""
    head = place(project_id)
    if head is None:
        return None
    start = max(0, head.sequence // BLOCK * BLOCK - BLOCK)
    found = store.read(project_id, start, until=head.sequence)
    return Opening(Place(head.log_id, start, found[0].prev_hash if found else GENESIS), drawn(project_id, found))


def news(places: Mapping[int, Place]) -> dict[int, Grown | Opening | None]:
    """What happened behind each of these places, for the logs that moved.

    Opening: the place is no part of the log any more, because another history took its place; None: the log is gone.
    """
    heads = {one.pk: place_of(one) for one in LogHead.objects.filter(pk__in=places)}
    moved = {project_id: place for project_id, place in places.items() if heads.get(project_id) != place}
    return {project_id: grown(project_id, place, heads.get(project_id)) for project_id, place in moved.items()}


def grown(project_id: int, known: Place, head: Place | None) -> Grown | Opening | None:
    if head is None:
        return None
    if head.log_id == known.log_id and head.sequence > known.sequence:
        found = store.read(project_id, known.sequence, BLOCK, head.sequence)
        if found and found[0].prev_hash == known.hash:
            return Grown(drawn(project_id, found), found[-1].sequence == head.sequence)
    return opening(project_id)


def block(project_id: int, after: int, until: int) -> list[Entry]:
    """The events behind `after`, `until` included."""
    return drawn(project_id, store.read(project_id, after, until=until))


def place(project_id: int) -> Place | None:
    head = LogHead.objects.filter(pk=project_id).first()
    return place_of(head) if head else None


def place_of(head: LogHead) -> Place:
    return Place(head.log_id, head.sequence, head.hash)


def drawn(project_id: int, events: Sequence[Recorded]) -> list[Entry]:
    tasks = {event.subject.removeprefix("task/") for event in events if event.subject.startswith("task/")}
    return entries(events, parts_of(project_id, tasks))


def parts_of(project_id: int, tasks: Iterable[str]) -> dict[str, list[str]]:
    """What each task is part of, as things are now: its parents and tracks, the nearest first. A query a level."""
    known: dict[str, tuple[str, str]] = {}
    unknown = set(tasks)
    wanted = tuple(unknown)
    while unknown:
        found = queries.containers(Now(project_id), unknown)
        if gone := unknown - found.keys():
            found |= last_containers(project_id, gone)
        known |= found
        unknown = {parent for _, parent in found.values() if parent} - known.keys()
    return {f"task/{key}": parts(key, known) for key in wanted}


def last_containers(project_id: int, gone: Iterable[str]) -> dict[str, tuple[str, str]]:
    """The track and the parent that tasks had which are no longer in the plan."""
    told = Event.objects.filter(
        project=project_id, subject__in=[f"task/{key}" for key in gone], type__in=("task.added", "task.revised")
    )
    found: dict[str, tuple[str, str]] = {}
    for subject, body in told.order_by("sequence").values_list("subject", "body"):
        said, key = msgspec.json.decode(body, type=Contained), subject.removeprefix("task/")
        found[key] = (said.track, said.parent or found.get(key, ("", ""))[1])
    return found


def parts(key: str, known: Mapping[str, tuple[str, str]]) -> list[str]:
    found: list[str] = []
    while key in known:
        track, parent = known[key]
        if track and f"track/{track}" not in found:
            found.append(f"track/{track}")
        if parent:
            found.append(f"task/{parent}")
        key = parent
    return found
