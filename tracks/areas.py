"""The rules of declared conflict areas: what several tracks touch, how that is resolved, and who goes first because of it.

An area that orders its tracks does so by dependencies like any other, which it takes back when it is resolved otherwise.
"""

from collections.abc import Callable, Iterator
from typing import Any

from tracks import commands as c
from tracks import events as e
from tracks.checks import check_key, check_title, known_track, next_position, normal_paths
from tracks.errors import ConflictAreaExists, InvalidField, UnknownConflictArea, VersionMismatch
from tracks.evolve import fold
from tracks.facts import Facts
from tracks.happened import Happened
from tracks.meeting import ConflictArea
from tracks.paths import overlap, readable
from tracks.plan import Plan
from tracks.planning import check_dependency
from tracks.work import SETTLED, Task, dependency_key

LONGEST_RESOLUTION = 8_000
MOST_WAITS = 1_000  # dependencies that one area makes


def declare(plan: Plan, command: c.DeclareConflictArea, facts: Facts) -> list[Any]:
    check_key(command.key)
    check_title(command.area, "area")
    if command.key in plan.conflict_areas:
        raise ConflictAreaExists(key=command.key, area=plan.conflict_areas[command.key].area)
    paths = normal_paths(command.paths)
    position = next_position(plan.conflict_areas.values())
    added = e.ConflictAreaAdded(key=command.key, area=command.area, position=position, tracks=tracks_of(plan, command.tracks))
    return [added, *([e.ConflictAreaScoped(key=command.key, paths=paths)] if paths else [])]


def revise(plan: Plan, command: c.ReviseConflictArea, facts: Facts) -> list[Any]:
    before = known_area(plan, command.key, command.expected_version)
    area = before.area if command.area is None else command.area
    check_title(area, "area")
    tracks = before.tracks if command.tracks is None else tracks_of(plan, command.tracks)
    paths = before.paths if command.paths is None else normal_paths(command.paths)
    if (area, tracks, paths) == (before.area, before.tracks, before.paths):
        return []
    revised = e.ConflictAreaRevised(
        key=before.key, area=area, position=before.position, tracks=tracks, resolution=before.resolution,
        first=before.first, digest=before.digest, line=before.line,
    )
    scoped = [e.ConflictAreaScoped(key=before.key, paths=paths)] if paths != before.paths else []
    if not before.ordered:
        return [revised, *scoped]
    undone, rest = without_waits(plan, before, facts)
    return [*undone, revised, *scoped, *in_order(rest, before.key, area, tracks, paths, before.resolution, before.first)]


def resolve(plan: Plan, command: c.ResolveConflictArea, facts: Facts) -> list[Any]:
    before = known_area(plan, command.key, command.expected_version)
    if len(command.resolution) > LONGEST_RESOLUTION:
        raise InvalidField(field="resolution", problem=f"must be at most {LONGEST_RESOLUTION:,} characters")
    if command.first and command.first not in before.tracks:
        raise InvalidField(field="first", problem=f"must be one of the area's tracks: {', '.join(before.tracks)}")
    if command.order and not command.first:
        raise InvalidField(field="first", problem="must say which track goes first")
    undone, rest = without_waits(plan, before, facts)
    same = (command.resolution, command.first, command.order) == (before.resolution, before.first, before.ordered)
    if not command.order:
        resolved = e.ConflictAreaResolved(key=before.key, resolution=command.resolution, first=command.first)
        return [] if same else [*undone, resolved]
    ordered = in_order(
        rest, before.key, before.area, before.tracks, before.paths, command.resolution, command.first
    )
    is_so = same and ordered[-1].waits == before.waits and len(undone) == len(before.waits)
    return [] if is_so else [*undone, *ordered]


def remove(plan: Plan, command: c.RemoveConflictArea, facts: Facts) -> list[Any]:
    area = known_area(plan, command.key, command.expected_version)
    return [*without_waits(plan, area, facts)[0], e.ConflictAreaRemoved(key=area.key)]


def in_order(
    plan: Plan, key: str, name: str, tracks: tuple[str, ...], paths: tuple[str, ...], resolution: str, first: str
) -> list[Any]:
    """The dependencies that let the first track go first, and that this is how the area is resolved now.

    All of them wait for one thing, so a cycle that any two close is one that either closes alone.
    """
    known_track(plan, first)
    needs = f"track/{first}"
    items = list(waiting_items(plan, tracks, paths, first))
    if len(items) > MOST_WAITS:
        raise InvalidField(field="order", problem=f"would make {len(items):,} tasks wait; {MOST_WAITS:,} are the most")
    made = [item for item in items if dependency_key(item, needs) not in plan.dependencies]
    for item in made:
        check_dependency(plan, item, needs)
    waits = tuple(dependency_key(item, needs) for item in made)
    text = f"{name}: track {first} goes first"
    return [
        *(e.DependencyAdded(item=item, needs=needs, text=text) for item in made),
        e.ConflictAreaResolved(key=key, resolution=resolution, first=first, ordered=True, waits=waits),
    ]


def waiting_items(plan: Plan, tracks: tuple[str, ...], paths: tuple[str, ...], first: str) -> Iterator[str]:
    """What waits: the other tracks, or where paths are given those of their unfinished tasks that touch them."""
    for key in tracks:
        known_track(plan, key)
        if key == first:
            continue
        if not paths:
            yield f"track/{key}"
            continue
        for task in sorted(tasks_in(plan, f"track/{key}"), key=lambda task: (task.position, task.key)):
            if task.status not in SETTLED and any(overlap(ours, theirs) for ours in paths for theirs in readable(task.paths)):
                yield task.ref


def tasks_in(plan: Plan, group: str) -> Iterator[Task]:
    for key in plan.members.get(group, ()):
        yield plan.tasks[key]
        yield from tasks_in(plan, f"task/{key}")


def without_waits(plan: Plan, area: ConflictArea, facts: Facts) -> tuple[list[Any], Plan]:
    """What takes back the dependencies that the area made and that are still there, and the plan without them."""
    there = [plan.dependencies[key] for key in area.waits if key in plan.dependencies]
    events: list[Any] = [e.DependencyRemoved(item=one.item, needs=one.needs) for one in there]
    places = enumerate(events, plan.sequence + 1)
    return events, fold(plan, [Happened(one, place, facts.now, facts.actor) for place, one in places])[0]


def tracks_of(plan: Plan, tracks: tuple[str, ...]) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(tracks))
    if len(found) < 2:
        raise InvalidField(field="tracks", problem="must name two tracks at least")
    for key in found:
        known_track(plan, key)
    return found


def known_area(plan: Plan, key: str, expected: int | None) -> ConflictArea:
    area: ConflictArea | None = plan.conflict_areas.get(key)
    if area is None:
        raise UnknownConflictArea(key=key, project=plan.project)
    if expected not in (None, area.version):
        raise VersionMismatch(key=key, version=area.version, expected=expected)
    return area


DECIDE: dict[type, Callable[[Plan, Any, Facts], list[Any]]] = {
    c.DeclareConflictArea: declare,
    c.ReviseConflictArea: revise,
    c.ResolveConflictArea: resolve,
    c.RemoveConflictArea: remove,
}
