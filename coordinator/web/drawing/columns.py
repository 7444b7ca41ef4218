"""What stands in each column, from the top: the nodes, and a bend for each column that an edge passes through.

The edges of one node share their bends until they part, which halves their number and reads as one line that branches.
"""

from bisect import bisect_right, insort
from collections.abc import Sequence
from dataclasses import dataclass, field

from coordinator.web.drawing.ranks import Edge, successors

MOST_BENDS = 12_000  # an edge that needs more goes straight: better a line across than a second of waiting
SWEEPS = 12
FEW_SWEEPS, MANY = 3, 6_000  # where there is much in all columns together


@dataclass(slots=True)
class Columns:
    """`rank`, `before` and `after` of each node and, numbered after the nodes, of each bend. `routes`: the bends of an edge."""

    nodes: int
    rank: list[int]
    routes: dict[Edge, list[int]]
    links: list[Edge]
    orders: list[list[int]] = field(default_factory=list)
    before: list[list[int]] = field(default_factory=list)
    after: list[list[int]] = field(default_factory=list)


def columns(rank: Sequence[int], edges: Sequence[Edge]) -> Columns:
    """With as few crossings as some sweeps find."""
    made = with_bends(rank, edges)
    count = len(made.rank)
    made.after = successors(count, made.links)
    made.before = successors(count, [(to, node) for node, to in made.links])
    made.orders = uncrossed(made, first_orders(made))
    return made


def with_bends(rank: Sequence[int], edges: Sequence[Edge]) -> Columns:
    made = Columns(len(rank), list(rank), {}, [])
    chains: dict[int, list[int]] = {}
    links: dict[Edge, None] = {}
    for node, to in sorted(edges, key=lambda edge: rank[edge[1]] - rank[edge[0]]):
        chain = chains.setdefault(node, [])
        needed = rank[to] - rank[node] - 1
        if len(made.rank) - len(rank) + max(0, needed - len(chain)) > MOST_BENDS:
            made.routes[node, to] = []
            continue
        while len(chain) < needed:
            chain.append(len(made.rank))
            made.rank.append(rank[node] + len(chain))
        route = made.routes[node, to] = chain[:needed]
        stops = [node, *route, to]
        links.update(dict.fromkeys(zip(stops, stops[1:], strict=False)))
    made.links = list(links)
    return made


def first_orders(made: Columns) -> list[list[int]]:
    """As the nodes come, each followed by what it leads to: a good beginning, and the same after something was added."""
    orders: list[list[int]] = [[] for _ in range(max(made.rank) + 1)]
    seen = [False] * len(made.rank)
    for root in sorted(range(made.nodes), key=lambda node: bool(made.before[node])):
        stack = [root]
        while stack:
            one = stack.pop()
            if not seen[one]:
                seen[one] = True
                orders[made.rank[one]].append(one)
                stack.extend(reversed(made.after[one]))
    return orders


def uncrossed(made: Columns, orders: list[list[int]]) -> list[list[int]]:
    """Each column put in the order of what it is tied to, to and fro; the best that came by."""
    best, least = [list(one) for one in orders], crossings(made, orders)
    for sweep in range(SWEEPS if len(made.rank) < MANY else FEW_SWEEPS):
        if not least:
            break
        forward = sweep % 2 == 0
        place = places(orders)
        for column in orders[1:] if forward else orders[-2::-1]:
            reorder(column, made.before if forward else made.after, place)
        now = crossings(made, orders)
        if now < least:
            best, least = [list(one) for one in orders], now
    return best


def places(orders: list[list[int]]) -> dict[int, float]:
    return {one: float(at) for column in orders for at, one in enumerate(column)}


def reorder(column: list[int], tied: list[list[int]], place: dict[int, float]) -> None:
    """By the middle of what each is tied to; what is tied to nothing keeps its place."""
    middle = {one: sum(place[other] for other in tied[one]) / len(tied[one]) if tied[one] else place[one] for one in column}
    column.sort(key=lambda one: (middle[one], place[one]))
    place.update((one, float(at)) for at, one in enumerate(column))


def crossings(made: Columns, orders: list[list[int]]) -> int:
    """How often two links between neighbouring columns cross."""
    place, found = places(orders), 0
    for column in orders:
        passed: list[float] = []
        for one in column:
            ends = sorted(place[to] for to in made.after[one] if made.rank[to] == made.rank[one] + 1)
            found += sum(len(passed) - bisect_right(passed, end) for end in ends)
            for end in ends:
                insort(passed, end)
    return found
