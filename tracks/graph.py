"""What waits for what, as a graph, and its cycles.

A group (a track, a task with subtasks) has a start and an end: its members start after its start, it ends after all
of them have ended, and whoever depends on it waits for its end. A leaf starts and ends as one node.
"""

from collections.abc import Iterable, Iterator
from typing import Protocol

from tracks.plan import Plan, split

Node = tuple[str, bool]  # a reference, and whether its end is meant


class Shape(Protocol):
    """The bare bones of a plan: enough to find cycles in one that does not exist yet."""

    def needs(self, reference: str) -> Iterable[str]: ...
    def container(self, reference: str) -> str: ...
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

    def container(self, reference: str) -> str:
        kind, key = split(reference)
        return self.plan.tasks[key].container if kind == "task" else ""

    def members(self, reference: str) -> Iterable[str]:
        return (f"task/{key}" for key in self.plan.members.get(reference, ()))


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
    if container := shape.container(reference):
        yield container, False


def path(shape: Shape, start: str, goal: str) -> list[str]:
    """How the end of `start` comes to wait for the start of `goal`, both included; empty when it does not."""
    first = (start, True)
    came_from: dict[Node, Node] = {first: first}
    frontier = [first]
    while frontier:
        node = frontier.pop()
        if node[0] == goal and (not node[1] or not any(shape.members(goal))):
            return steps(came_from, node)
        for further in waits_for(shape, node):
            if further not in came_from:
                came_from[further] = node
                frontier.append(further)
    return []


def steps(came_from: dict[Node, Node], node: Node) -> list[str]:
    way = [node]
    while came_from[way[-1]] != way[-1]:
        way.append(came_from[way[-1]])
    return list(dict.fromkeys(reference for reference, _ in reversed(way)))


def find_cycle(shape: Shape, references: Iterable[str]) -> list[str]:
    """One cycle among `references` and what they wait for, each node once; empty when there is none. Linear time."""
    finished: set[Node] = set()
    for reference in references:
        root = (reference, True)
        if root in finished:
            continue
        way: dict[Node, Iterator[Node]] = {root: waits_for(shape, root)}
        while way:
            node = next(reversed(way))
            for further in way[node]:
                if further in way:
                    names = list(dict.fromkeys(name for name, _ in way))
                    return names[names.index(further[0]):]
                if further not in finished:
                    way[further] = waits_for(shape, further)
                    break
            else:
                finished.add(node)
                del way[node]
    return []
