"""Done work folded away, so that a large graph shows what is still to come.

Chains of done tasks become one node, and so do the done tasks of a track that are tied to nothing.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from tracks.ahead.picture import GraphNode

Way = tuple[str, str]  # from what is needed to what waits for it
EVERYTHING = "all"


@dataclass(frozen=True, slots=True)
class Fold:
    """`name` is the reference of its first node."""

    nodes: tuple[GraphNode, ...]

    @property
    def name(self) -> str:
        return self.nodes[0].ref


def folds(nodes: Iterable[GraphNode], ways: Iterable[Way], opened: Iterable[str] = ()) -> list[Fold]:
    """In the order of their first nodes; those whose names are `opened` are left as they are."""
    opened = set(opened)
    if EVERYTHING in opened:
        return []
    foldable = {one.ref: one for one in nodes if one.kind == "task" and one.status == "done" and not one.has_subtasks}
    ways = list(ways)
    found = [*chains(foldable, ways), *strays(foldable, ways)]
    return [fold for fold in found if fold.name not in opened]


def chains(foldable: dict[str, GraphNode], ways: list[Way]) -> list[Fold]:
    """Where one leads to the next and to nothing else, and nothing else leads there."""
    leads, led = Counter(way[0] for way in ways), Counter(way[1] for way in ways)
    follows = {
        one: two for one, two in ways if one in foldable and two in foldable and leads[one] == led[two] == 1
    }
    inside = set(follows.values())
    found = []
    for name, node in foldable.items():
        if name in follows and name not in inside:
            chain = [node]
            while chain[-1].ref in follows:
                chain.append(foldable[follows[chain[-1].ref]])
            found.append(Fold(tuple(chain)))
    return found


def strays(foldable: dict[str, GraphNode], ways: list[Way]) -> list[Fold]:
    tied = {end for way in ways for end in way}
    alone: dict[str | None, list[GraphNode]] = {}
    for name, node in foldable.items():
        if name not in tied:
            alone.setdefault(node.track, []).append(node)
    return [Fold(tuple(group)) for group in alone.values() if len(group) > 1]
