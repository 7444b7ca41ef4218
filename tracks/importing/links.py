"""What waits for what once a document is applied: which of its dependencies hold, and which would close a cycle."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from tracks import document as d
from tracks import events as e
from tracks.graph import Node, find_cycle, names
from tracks.importing.comparison import Comparison, Stamp, stated_anew
from tracks.importing.items import track_after
from tracks.importing.leaving import Leaving, what_leaves
from tracks.persistent import Map
from tracks.plan import Dependency, Plan, SyncPoint, dependency_key, ref, split, waiting_word


@dataclass(slots=True)
class Settled:
    """What of the document's structure holds. `wanted` has the dependencies by key, `after` those of sync points."""

    tasks: dict[str, d.TaskEntry]
    leaving: Leaving
    wanted: dict[str, d.DependencyEntry] = field(default_factory=dict)
    after: dict[str, tuple[str, ...]] = field(default_factory=dict)
    problems: list[d.Problem] = field(default_factory=list)


def settle(
    plan: Plan, document: d.Document, tracks: dict[str, d.TrackEntry], tasks: dict[str, d.TaskEntry],
    points: dict[str, d.SyncPointEntry], stamp: Stamp,
) -> Settled:
    """Leaves out, one by one, what would close a cycle: first new dependencies, then tasks that change their track."""
    named = {*tracks, *(entry.track for entry in tasks.values())}
    stuck: list[d.Problem] = []
    while True:
        found = Comparison()
        settled = Settled(tasks, what_leaves(plan, named, tasks, points, stamp, found), problems=found.problems)
        read(plan, document, tracks, points, settled, found)
        stopped = cut_cycles(plan, points, settled, stamp, found)
        if stopped is None:
            found.problems.extend(stuck)
            return settled
        entry, reason = stopped
        track = plan.tasks[entry.key].track
        stuck.append(d.Problem(entry.line, entry.title[:200], f"{reason}; it stays in {track or 'no track'}", "warning"))
        tasks = {**tasks, entry.key: replace(entry, track=track)}


class ImportedShape:
    """The shape the plan would have: what stays of it, overlaid with what the document says.

    `in_transit`: a task that changes its track counts in both, as it does while others have yet to move.
    """

    def __init__(self, plan: Plan, settled: Settled, stamp: Stamp, in_transit: bool = False) -> None:
        self.needed: dict[str, dict[str, None]] = {}
        self.inside: dict[str, dict[str, None]] = {}
        self.around: dict[str, tuple[str, ...]] = {}
        self.moved: dict[str, d.TaskEntry] = {}
        for task in in_order(plan.tasks):
            if task.ref in settled.leaving.refs:
                continue
            track = track_after(plan, settled.tasks, task.key, stamp)
            if task.parent or track == task.track:
                self.put(task.ref, task.container)
            else:
                self.moved[task.ref] = settled.tasks[task.key]
                self.put(task.ref, ref("track", track) if track else "", task.container if in_transit else "")
        for entry in settled.tasks.values():
            if entry.key not in plan.tasks:
                track_ref = ref("track", entry.track) if entry.track else ""
                self.put(ref("task", entry.key), ref("task", entry.parent) if entry.parent else track_ref)
        for dependency in kept_dependencies(plan, settled, stamp):
            self.link(dependency.item, dependency.needs)

    def put(self, reference: str, *containers: str) -> None:
        self.around[reference] = tuple(filter(None, containers))
        for container in self.around[reference]:
            self.inside.setdefault(container, {})[reference] = None

    def link(self, item: str, needs: str) -> None:
        self.needed.setdefault(item, {})[needs] = None

    def needs(self, reference: str) -> Iterable[str]:
        return self.needed.get(reference, ())

    def containers(self, reference: str) -> Iterable[str]:
        return self.around.get(reference, ())

    def members(self, reference: str) -> Iterable[str]:
        return self.inside.get(reference, ())


# Settling ------------------------------------------------------------------------------------------------------------


def read(
    plan: Plan, document: d.Document, tracks: dict[str, d.TrackEntry], points: dict[str, d.SyncPointEntry],
    settled: Settled, found: Comparison,
) -> None:
    """Takes over what the document says waits for what, as far as both are there and nothing waits for itself."""
    known = {ref("track", key) for key in tracks} | {ref("task", key) for key in settled.tasks}

    def is_there(reference: str) -> bool:
        return reference in known or (plan.exists(reference) and reference not in settled.leaving.refs)

    for key, point in points.items():
        settled.after[key] = tuple(dict.fromkeys(one for one in point.after if is_work(one) and is_there(one)))
    for known_point in plan.sync_points.values():
        if known_point.key not in settled.leaving.points:
            settled.after.setdefault(known_point.key, tuple(filter(is_there, known_point.after)))
    known.update(ref("sync", key) for key in points)
    for entry in document.dependencies:
        lost = [one for one in (entry.item, entry.needs) if not is_there(one)]
        if lost or entry.item == entry.needs or not is_work(entry.item):
            reason = f"{waiting_word(lost[0])} is not there" if lost else "it cannot wait for that"
            found.problem(entry.line, entry.text, reason, "error")
        else:
            settled.wanted.setdefault(dependency_key(entry.item, entry.needs), entry)


