"""Leaves out the dependencies that close a circle, and says how the circle runs.

A track ends when all its tasks have ended, and a task starts after its track may start; the same holds for a task and
its subtasks. So `track/A` waiting for `task/B.1` and `track/B` waiting for `track/A` is a circle too.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tracks.document import DependencyEntry

_Moment = tuple[str, bool]  # a reference and whether its end is meant (else its start)
_MOST_SUSPECTS = 500  # each costs one search; no real plan has so many dependencies in circles


@dataclass(slots=True)
class Order:
    """What has to happen before what, as far as it is known."""

    inside: Mapping[str, str]
    needs: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    children: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for child, container in self.inside.items():
            self.children[container].append(child)

    def add(self, entry: DependencyEntry) -> None:
        self.needs[entry.item].append(entry.needs)

    def before(self, moment: _Moment) -> list[_Moment]:
        """What must have happened for this moment to come."""
        reference, is_end = moment
        if is_end:
            return [(reference, False), *((child, True) for child in self.children.get(reference, ()))]
        container = self.inside.get(reference)
        first = [(container, False)] if container else []
        return first + [(needed, True) for needed in self.needs.get(reference, ())]

    def path(self, later: _Moment, earlier: _Moment) -> list[str]:
        """The references on a way from one moment back to another; empty if there is none."""
        came_from: dict[_Moment, _Moment | None] = {later: None}
        waiting = [later]
        while waiting:
            moment = waiting.pop()
            if moment == earlier:
                return _references(came_from, moment)
            for before in self.before(moment):
                if before not in came_from:
                    came_from[before] = moment
                    waiting.append(before)
        return []

    def waits_for(self, later: str, earlier: str) -> bool:
        """Whether something waits, in whole or in part, for another or anything inside it."""
        waiting, seen = [(later, True)], set[_Moment]()
        while waiting:
            moment = waiting.pop()
            if moment in seen:
                continue
            seen.add(moment)
            if moment[0] == earlier or self.inside.get(moment[0]) == earlier:
                return True
            waiting += self.before(moment)
        return False


def without_cycles(
    entries: Iterable[DependencyEntry], inside: Mapping[str, str]
) -> tuple[list[DependencyEntry], list[tuple[DependencyEntry, list[str]]]]:
    """The entries that can hold together, and those left out, each with its circle. Earlier ones go first."""
    whole, entries = Order(inside), list(entries)
    for entry in entries:
        whole.add(entry)
    circles = _circles(whole)
    order = Order(inside)
    kept: list[DependencyEntry] = []
    left_out: list[tuple[DependencyEntry, list[str]]] = []
    suspects = 0
    for entry in entries:
        is_suspect = circles.get((entry.item, False), -1) == circles.get((entry.needs, True), -2)
        suspects += is_suspect
        path = order.path((entry.needs, True), (entry.item, False)) if is_suspect and suspects <= _MOST_SUSPECTS else []
        if path or suspects > _MOST_SUSPECTS and is_suspect:
            left_out.append((entry, [entry.item, *path]))
        else:
            order.add(entry)
            kept.append(entry)
    return kept, left_out


def _circles(order: Order) -> dict[_Moment, int]:
    """Each moment's strongly connected part by number (Tarjan's algorithm, without recursion)."""
    index: dict[_Moment, int] = {}
    low: dict[_Moment, int] = {}
    part: dict[_Moment, int] = {}
    stack: list[_Moment] = []
    for start in [(reference, False) for reference in list(order.needs)]:
        if start in index:
            continue
        index[start] = low[start] = len(index)
        stack.append(start)
        work = [(start, iter(order.before(start)))]
        while work:
            moment, rest = work[-1]
            for before in rest:
                if before not in index:
                    index[before] = low[before] = len(index)
                    stack.append(before)
                    work.append((before, iter(order.before(before))))
                    break
                if before not in part:
                    low[moment] = min(low[moment], index[before])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[moment])
                if low[moment] == index[moment]:
                    _close(moment, stack, part)
    return part


def _close(moment: _Moment, stack: list[_Moment], part: dict[_Moment, int]) -> None:
    number = len(part)
    while moment not in part:
        part[stack.pop()] = number


def _references(came_from: dict[_Moment, _Moment | None], moment: _Moment | None) -> list[str]:
    way: list[str] = []
    while moment is not None:
        if not way or way[-1] != moment[0]:
            way.append(moment[0])
        moment = came_from[moment]
    return way[::-1]
