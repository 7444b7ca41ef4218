"""What the events change that put something back to what it was."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tracks import events as e
from tracks.draft import Draft
from tracks.happened import Happened
from tracks.plainly import meant_fields
from tracks.things import WAY_CALLED, Way
from tracks.work import Task


def item_restored(draft: Draft, event: e.ItemRestored, at: Happened) -> None:
    way = WAY_CALLED[event.kind]
    values = meant_fields(way.value, event.state)
    if way.kind == "tasks":
        put_back_task(draft, event.key, values, at)
        return
    value = put_back(getattr(draft, way.kind).get(event.key), way, event.key, values, at)
    if way.kind == "tracks":
        draft.put_track(value)
    elif way.kind == "sync_points":
        draft.put_sync_point(value)
    else:
        getattr(draft, way.kind)[event.key] = value


def put_back_task(draft: Draft, key: str, values: dict[str, Any], at: Happened) -> None:
    if key in draft.tasks:
        draft.reshape_task(key, **values, version=at.sequence, changed_at=at.at)
    else:
        draft.put_task(Task(key, **values, version=at.sequence, changed_at=at.at))


def put_back(before: Any, way: Way, key: str, values: dict[str, Any], at: Happened) -> Any:
    if before is None:
        return way.value(**{way.id: key}, **values, version=at.sequence)
    return replace(before, **values, version=at.sequence)


def remembered(draft: Draft, event: e.PlanRolledBack | e.CommandUndone, at: Happened) -> None:
    """It says why the events before it are there; they say what changed."""


EVOLVE: dict[type, Callable[[Draft, Any, Happened], None]] = {
    e.ItemRestored: item_restored,
    e.PlanRolledBack: remembered,
    e.CommandUndone: remembered,
}