def is_work(reference: str) -> bool:
    return split(reference)[0] in ("task", "track")


def kept_dependencies(plan: Plan, settled: Settled, stamp: Stamp) -> Iterator[Dependency]:
    """Those of the plan that stay: neither end leaves, and the document has not dropped what it said."""
    gone = settled.leaving.refs
    for key in sorted(plan.dependencies):
        dependency = plan.dependencies[key]
        is_loose = dependency.item in gone or dependency.needs in gone
        if not is_loose and (key in settled.wanted or not stamp.made(dependency.digest)):
            yield dependency


def cut_cycles(
    plan: Plan, points: dict[str, d.SyncPointEntry], settled: Settled, stamp: Stamp, found: Comparison
) -> tuple[d.TaskEntry, str] | None:
    """Leaves out what closes cycles; answers a task that must not move, where nothing else can be left out."""
    shape = ImportedShape(plan, settled, stamp)
    for entry in settled.wanted.values():
        shape.link(entry.item, entry.needs)
    for key, after in settled.after.items():
        for needs in after:
            shape.link(ref("sync", key), needs)
    finished: set[Node] = set()
    everything = [*shape.around, *shape.needed]
    while cycle := find_cycle(shape, everything, finished):
        edges = [(item, needs) for (item, _), (needs, _) in pairwise([*cycle, cycle[0]])]
        around = names(cycle)
        reason = f"it would close the cycle {' -> '.join(map(waiting_word, [*around, around[0]]))}"
        new = [
            settled.wanted[key] for key in (dependency_key(*edge) for edge in edges)
            if key in settled.wanted and key not in plan.dependencies
        ]
        gates = [edge for edge in edges if is_new_gate(plan, settled, *edge)]
        if new:
            last = max(new, key=lambda entry: entry.line)
            found.problem(last.line, last.text, f"{reason}; left out", "error")
            del settled.wanted[dependency_key(last.item, last.needs)]
            del shape.needed[last.item][last.needs]
        elif gates:
            item, needs = gates[-1]
            key = split(item)[1]
            found.problem(points[key].line, points[key].title, f"{reason}; {waiting_word(needs)} is left out", "error")
            settled.after[key] = tuple(one for one in settled.after[key] if one != needs)
            del shape.needed[item][needs]
        else:
            return next((shape.moved[one], reason) for edge in edges for one in edge if one in shape.moved)
    return None


def is_new_gate(plan: Plan, settled: Settled, item: str, needs: str) -> bool:
    """Whether a sync point comes to stand after something that it did not stand after before."""
    kind, key = split(item)
    before: SyncPoint | None = plan.sync_points.get(key)
    return kind == "sync" and needs in settled.after.get(key, ()) and (before is None or needs not in before.after)


# Stating it as events ------------------------------------------------------------------------------------------------


def cut(plan: Plan, settled: Settled, stamp: Stamp, found: Comparison) -> None:
    """Comes first: whatever is cut off here can close no cycle with what the following events link."""
    kept = {dependency.key for dependency in kept_dependencies(plan, settled, stamp)}
    for key in sorted(plan.dependencies):
        if key not in kept:
            dependency = plan.dependencies[key]
            found.saw("removed", e.DependencyRemoved(item=dependency.item, needs=dependency.needs))
    for point in in_order(plan.sync_points):
        if point.key in settled.leaving.points:
            found.saw("removed", e.SyncPointRemoved(key=point.key))
            continue
        left = tuple(one for one in point.after if one in settled.after[point.key])
        if left != point.after:
            found.events.append(stated_anew(e.SyncPointRevised, point, after=left))
    found.events.extend(detached(plan, settled, stamp))


def detached(plan: Plan, settled: Settled, stamp: Stamp) -> list[e.TaskRevised]:
    """Where tasks that trade tracks would close a cycle half-way, they all leave their tracks before any arrives."""
    shape = ImportedShape(plan, settled, stamp, in_transit=True)
    for point in plan.sync_points.values():
        for needs in settled.after.get(point.key, ()):
            if needs in point.after:
                shape.link(ref("sync", point.key), needs)
    if len(shape.moved) < 2 or not find_cycle(shape, [*shape.around, *shape.needed]):
        return []
    return [stated_anew(e.TaskRevised, plan.tasks[entry.key], track="") for entry in shape.moved.values()]


def add(plan: Plan, settled: Settled, stamp: Stamp, found: Comparison) -> None:
    """Comes when all that can be linked is there."""
    for key, entry in settled.wanted.items():
        if key in plan.dependencies:
            found.saw("unchanged")
        else:
            found.saw("added", e.DependencyAdded(
                item=entry.item, needs=entry.needs, text=entry.text[:300], line=entry.line, digest=stamp.of(entry)
            ))


def in_order(entities: Map[str, Any]) -> list[Any]:
    return sorted(entities.values(), key=lambda one: (one.position, one.key))
