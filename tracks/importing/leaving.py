"""What a document made once and says no more: it goes, unless somebody worked on it."""

from dataclasses import dataclass
from typing import Any

from tracks import document as d
from tracks import events as e
from tracks.importing.comparison import Comparison, Stamp
from tracks.importing.items import split_notes, track_after, was_touched
from tracks.plan import Plan
from tracks.work import dependency_key, ref, split


@dataclass(frozen=True, slots=True)
class Leaving:
    """What goes. `tasks` come deepest first; `refs` names all of it."""

    tasks: tuple[str, ...]
    tracks: tuple[str, ...]
    points: tuple[str, ...]
    refs: frozenset[str]


def what_leaves(
    plan: Plan, named: set[str], tasks: dict[str, d.TaskEntry], points: dict[str, Any], stamp: Stamp, found: Comparison
) -> Leaving:
    """`named` are the tracks that the document still speaks of, be it only as the place of a task."""
    going = tasks_that_leave(plan, tasks, stamp, found)
    staying = [key for key in {**plan.tasks, **tasks} if key not in going]
    inhabited = {track_after(plan, tasks, key, stamp) for key in staying}
    empty = tuple(
        track.key for track in plan.tracks.values()
        if track.key not in named and stamp.made(track.source.digest) and track.key not in inhabited
    )
    refs = {ref("task", key) for key in going} | {ref("track", key) for key in empty}
    passed = tuple(
        point.key for point in plan.sync_points.values()
        if point.key not in points and stamp.made(point.digest) and not is_held(plan, ref("sync", point.key), refs, stamp)
    )
    depths = {key: plan.depth(key) for key in going}
    return Leaving(
        tuple(sorted(going, key=lambda key: (-depths[key], key))), empty, passed,
        frozenset(refs | {ref("sync", key) for key in passed}),
    )


def tasks_that_leave(plan: Plan, tasks: dict[str, d.TaskEntry], stamp: Stamp, found: Comparison) -> dict[str, None]:
    going: dict[str, None] = {}
    for task in plan.tasks.values():
        if task.key not in tasks and stamp.made(task.source.digest):
            if was_touched(task):
                found.problem(0, task.title, f"{task.key} is gone from the document, but it was worked on; it stays", "info")
            else:
                going[task.key] = None
    stays = [task.parent for task in plan.tasks.values() if task.key not in going]
    stays += [entry.parent for entry in tasks.values() if entry.key not in plan.tasks]
    for key in stays:
        while key in going:
            task = plan.tasks[key]
            found.problem(0, task.title, f"{key} is gone from the document, but not all that is in it; it stays", "info")
            del going[key]
            key = task.parent
    return going


def is_held(plan: Plan, reference: str, going: set[str], stamp: Stamp) -> bool:
    """Whether something needs `reference` that neither goes itself nor needs it by this document's word alone.

    That one sync point comes after another is never a document's word.
    """
    return any(
        split(item)[0] == "sync"
        or (item not in going and not stamp.made(plan.dependencies[dependency_key(item, reference)].digest))
        for item in plan.dependents.get(reference, ())
    )


def remove(plan: Plan, leaving: Leaving, found: Comparison) -> None:
    """Comes last, when nothing holds on to these any more."""
    for key in leaving.tasks:
        found.saw("removed", *split_notes(plan, ref("task", key), "")[1], e.TaskRemoved(key=key))
    for key in leaving.tracks:
        found.saw("removed", *split_notes(plan, ref("track", key), "")[1], e.TrackRemoved(key=key))
