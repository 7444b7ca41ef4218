"""The rules of making a plan: what may be added, edited, removed and made to wait for what."""

from collections.abc import Callable, Iterator
from dataclasses import fields
from typing import Any

from tracks import commands as c
from tracks import events as e
from tracks.blockers import waiting_word
from tracks.checks import (
    check_key, check_lengths, check_shape, check_title, check_version, differs, edited, known_task, known_track,
    next_position, normal_paths,
)
from tracks.errors import (
    DependencyCycle, DependsOnItself, InvalidField, ProjectExists, StillNeeded, TaskExists, TaskIsLeased, TrackExists,
    TrackHasTasks, UnknownDependency, UnknownReference,
)
from tracks.facts import Facts
from tracks.graph import new_cycle
from tracks.holding import leased
from tracks.plan import Plan
from tracks.work import Task, dependency_key, split

DEEPEST = 50  # subtasks within subtasks: what a task waits for is asked of all it is within, so this must end somewhere


def create_project(plan: Plan, command: c.CreateProject, facts: Facts) -> list[Any]:
    if plan.sequence:
        raise ProjectExists(project=command.project)
    check_title(command.name, "name", 200)
    return [e.ProjectCreated(slug=command.project, name=command.name)]


# Tracks --------------------------------------------------------------------------------------------------------------


def add_track(plan: Plan, command: c.AddTrack, facts: Facts) -> list[Any]:
    check_key(command.key)
    check_title(command.title)
    check_lengths(command)
    if command.key in plan.tracks:
        raise TrackExists(key=command.key, title=plan.tracks[command.key].title)
    added = e.TrackAdded(
        key=command.key, title=command.title, position=next_position(plan.tracks.values()), focus=command.focus,
        owner=command.owner, weeks=command.weeks, key_files=command.key_files,
        working_directory=command.working_directory, notes=command.notes, deliverables=command.deliverables,
    )
    return [added, *dependencies_of(plan, f"track/{command.key}", command.depends_on)]


def revise_track(plan: Plan, command: c.ReviseTrack, facts: Facts) -> list[Any]:
    track = known_track(plan, command.key)
    check_version(command, track)
    if command.title is not None:
        check_title(command.title)
    check_lengths(command)
    revised = e.TrackRevised(
        position=track.position, parallelizable=track.parallelizable, declared=track.declared, source=track.source,
        **edited(track, command, "key", "title", "focus", "owner", "weeks", "key_files", "working_directory", "notes",
                 "deliverables"),
    )
    return [revised] if differs(revised, track) else []


def remove_track(plan: Plan, command: c.RemoveTrack, facts: Facts) -> list[Any]:
    known_track(plan, command.key)
    reference = f"track/{command.key}"
    if count := len(plan.members.get(reference, ())):
        raise TrackHasTasks(key=command.key, count=count)
    check_not_needed(plan, reference)
    needs = plan.tracks[command.key].depends_on
    return [*(e.DependencyRemoved(item=reference, needs=need) for need in needs), e.TrackRemoved(key=command.key)]


# Tasks ---------------------------------------------------------------------------------------------------------------


def add_task(plan: Plan, command: c.AddTask, facts: Facts) -> list[Any]:
    check_key(command.key)
    check_title(command.title)
    check_lengths(command)
    check_shape(command.priority, command.estimate)
    if command.key in plan.tasks:
        raise TaskExists(key=command.key, title=plan.tasks[command.key].title)
    track = command.track
    if command.parent:
        parent = known_task(plan, command.parent)
        if parent.lease:
            raise TaskIsLeased(**leased(parent, parent.lease, facts))
        check_with_parent(track or parent.track, parent)
        if plan.depth(parent.key) + 1 > DEEPEST:
            raise InvalidField(field="parent", problem=f"subtasks nest at most {DEEPEST} deep")
        track = parent.track
    if track:
        known_track(plan, track)
    added = e.TaskAdded(
        key=command.key, title=command.title, position=plan.last_position + 1, track=track,
        parent=command.parent, priority=command.priority, estimate=command.estimate,
        capabilities=command.capabilities, paths=normal_paths(command.paths), parallel=command.parallel,
        assignee=command.assignee, steps=command.steps, notes=command.notes,
    )
    container = f"task/{command.parent}" if command.parent else f"track/{track}" if track else ""
    return [added, *dependencies_of(plan, f"task/{command.key}", command.depends_on, container)]


