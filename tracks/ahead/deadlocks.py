"""Who waits for each other in a ring, for ever: dependencies, what blocked tasks say they wait for, and paths that are held.

The rules keep dependencies free of cycles; but a blocked task may wait for what in turn waits for it, or for what cannot be
begun because of the paths that it holds. For each such knot the fewest waits are named that would have to go for the rest
to move.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from tracks.ahead.network import Network
from tracks.ahead.schedule import is_settled, is_under_way
from tracks.blockers import waiting_word
from tracks.holds import clashes
from tracks.paths import readable
from tracks.plan import Plan
from tracks.work import Task, ref, split

MOST_TRIED = 20_000  # sets of waits tried for the smallest cut of one knot; beyond, a small one has to do


@dataclass(frozen=True, slots=True)
class Wait:
    """`item` waits for `needs`. `why`: dependency, sync_point (it opens after that), blocked (its holder says so), or paths
    (its own are held for that, by an agent that cannot take both)."""

    item: str
    needs: str
    why: str
    fix: str


@dataclass(frozen=True, slots=True)
class Deadlock:
    """A knot: `ring` is one way around it, the first again at the end; `stuck` all that is in it. `cut` are the waits to
    give up; no fewer would do where it is the `smallest`."""

    ring: list[str]
    stuck: list[str]
    waits: list[Wait]
    cut: list[Wait]
    smallest: bool


Edges = list[list[tuple[int, Wait | None]]]  # of each node: what it waits for; None where that is only its place in the plan


def deadlocks(plan: Plan, net: Network) -> list[Deadlock]:
    if not net.cycles and not any(task is not None and task.state == "blocked" and task.waits_for for task in net.tasks):
        return []  # dependencies alone close no ring, and that spares the search
    edges = waits_of(plan, net)
    return [untied(net, edges, knot) for knot in knots(edges)]


def waits_of(plan: Plan, net: Network) -> Edges:
    edges: Edges = [[] for _ in net.refs]
    for node, reference in enumerate(net.refs):
        task = net.tasks[node]
        if is_settled(task) or is_under_way(task):
            continue
        if task is not None and task.state == "blocked":
            edges[node] += blocked_by(plan, net, task)
            if task.lease is not None:
                continue
        elif task is not None and task.is_free:
            edges[node] += kept_off(plan, net, task)
        declared = declared_needs(plan, reference)
        for need in net.before[node]:
            needs = net.refs[need]
            is_end = net.numbers.get(needs) == need
            if is_end and plan.is_settled(needs):
                continue
            told = wait(plan, reference, needs) if needs in declared and is_end else None
            edges[node].append((need, told))
    return edges


def blocked_by(plan: Plan, net: Network, task: Task) -> Iterator[tuple[int, Wait | None]]:
    for needs in task.waits_for:
        if needs in net.numbers and not plan.is_settled(needs):
            fix = f"Unblock {task.key}, or let it wait for something that can move without it."
            yield net.numbers[needs], Wait(task.ref, needs, "blocked", fix)


def kept_off(plan: Plan, net: Network, task: Task) -> Iterator[tuple[int, Wait | None]]:
    """What others work on, with paths that `task` would touch. Whoever could take both is not in the way of itself."""
    told = {task.ref}
    for clash in clashes(plan, plan.holds, "", readable(task.paths)):
        held = clash.hold.holder
        if held.startswith("reservation/"):
            held = ref("task", plan.reservations[split(held)[1]].task)
        agent = plan.agents.get(clash.hold.agent)
        takes_both = agent is not None and not agent.stopped and agent.has_room and agent.offers(task.capabilities)
        if held in net.numbers and held not in told and not takes_both:
            told.add(held)
            fix = f"Let {clash.hold.agent} let go of {clash.theirs}, or hand over {waiting_word(held)}."
            yield net.numbers[held], Wait(task.ref, held, "paths", fix)


def declared_needs(plan: Plan, reference: str) -> Iterable[str]:
    kind, key = split(reference)
    if kind == "sync":
        return plan.sync_points[key].after
    return plan.tasks[key].depends_on if kind == "task" else plan.tracks[key].depends_on


def wait(plan: Plan, item: str, needs: str) -> Wait:
    if split(item)[0] == "sync":
        fix = f"Pass {waiting_word(item)}, or take {waiting_word(needs)} out of what it is after."
        return Wait(item, needs, "sync_point", fix)
    return Wait(item, needs, "dependency", f"Let {waiting_word(item)} no longer depend on {waiting_word(needs)}.")


def knots(edges: Edges) -> list[list[int]]:
    """The sets of nodes that wait for each other (strongly connected, by Tarjan's algorithm), each in the order of nodes."""
    found: list[list[int]] = []
    index: dict[int, int] = {}
    low: dict[int, int] = {}
    path: list[int] = []
    on_path: set[int] = set()
    for root in range(len(edges)):
        if root in index:
            continue
        index[root] = low[root] = len(index)
        path.append(root)
        on_path.add(root)
        stack = [(root, iter(edges[root]))]
        while stack:
            node, rest = stack[-1]
            for further, _ in rest:
                if further not in index:
                    index[further] = low[further] = len(index)
                    path.append(further)
                    on_path.add(further)
                    stack.append((further, iter(edges[further])))
                    break
                if further in on_path:
                    low[node] = min(low[node], index[further])
            else:
                stack.pop()
                if stack:
                    low[stack[-1][0]] = min(low[stack[-1][0]], low[node])
                if low[node] == index[node]:
                    knot = cut_off(path, node)
                    on_path.difference_update(knot)
                    if len(knot) > 1 or any(need == node for need, _ in edges[node]):
                        found.append(sorted(knot))
    return found


def cut_off(path: list[int], node: int) -> list[int]:
    """Takes `node` and all behind it off the path."""
    knot: list[int] = []
    while not knot or knot[-1] != node:
        knot.append(path.pop())
    return knot


def untied(net: Network, edges: Edges, knot: list[int]) -> Deadlock:
    within = set(knot)
    inside = {node: [(need, told) for need, told in edges[node] if need in within] for node in knot}
    waits = [told for node in knot for _, told in inside[node] if told is not None]
    waits.sort(key=lambda one: (one.why != "blocked", one.item, one.needs))
    cut, smallest = smallest_cut(inside, waits)
    ring = list(dict.fromkeys(net.refs[node] for node in ring_in(inside, set())))
    return Deadlock([*ring, ring[0]], list(dict.fromkeys(net.refs[node] for node in knot)), waits, cut, smallest)


Inside = dict[int, list[tuple[int, Wait | None]]]


def smallest_cut(inside: Inside, waits: Sequence[Wait]) -> tuple[list[Wait], bool]:
    """The first of the smallest sets of waits without which there is no ring; what holders say is given up first."""
    tried = 0
    for size in range(1, len(waits) + 1):
        for chosen in combinations(waits, size):
            tried += 1
            if tried > MOST_TRIED:
                return one_by_one(inside), False
            if not ring_in(inside, set(chosen)):
                return list(chosen), True
    return list(waits), True


def one_by_one(inside: Inside) -> list[Wait]:
    """A wait of one ring after another, until none is left."""
    gone: set[Wait] = set()
    while ring := ring_in(inside, gone):
        around = zip(ring, [*ring[1:], ring[0]], strict=True)
        on_it = [told for node, further in around for need, told in inside[node] if need == further and told and told not in gone]
        if not on_it:
            break
        gone.add(min(on_it, key=lambda one: (one.why != "blocked", one.item, one.needs)))
    return sorted(gone, key=lambda one: (one.item, one.needs))


def ring_in(inside: Inside, gone: set[Wait]) -> list[int]:
    """One ring that is left once some waits are gone; empty where there is none."""
    finished: set[int] = set()
    for root in inside:
        way: dict[int, Iterator[tuple[int, Wait | None]]] = {}
        if root not in finished:
            way[root] = iter(inside[root])
        while way:
            node = next(reversed(way))
            for further, told in way[node]:
                if told is not None and told in gone:
                    continue
                if further in way:
                    nodes = list(way)
                    return nodes[nodes.index(further):]
                if further not in finished:
                    way[further] = iter(inside[further])
                    break
            else:
                finished.add(node)
                del way[node]
    return []
