"""What the events of planning change: tracks, tasks and what they wait for."""

from collections.abc import Callable
from typing import Any

from tracks import events as e
from tracks.draft import Draft
from tracks.evolving.deliverables import stated_promises
from tracks.happened import Happened
from tracks.terms import NO_TERMS
from tracks.work import Dependency, Task, Track, dependency_key


def track_added(draft: Draft, event: e.TrackAdded, at: Happened) -> None:
    before = draft.tracks.get(event.key)
    promises, last_promise = stated_promises(before, event.deliverables, at)
    draft.put_track(Track(
        event.key, event.title, event.position, event.focus, event.owner, event.weeks, event.parallelizable,
        event.key_files, event.working_directory, event.notes, promises, last_promise,
        before.depends_on if before else (), event.declared, event.source, at.sequence,
        before.terms if before else NO_TERMS,
    ))


def track_removed(draft: Draft, event: e.TrackRemoved, at: Happened) -> None:
    draft.remove_track(event.key)


def task_added(draft: Draft, event: e.TaskAdded, at: Happened) -> None:
    draft.put_task(Task(
        event.key, event.title, event.position, at.at, at.at, event.track, event.parent, event.priority,
        event.estimate, event.capabilities, event.paths, event.parallel, event.assignee, event.steps, event.notes,
        state=event.state, reported=event.percent, source=event.source, version=at.sequence,
    ))


def task_revised(draft: Draft, event: e.TaskRevised, at: Happened) -> None:
    draft.reshape_task(
        event.key, title=event.title, position=event.position, track=event.track, priority=event.priority,
        estimate=event.estimate, capabilities=event.capabilities, paths=event.paths, parallel=event.parallel,
        assignee=event.assignee, steps=event.steps, notes=event.notes, source=event.source,
        version=at.sequence, changed_at=at.at,
    )


def task_restated(draft: Draft, event: e.TaskRestated, at: Happened) -> None:
    draft.change_task(
        event.key, state=event.state, reported=event.percent, verified=False, retry_at=None, version=at.sequence, changed_at=at.at
    )


def task_removed(draft: Draft, event: e.TaskRemoved, at: Happened) -> None:
    draft.remove_task(event.key)


def dependency_added(draft: Draft, event: e.DependencyAdded, at: Happened) -> None:
    dependency = Dependency(event.item, event.needs, event.text, event.line, event.digest, at.sequence)
    draft.add_dependency(dependency, at.at)


def dependency_removed(draft: Draft, event: e.DependencyRemoved, at: Happened) -> None:
    draft.remove_dependency(dependency_key(event.item, event.needs), at.sequence, at.at)


EVOLVE: dict[type, Callable[[Draft, Any, Happened], None]] = {
    e.TrackAdded: track_added,
    e.TrackRevised: track_added,
    e.TrackRemoved: track_removed,
    e.TaskAdded: task_added,
    e.TaskRevised: task_revised,
    e.TaskRestated: task_restated,
    e.TaskRemoved: task_removed,
    e.DependencyAdded: dependency_added,
    e.DependencyRemoved: dependency_removed,
}
