"""A graph drawn in columns, everything to the right of what it comes after, with edges that bend around what is between.

The same graph gives the same drawing, in any process. What hangs together stands together; what is tied to nothing
stands in rows below. Cycles are drawn, with one of their edges going back.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from coordinator.web.drawing.columns import columns
from coordinator.web.drawing.heights import heights
from coordinator.web.drawing.ranks import Edge, ranks, without_cycles

WIDTH, HEIGHT = 150, 52  # of a node
GAP, BETWEEN = 64, 22  # to the next column, and to the next node below
BEND = 14  # the room of an edge that passes
MARGIN = 12
ROOM = 1_100  # what small parts may take beside each other

Way = tuple[str, str]  # from what is needed to what waits for it


@dataclass(frozen=True, slots=True)
class Spot:
    """The upper left corner of a node's room, in pixels."""

    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """`paths` are SVG path data, by edge."""

    width: int
    height: int
    spots: dict[str, Spot]
    paths: dict[Way, str]


@dataclass(frozen=True, slots=True)
class Part:
    """What hangs together, drawn from 0, 0."""

    width: float
    height: float
    spots: dict[str, tuple[float, float]]
    routes: dict[Way, list[tuple[float, float]]]  # the points between which an edge curves or, in a column, runs level


def layered(widths: Mapping[str, int], edges: Iterable[Way], before: Iterable[Way] = (), room: int = ROOM) -> Drawing:
    """`widths` of what is drawn in the middle of each node's room, in the order in which things are told. `before`: what
    stands left of what, without an edge."""
    known, silent = (
        [way for way in dict.fromkeys(ways) if way[0] != way[1] and way[0] in widths and way[1] in widths]
        for ways in (edges, before)
    )
    parts = [part(widths, *group) for group in parts_of(list(widths), known, silent)]
    spots: dict[str, Spot] = {}
    paths: dict[Way, str] = {}
    width = height = 0.0
    for one, x, y in shelved(parts, room):
        spots |= {name: Spot(round(x + left), round(y + top)) for name, (left, top) in one.spots.items()}
        paths |= {edge: curve([(x + px, y + py) for px, py in points]) for edge, points in one.routes.items()}
        width, height = max(width, x + one.width), max(height, y + one.height)
    return Drawing(round(width) + MARGIN, round(height) + MARGIN, spots, paths)


# What hangs together -------------------------------------------------------------------------------------------------


def parts_of(nodes: list[str], edges: list[Way], silent: list[Way]) -> list[tuple[list[str], list[Way], list[Way]]]:
    """The nodes, edges and silent edges of each. Those of several nodes first, each sort in the order of its first node."""
    leader = {node: node for node in nodes}

    def lead(node: str) -> str:
        while leader[node] != node:
            leader[node] = node = leader[leader[node]]
        return node

    for one, two in (*edges, *silent):
        leader[lead(one)] = lead(two)
    groups: dict[str, tuple[list[str], list[Way], list[Way]]] = {}
    for node in nodes:
        groups.setdefault(lead(node), ([], [], []))[0].append(node)
    for edge in edges:
        groups[lead(edge[0])][1].append(edge)
    for way in silent:
        groups[lead(way[0])][2].append(way)
    return sorted(groups.values(), key=lambda group: len(group[0]) == 1)


def part(widths: Mapping[str, int], names: list[str], edges: list[Way], silent: list[Way]) -> Part:
    number = {name: at for at, name in enumerate(names)}
    given = [(number[one], number[two]) for one, two in (*edges, *silent)]
    forward = without_cycles(len(names), given)
    rank = ranks(len(names), forward)
    given, forward = given[: len(edges)], forward[: len(edges)]
    made = columns(rank, list(dict.fromkeys(forward)))
    middle = heights(made, HEIGHT + BETWEEN, BEND)
    middle = [one - BETWEEN / 2 for one in middle]
    spots = {name: (float(rank[at] * (WIDTH + GAP)), middle[at] - HEIGHT / 2) for at, name in enumerate(names)}

    def points(edge: Edge) -> list[tuple[float, float]]:
        one, two = edge
        found = [(edge_of(widths[names[one]], rank[one], 1), middle[one])]
        for bend in made.routes[edge]:
            found += [(edge_of(WIDTH, made.rank[bend], side), middle[bend]) for side in (-1, 1)]
        return [*found, (edge_of(widths[names[two]], rank[two], -1), middle[two])]

    routes = {}
    for way, asked, drawn in zip(edges, given, forward, strict=True):
        routes[way] = points(drawn) if asked == drawn else points(drawn)[::-1]
    return Part(max(rank) * (WIDTH + GAP) + WIDTH, max(middle) + HEIGHT / 2, spots, routes)


def edge_of(width: int, rank: int, side: int) -> float:
    """Where an edge meets what is `width` wide in its column: on its left (-1) or on its right (1)."""
    return rank * (WIDTH + GAP) + (WIDTH + side * width) / 2


# Beside each other ---------------------------------------------------------------------------------------------------


def shelved(parts: list[Part], room: int) -> Iterable[tuple[Part, float, float]]:
    """Parts beside each other while there is room and they are about as high, else below."""
    x = y = float(MARGIN)
    tallest = 0.0
    for one in parts:
        fits = x + one.width <= max(room, WIDTH + 2 * MARGIN) and one.height >= tallest / 2
        if x > MARGIN and not fits:
            x, y, tallest = float(MARGIN), y + tallest + BETWEEN, 0.0
        yield one, x, y
        x += one.width + GAP / 2
        tallest = max(tallest, one.height)


def curve(points: list[tuple[float, float]]) -> str:
    """Level within a column, a cubic between two."""
    (x, y), drawn = points[0], [f"M{points[0][0]:.0f} {points[0][1]:.0f}"]
    for at, (to_x, to_y) in enumerate(points[1:]):
        if at % 2:
            drawn.append(f"H{to_x:.0f}")
        else:
            half = (to_x - x) / 2
            drawn.append(f"C{x + half:.0f} {y:.0f} {to_x - half:.0f} {to_y:.0f} {to_x:.0f} {to_y:.0f}")
        x, y = to_x, to_y
    return "".join(drawn)