def revise_task(plan: Plan, command: c.ReviseTask, facts: Facts) -> list[Any]:
    task = known_task(plan, command.key)
    check_version(command, task)
    if command.title is not None:
        check_title(command.title)
    check_lengths(command)
    if command.track:
        known_track(plan, command.track)
    check_shape(task.priority if command.priority is None else command.priority, command.estimate)
    revised = e.TaskRevised(
        position=task.position, source=task.source, paths=task.paths if command.paths is None else normal_paths(command.paths),
        **edited(task, command, "key", "title", "track", "priority", "estimate", "capabilities", "parallel", "assignee",
                 "steps", "notes"),
    )
    moved = revised.track != task.track
    if moved and task.parent:
        check_with_parent(revised.track, plan.tasks[task.parent])
    elif moved:
        check_acyclic(plan, task.ref, f"track/{revised.track}" if revised.track else "", task.depends_on)
    subtasks = [e.TaskRevised(**{**now(member), "track": revised.track}) for member in below(plan, task)] if moved else []
    return [revised, *subtasks] if differs(revised, task) else []


def remove_task(plan: Plan, command: c.RemoveTask, facts: Facts) -> list[Any]:
    task = known_task(plan, command.key)
    doomed = [*reversed(list(below(plan, task))), task]
    inside = {member.ref for member in doomed}
    for member in doomed:
        if member.lease:
            raise TaskIsLeased(**leased(member, member.lease, facts))
        check_not_needed(plan, member.ref, inside)
    cut = [e.DependencyRemoved(item=member.ref, needs=need) for member in doomed for need in member.depends_on]
    return [*cut, *(e.TaskRemoved(key=member.key) for member in doomed)]


# Dependencies --------------------------------------------------------------------------------------------------------


def add_dependency(plan: Plan, command: c.AddDependency, facts: Facts) -> list[Any]:
    check_item(plan, command.item)
    if dependency_key(command.item, command.needs) in plan.dependencies:
        return []
    check_dependency(plan, command.item, command.needs)
    return [e.DependencyAdded(item=command.item, needs=command.needs, text=command.text)]


def remove_dependency(plan: Plan, command: c.RemoveDependency, facts: Facts) -> list[Any]:
    if dependency_key(command.item, command.needs) not in plan.dependencies:
        raise UnknownDependency(item=command.item, needs=command.needs, project=plan.project)
    return [e.DependencyRemoved(item=command.item, needs=command.needs)]


def dependencies_of(plan: Plan, item: str, needs: tuple[str, ...], container: str = "") -> list[e.DependencyAdded]:
    """The dependencies of something new, which will stand in `container`."""
    needs = tuple(dict.fromkeys(needs))
    for need in needs:
        check_need(plan, item, need)
    check_acyclic(plan, item, container, needs)
    return [e.DependencyAdded(item=item, needs=need) for need in needs]


def check_dependency(plan: Plan, item: str, needs: str) -> None:
    check_need(plan, item, needs)
    kind, key = split(item)
    if kind == "task":
        task = plan.tasks[key]
        check_acyclic(plan, item, task.container, (*task.depends_on, needs))
    else:
        check_acyclic(plan, item, "", (*plan.tracks[key].depends_on, needs))


def check_need(plan: Plan, item: str, needs: str) -> None:
    if needs == item:
        raise DependsOnItself(item=item)
    if not plan.exists(needs):
        raise UnknownReference(reference=needs)


def check_acyclic(plan: Plan, item: str, container: str, needs: tuple[str, ...]) -> None:
    if cycle := new_cycle(plan, item, container, needs):
        raise DependencyCycle(cycle=" -> ".join(waiting_word(step) for step in [*cycle, cycle[0]]))


def check_with_parent(track: str, parent: Task) -> None:
    if track != parent.track:
        problem = f"a subtask is in the track of its parent; {parent.key} is in {parent.track or 'none'}"
        raise InvalidField(field="track", problem=problem)


def check_item(plan: Plan, item: str) -> None:
    if split(item)[0] not in ("task", "track") or not plan.exists(item):
        raise UnknownReference(reference=item)


def check_not_needed(plan: Plan, reference: str, apart_from: set[str] | None = None) -> None:
    dependents = [item for item in plan.dependents.get(reference, ()) if item not in (apart_from or ())]
    if dependents:
        raise StillNeeded(reference=waiting_word(reference), dependents=", ".join(map(waiting_word, sorted(dependents))))


def below(plan: Plan, task: Task) -> Iterator[Task]:
    """All subtasks of a task, at any depth, parents first."""
    waiting = [task]
    while waiting:
        members = plan.members_of(waiting.pop().ref)
        yield from members
        waiting.extend(reversed(members))


def now(task: Task) -> dict[str, Any]:
    """A task's fields as a TaskRevised would state them."""
    return {one.name: getattr(task, one.name) for one in fields(e.TaskRevised)}


DECIDE: dict[type, Callable[[Plan, Any, Facts], list[Any]]] = {
    c.CreateProject: create_project,
    c.AddTrack: add_track,
    c.ReviseTrack: revise_track,
    c.RemoveTrack: remove_track,
    c.AddTask: add_task,
    c.ReviseTask: revise_task,
    c.RemoveTask: remove_task,
    c.AddDependency: add_dependency,
    c.RemoveDependency: remove_dependency,
}
