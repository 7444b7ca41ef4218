"""The plan as numbered nodes with what each comes after, for passes over the whole of it. Knows no times.

A leaf is one node. A group (a track, a task with subtasks) has a gate its members come after, where it or what it is
part of waits for something, and an end, where something waits for it. A sync point that was passed comes after nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from tracks.graph import PlanShape, find_cycle, names
from tracks.meeting import SyncPoint
from tracks.plan import Plan
from tracks.work import Task, Track, ref


@dataclass(frozen=True, slots=True)
class Network:
    """`refs` names each node, `tasks` holds the leaf it is, if it is one; gates of groups have the name of their group.

    `before` are the nodes that each one comes after, `behind` those that come after it, `order` a way through that
    meets each node after all before it. `numbers` are the nodes that end things, by reference. `home` is each leaf's track.
    `cycles` are spelled out; the rules keep plans free of them, so whatever lies on one is cut where it closes.
    """

    refs: list[str]
    tasks: list[Task | None]
    before: list[list[int]]
    behind: list[list[int]]
    order: list[int]
    numbers: dict[str, int]
    home: list[str]
    cycles: list[list[str]]


class Builder:
    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.refs: list[str] = []
        self.tasks: list[Task | None] = []
        self.before: list[list[int]] = []
        self.home: list[str] = []
        self.numbers: dict[str, int] = {}
        self.gates: dict[str, int | None] = {}

    def node(self, reference: str, task: Task | None = None, home: str = "") -> int:
        self.refs.append(reference)
        self.tasks.append(task)
        self.before.append([])
        self.home.append(home)
        return len(self.refs) - 1

    def build(self) -> Network:
        tasks, tracks, points = in_plan_order(self.plan)
        groups = [ref("track", track.key) for track in tracks]
        homes: dict[str, str] = {}
        for track, group in zip(tracks, groups, strict=True):
            self.numbers[group] = self.node(group, None, track.key)
        for task in tasks:
            home = self.home_of(task, homes)
            is_leaf = task.ref not in self.plan.members
            self.numbers[task.ref] = self.node(task.ref, task if is_leaf else None, home)
            if not is_leaf:
                groups.append(task.ref)
        for point in points:
            self.numbers[f"sync/{point.key}"] = self.node(f"sync/{point.key}")
        self.link(tasks, points, groups)
        return self.finished()

    def home_of(self, task: Task, known: dict[str, str]) -> str:
        """The track that a task counts in: that of the outermost task it is part of."""
        if task.key not in known:
            known[task.key] = self.home_of(self.plan.tasks[task.parent], known) if task.parent else task.track
        return known[task.key]

    def link(self, tasks: list[Task], points: list[SyncPoint], groups: list[str]) -> None:
        numbers, members = self.numbers, self.plan.members
        for group in groups:
            inside = (numbers[f"task/{key}"] for key in members.get(group, ()))
            self.before[numbers[group]].extend(sorted(inside))
        for task in tasks:
            gate = self.gate_of(task.container)
            if task.ref not in members:
                self.comes_after(numbers[task.ref], task.depends_on, gate)
        for point in points:
            if not point.passed:
                self.comes_after(numbers[f"sync/{point.key}"], point.after, None)
        for group in groups:
            gate = self.gate_of(group)
            if gate is not None and group not in members and not self.plan.is_settled(group):
                self.before[numbers[group]].append(gate)

    def gate_of(self, group: str) -> int | None:
        """The node that members of a group come after, made when it is first asked for; None where nothing holds it."""
        if group in self.gates or not group:
            return self.gates.get(group)
        kind, _, key = group.partition("/")
        outer, needs = None, self.plan.tracks[key].depends_on if kind == "track" else ()
        if kind == "task":
            task = self.plan.tasks[key]
            outer, needs = self.gate_of(task.container), task.depends_on
        gate = outer
        if needs:
            gate = self.node(group)
            self.comes_after(gate, needs, outer)
        self.gates[group] = gate
        return gate

    def comes_after(self, node: int, needs: tuple[str, ...], gate: int | None) -> None:
        before = self.before[node]
        before.extend(self.numbers[need] for need in needs)
        if gate is not None:
            before.append(gate)

    def finished(self) -> Network:
        order, behind = ordered(self.before)
        cycles: list[list[str]] = []
        if len(order) < len(self.refs):
            cycles = list(all_cycles(self.plan))
            order, behind = cut(self.before, order)
        return Network(self.refs, self.tasks, self.before, behind, order, self.numbers, self.home, cycles)


def network(plan: Plan) -> Network:
    return Builder(plan).build()


def in_plan_order(plan: Plan) -> tuple[list[Task], list[Track], list[SyncPoint]]:
    return (
        sorted(plan.tasks.values(), key=lambda one: (one.position, one.key)),
        sorted(plan.tracks.values(), key=lambda one: (one.position, one.key)),
        sorted(plan.sync_points.values(), key=lambda one: (one.position, one.key)),
    )


def ordered(before: list[list[int]]) -> tuple[list[int], list[list[int]]]:
    """Every node that is on no cycle and behind none, each after all that it comes after; and what is behind each."""
    behind: list[list[int]] = [[] for _ in before]
    open_ends = [0] * len(before)
    for node, needs in enumerate(before):
        open_ends[node] = len(needs)
        for need in needs:
            behind[need].append(node)
    order = [node for node, count in enumerate(open_ends) if not count]
    for node in order:
        for further in behind[node]:
            open_ends[further] -= 1
            if not open_ends[further]:
                order.append(further)
    return order, behind


def cut(before: list[list[int]], order: list[int]) -> tuple[list[int], list[list[int]]]:
    """The same once what closes the cycles is taken out of `before`: whatever a node needs of those numbered after it."""
    known = set(order)
    left = [node for node in range(len(before)) if node not in known]
    for node in left:
        before[node] = [need for need in before[node] if need in known or need < node]
    return ordered(before)


def all_cycles(plan: Plan, most: int = 20) -> Iterator[list[str]]:
    """Cycles of the plan as names, the first one again at the end; each of them through things that no other is through."""
    shape, told = PlanShape(plan), set[str]()
    for reference in [*(f"task/{key}" for key in plan.tasks), *(f"track/{key}" for key in plan.tracks)]:
        if most and reference not in told:
            cycle = names(find_cycle(shape, [reference]))
            if cycle and told.isdisjoint(cycle):
                most -= 1
                told.update(cycle)
                yield [*cycle, cycle[0]]


def layers(net: Network) -> list[int]:
    """How many leaves, at most, come one after another before each node."""
    outs = [0] * len(net.refs)
    found = [0] * len(net.refs)
    for node in net.order:
        layer = max((outs[need] for need in net.before[node]), default=0)
        found[node] = layer
        outs[node] = layer + 1 if net.tasks[node] is not None else layer
    return found
