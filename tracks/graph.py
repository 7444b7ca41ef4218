"""What waits for what, as a graph, and its cycles.

A group (a track, a task with subtasks) has a start and an end: its members start after its start, it ends after all
of them have ended, and whoever depends on it waits for its end. A leaf starts and ends as one node.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from tracks.plan import Plan
from tracks.work import split

Node = tuple[str, bool]  # a reference, and whether its end is meant


class Shape(Protocol):
    """The bare bones of a plan: enough to find cycles in one that does not exist yet."""

    def needs(self, reference: str) -> Iterable[str]: ...
    def containers(self, reference: str) -> Iterable[str]: ...
    def members(self, reference: str) -> Iterable[str]: ...


class PlanShape:
    """The shape of a plan as it is."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    def needs(self, reference: str) -> Iterable[str]:
        kind, key = split(reference)
        if kind == "task":
            return self.plan.tasks[key].depends_on
        if kind == "track":
            return self.plan.tracks[key].depends_on
        return self.plan.sync_points[key].after

    def containers(self, reference: str) -> Iterable[str]:
        container = self.container(reference)
        return (container,) if container else ()

    def members(self, reference: str) -> Iterable[str]:
        return (f"task/{key}" for key in self.plan.members.get(reference, ()))

    def container(self, reference: str) -> str:
        kind, key = split(reference)
        return self.plan.tasks[key].container if kind == "task" and key in self.plan.tasks else ""


class ShapeWith(PlanShape):
    """The shape of a plan with one item, new or known, as it would be: what it is part of and what it needs."""

    def __init__(self, plan: Plan, item: str, container: str, needs: Sequence[str]) -> None:
        super().__init__(plan)
        self.item, self.new_container, self.new_needs = item, container, needs

    def needs(self, reference: str) -> Iterable[str]:
        return self.new_needs if reference == self.item else super().needs(reference)

    def container(self, reference: str) -> str:
        return self.new_container if reference == self.item else super().container(reference)

    def members(self, reference: str) -> Iterable[str]:
        yield from (member for member in super().members(reference) if member != self.item)
        if reference == self.new_container:
            yield self.item


def new_cycle(plan: Plan, item: str, container: str, needs: Sequence[str]) -> list[str]:
    """The cycle that would close if `item` stood in `container` and waited for `needs`; empty when none would."""
    shape = ShapeWith(plan, item, container, needs)
    if not is_awaited(shape, item, needs):
        return []
    cycle = names(find_cycle(shape, [item]))
    at = cycle.index(item) if item in cycle else 0
    return cycle[at:] + cycle[:at]


def is_awaited(shape: ShapeWith, item: str, needs: Sequence[str]) -> bool:
    """Whether anything could wait for `item`: spares most edits of a large plan the search."""
    if any(shape.members(item)):
        return True
    reference = item
    while reference:
        if reference in needs or reference in shape.plan.dependents:
            return True
        reference = shape.container(reference)
    return False


def waits_for(shape: Shape, node: Node) -> Iterator[Node]:
    """The nodes that must come before this one."""
    reference, is_end = node
    members = [(member, True) for member in shape.members(reference)] if is_end else []
    if members:
        yield from members
        yield reference, False
        return
    for need in shape.needs(reference):
        yield need, True
    for container in shape.containers(reference):
        yield container, False


def find_cycle(shape: Shape, references: Iterable[str], finished: set[Node] | None = None) -> list[Node]:
    """One cycle among `references` and what they wait for; empty when there is none. Linear time.

    `finished` collects the nodes that are known to be free of cycles; hand it in again to go on after a cut.
    """
    finished = set() if finished is None else finished
    for reference in references:
        root = (reference, True)
        if root in finished:
            continue
        way: dict[Node, Iterator[Node]] = {root: waits_for(shape, root)}
        while way:
            node = next(reversed(way))
            for further in way[node]:
                if further in way:
                    nodes = list(way)
                    return nodes[nodes.index(further):]
                if further not in finished:
                    way[further] = waits_for(shape, further)
                    break
            else:
                finished.add(node)
                del way[node]
    return []


def names(cycle: Iterable[Node]) -> list[str]:
    return list(dict.fromkeys(reference for reference, _ in cycle))
