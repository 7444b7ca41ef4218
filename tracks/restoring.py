"""The events that put things of a plan back to what they were. Generic over kinds; deletes nothing, decides nothing.

They come in an order in which each prefix of them is a sound plan: leases end first, then what goes is cut off, what
moves is lifted out, what goes is removed; then comes what is put back, parents before their parts, and links come last.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields, replace
from typing import Any

from tracks import events as e
from tracks.evolve import fold
from tracks.facts import Facts
from tracks.happened import Happened
from tracks.plainly import default_of, plain
from tracks.plan import Plan
from tracks.things import DEPENDENCIES, WAY_OF, WAYS, Way, reference
from tracks.work import Dependency, Task, dependency_key, split

# What a task is; all else that is put back is its life, which its holder would have to know of.
DESCRIBED = frozenset({
    "title", "position", "track", "parent", "priority", "estimate", "capabilities", "paths", "parallel", "assignee",
    "notes", "source", "created_at",
})
TASKS, SYNC_POINTS = WAY_OF["tasks"], WAY_OF["sync_points"]
LARGEST_STATE = 40_000  # bytes of the fields in one event, of the 64 KiB that an event may hold


@dataclass(slots=True)
class Aim:
    """What things shall be, by kind and key; None where one shall not be there. What is not named stays as it is.

    `orders` are the needs of items in the order in which they shall be listed.
    """

    wanted: dict[str, dict[str, Any]] = field(default_factory=dict)
    orders: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def of(self, kind: str) -> dict[str, Any]:
        return self.wanted.setdefault(kind, {})

    def value(self, plan: Plan, kind: str, key: str) -> Any:
        """What a thing will be once the aim is reached."""
        wanted = self.of(kind)
        return wanted[key] if key in wanted else getattr(plan, kind).get(key)


@dataclass(frozen=True, slots=True)
class Restored:
    """The way to an aim. `held` are tasks with live leases that it changes, `ended` those whose leases it ends."""

    events: list[Any]
    plan: Plan
    held: tuple[Task, ...]
    ended: tuple[Task, ...]
    changes: dict[str, int]


def aim_at(plan: Plan, then: Plan, only: Iterable[str] = ()) -> Aim:
    """Everything, or only the things of these references, as it was in `then`."""
    chosen, aim = set(only), Aim()
    for kind in (*WAY_OF, DEPENDENCIES):
        now_map, then_map = getattr(plan, kind), getattr(then, kind)
        for key in dict.fromkeys((*now_map, *then_map)):
            if not chosen or reference(kind, key) in chosen:
                aim.of(kind)[key] = then_map.get(key)
    items = {f"task/{key}" for key in then.tasks} | {f"track/{key}" for key in then.tracks}
    aim.orders = {item: needs_of(then, item) for item in sorted(items & chosen if chosen else items)}
    return aim


def put_back(plan: Plan, aim: Aim, facts: Facts, reason: str) -> Restored:
    """What leads from `plan` to `aim`. `reason` is told to those whose leases end."""
    way = Restoring(plan, aim, facts)
    way.end_leases(reason)
    way.cut()
    way.lift_out()
    way.remove()
    way.restore()
    way.link()
    return Restored(way.events, way.plan, tuple(way.held), tuple(way.ended), way.changes)


class Restoring:
    """A plan on its way to an aim, and the events so far."""

    def __init__(self, plan: Plan, aim: Aim, facts: Facts) -> None:
        self.plan, self.facts = plan, facts
        self.events: list[Any] = []
        self.held: list[Task] = []
        self.ended: list[Task] = []
        self.changes = dict.fromkeys(("added", "changed", "removed"), 0)
        self.aim = Aim(orders=aim.orders)
        for kind, wanted in aim.wanted.items():
            for key, value in wanted.items():
                before = getattr(plan, kind).get(key)
                value = as_it_can_be(kind, before, value)
                if kind == DEPENDENCIES or is_other(WAY_OF[kind], before, value):
                    self.aim.of(kind)[key] = value
        self.links = dict(self.links_wanted())

    def do(self, events: Iterable[Any]) -> None:
        doing = list(events)
        places = enumerate(doing, self.plan.sequence + 1)
        self.plan, _ = fold(self.plan, [Happened(one, place, self.facts.now, self.facts.actor) for place, one in places])
        self.events += doing

    def aimed(self, way: Way) -> Iterator[tuple[str, Any, Any]]:
        """Key, present value and wanted value of each thing of a kind that is to be different."""
        there = getattr(self.plan, way.kind)
        return ((key, there.get(key), value) for key, value in self.aim.of(way.kind).items())

    def end_leases(self, reason: str) -> None:
        for _, before, value in self.aimed(TASKS):
            if before and before.lease and (value is None or differing(TASKS, before, value).keys() - DESCRIBED):
                self.held.append(before)
                if value is None or value.lease is None:
                    self.ended.append(before)
        self.do(e.TaskReleased(key=task.key, reason=reason) for task in self.ended)

    def cut(self) -> None:
        self.do([
            e.DependencyRemoved(item=one.item, needs=one.needs)
            for item, want in self.links.items() for have in [self.needed(item)] for one in have[common(have, want):]
        ])
        narrowed: list[Any] = []
        for key, before, value in self.aimed(SYNC_POINTS):
            if before and value:
                left = tuple(one for one in before.after if one in value.after)
                narrowed += restorations(SYNC_POINTS, key, {"after": list(left)}) if left != before.after else ()
        self.do(narrowed)

    def lift_out(self) -> None:
        """What gets another place leaves its own first, so that no two that trade places meet half-way."""
        lifted: list[Any] = []
        for key, before, value in self.aimed(TASKS):
            if before and value:
                leaves = [one for one in ("parent", "track") if getattr(before, one) not in ("", getattr(value, one))]
                lifted += restorations(TASKS, key, dict.fromkeys(leaves, "")) if leaves else ()
        self.do(lifted)

    def remove(self) -> None:
        gone = {way: [key for key, before, value in self.aimed(way) if before and value is None] for way in WAYS}
        self.changes["removed"] += sum(map(len, gone.values()))
        self.do(TASKS.removal(key) for key in sorted(gone.pop(TASKS), key=lambda key: (-self.plan.depth(key), key)))
        self.do(way.removal(key) for way, keys in gone.items() for key in keys)

    def restore(self) -> None:
        for way in WAYS:
            restored: list[Any] = []
            there = [one for one in self.aimed(way) if one[2] is not None]
            for key, before, value in sorted(there, key=lambda one: self.place(one[0], one[2])):
                self.changes["changed" if before else "added"] += 1
                restored += restorations(way, key, differing(way, before, value))
            self.do(restored)

    def place(self, key: str, value: Any) -> tuple[int, int, str]:
        """Parents come before their parts, then it goes in plan order."""
        depth, above = 0, getattr(value, "parent", "")
        while above:
            depth, above = depth + 1, self.aim.value(self.plan, "tasks", above).parent
        return depth, getattr(value, "position", 0), key

    def link(self) -> None:
        self.do([
            e.DependencyAdded(item=one.item, needs=one.needs, text=one.text, line=one.line, digest=one.digest)
            for item, want in self.links.items() for one in want[common(self.needed(item), want):]
        ])

    def needed(self, item: str) -> list[Dependency]:
        """What an item waits for now, in order."""
        return [self.plan.dependencies[dependency_key(item, need)] for need in needs_of(self.plan, item)]

    def links_wanted(self) -> Iterator[tuple[str, list[Dependency]]]:
        """What each item shall wait for, in order."""
        wanted = self.aim.of(DEPENDENCIES)
        for item in sorted({key.partition("\t")[0] for key in wanted} | set(self.aim.orders)):
            order = dict.fromkeys((*self.aim.orders.get(item, ()), *needs_of(self.plan, item)))
            links = [self.aim.value(self.plan, DEPENDENCIES, dependency_key(item, need)) for need in order]
            yield item, [one for one in links if one is not None]


# What differs --------------------------------------------------------------------------------------------------------


def as_it_can_be(kind: str, before: Any, value: Any) -> Any:
    """A value that may come back: a lease of the past does not, and who came to work here since stays."""
    if kind == "agents" and value is None and before and (before.joined or before.load):
        return before
    if kind != "tasks" or value is None or value.lease is None:
        return value
    if before and before.lease and before.lease.fence == value.lease.fence:
        return value
    return replace(value, lease=None, state="open" if value.state == "claimed" else value.state)


def is_other(way: Way, before: Any, value: Any) -> bool:
    if before is None or value is None:
        return before is not value
    return any(getattr(before, name) != getattr(value, name) for name in way.restored)


def differing(way: Way, before: Any, value: Any) -> dict[str, Any]:
    """The fields to put back, as plain data: those that differ, or of what is gone all that say something."""
    said = {one.name: default_of(one) for one in fields(way.value)} if before is None else {}
    known = said or {name: getattr(before, name) for name in way.restored}
    return {name: plain(getattr(value, name)) for name in way.restored if getattr(value, name) != known[name]}


def restorations(way: Way, key: str, state: dict[str, Any]) -> Iterator[e.ItemRestored]:
    """The state in as many events as it takes, at least one; each but the first adds to what is there already."""
    part: dict[str, Any] = {}
    size = 0
    for name, value in state.items():
        length = len(json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass"))
        if part and size + length > LARGEST_STATE:
            yield e.ItemRestored(kind=way.word, key=key, state=part)
            part, size = {}, 0
        part[name] = value
        size += length
    yield e.ItemRestored(kind=way.word, key=key, state=part)


def common(have: list[Dependency], want: list[Dependency]) -> int:
    """How many links at the beginning stay as they are."""
    for place, (one, other) in enumerate(zip(have, want, strict=False)):
        if replace(one, version=0) != replace(other, version=0):
            return place
    return min(len(have), len(want))


def needs_of(plan: Plan, item: str) -> tuple[str, ...]:
    kind, key = split(item)
    holder = (plan.tasks if kind == "task" else plan.tracks).get(key)
    return holder.depends_on if holder else ()
