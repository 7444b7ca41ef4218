"""What waits for what once a document is applied: which of its dependencies hold, and which would close a cycle."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from tracks import document as d
from tracks import events as e
from tracks.blockers import waiting_word
from tracks.graph import Node, find_cycle, names
from tracks.importing.comparison import Comparison, Stamp, stated_anew
from tracks.importing.items import track_after
from tracks.importing.leaving import Leaving, what_leaves
from tracks.meeting import SyncPoint
from tracks.persistent import Map
from tracks.plan import Plan
from tracks.work import Dependency, dependency_key, ref, split


MOST_LOOKS = 1_000


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
    """Leaves out what would close a cycle: first what is newly linked, then the moves of tasks to other tracks."""
    named = {*tracks, *(entry.track for entry in tasks.values())}

    def attempt(stuck: dict[str, d.Problem]) -> tuple[Settled, tuple[str, str] | None]:
        staying = {key: replace(tasks[key], track=plan.tasks[key].track) for key in stuck}
        found = Comparison()
        kept = {**tasks, **staying}
        settled = Settled(kept, what_leaves(plan, named, kept, points, stamp, found), problems=found.problems)
        read(plan, document, tracks, points, settled, found)
        stopped = cut_cycles(plan, points, settled, stamp, found)
        found.problems.extend(stuck.values())
        return settled, stopped

    stuck: dict[str, d.Problem] = {}
    settled, stopped = attempt(stuck)
    while stopped:
        key, reason = stopped
        stays = f"{reason}; it stays in {plan.tasks[key].track or 'no track'}"
        stuck[key] = d.Problem(tasks[key].line, tasks[key].title[:200], stays, "warning")
        settled, stopped = attempt(stuck)
    for key in list(stuck)[:-1]:  # a move may have been stopped by another that was stopped later
        fewer = {other: problem for other, problem in stuck.items() if other != key}
        again, stopped = attempt(fewer)
        if stopped is None:
            settled, stuck = again, fewer
    return settled


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

    def unlink(self, item: str, needs: str) -> None:
        del self.needed[item][needs]

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
        before: SyncPoint | None = plan.sync_points.get(key)
        if before and before.placed:
            settled.after[key] = tuple(filter(is_there, before.after))
            continue
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


@dataclass(frozen=True, slots=True)
class Link:
    """Something the document newly says to wait for something: a dependency, or what a sync point stands after."""

    item: str
    needs: str
    line: int
    text: str

    @property
    def is_gate(self) -> bool:
        return self.item.startswith("sync/")


def new_links(plan: Plan, points: dict[str, d.SyncPointEntry], settled: Settled) -> dict[tuple[str, str], Link]:
    links = [
        Link(entry.item, entry.needs, entry.line, entry.text)
        for key, entry in settled.wanted.items() if key not in plan.dependencies
    ]
    for key, point in points.items():
        before: SyncPoint | None = plan.sync_points.get(key)
        known = before.after if before else ()
        links += [Link(ref("sync", key), need, point.line, point.title) for need in settled.after[key] if need not in known]
    return {(link.item, link.needs): link for link in links}


def cut_cycles(
    plan: Plan, points: dict[str, d.SyncPointEntry], settled: Settled, stamp: Stamp, found: Comparison
) -> tuple[str, str] | None:
    """Leaves out new links that close cycles; answers the task that must not move, and why, where none is to blame."""
    shape = ImportedShape(plan, settled, stamp)
    for entry in settled.wanted.values():
        shape.link(entry.item, entry.needs)
    for key, after in settled.after.items():
        for needs in after:
            shape.link(ref("sync", key), needs)
    new = new_links(plan, points, settled)
    left_out: list[Link] = []
    finished: set[Node] = set()
    everything = [*shape.around, *shape.needed]
    while cycle := find_cycle(shape, everything, finished):
        edges = [(item, needs) for (item, _), (needs, _) in pairwise([*cycle, cycle[0]])]
        guilty = [new[edge] for edge in edges if edge in new]
        if not guilty:
            return next((split(one)[1], spelled(cycle)) for edge in edges for one in edge if one in shape.moved)
        worst = max(guilty, key=lambda link: (not link.is_gate, link.line))
        shape.unlink(worst.item, worst.needs)
        left_out.append(new.pop((worst.item, worst.needs)))
    for place, link in enumerate(sorted(left_out, key=lambda link: link.line)):
        # What closed it may have been left out since. Each look costs a walk, so an absurd document gets only so many.
        shape.link(link.item, link.needs)
        cycle = find_cycle(shape, [link.item]) if place < MOST_LOOKS else []
        if place < MOST_LOOKS and not cycle:
            continue
        shape.unlink(link.item, link.needs)
        leave_out(link, spelled(cycle), settled, found)
    return None


def leave_out(link: Link, reason: str, settled: Settled, found: Comparison) -> None:
    if link.is_gate:
        key = split(link.item)[1]
        settled.after[key] = tuple(one for one in settled.after[key] if one != link.needs)
        found.problem(link.line, link.text, f"{reason}; {waiting_word(link.needs)} is left out", "error")
    else:
        del settled.wanted[dependency_key(link.item, link.needs)]
        found.problem(link.line, link.text, f"{reason}; left out", "error")


def spelled(cycle: list[Node]) -> str:
    around = names(cycle)
    if not around:
        return "it would close a cycle"
    return f"it would close the cycle {' -> '.join(map(waiting_word, [*around, around[0]]))}"


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
