"""How high each thing of a column stands: as near to what it is tied to as the room between neighbours allows."""

from collections.abc import Sequence

from coordinator.web.drawing.columns import Columns

ROUNDS = 4
STRAIGHT = 4.0  # how much more a link between two bends wants to be straight


def heights(made: Columns, node_room: float, bend_room: float) -> list[float]:
    """The middle of each node and bend, from 0 at the top of the highest node."""
    room = [node_room if one < made.nodes else bend_room for one in range(len(made.rank))]
    found = [0.0] * len(made.rank)
    for column in made.orders:
        top = 0.0
        for one in column:
            found[one] = top + room[one] / 2
            top += room[one]
    for turn in range(ROUNDS):
        settle(made, made.orders, [made.before], found, room)
        settle(made, made.orders[::-1], [made.after], found, room)
        if turn == ROUNDS - 1:
            settle(made, made.orders, [made.before, made.after], found, room)
    lowest = min(found[one] - room[one] / 2 for one in range(len(found)))
    return [one - lowest for one in found]


def settle(
    made: Columns, orders: list[list[int]], ties: Sequence[list[list[int]]], found: list[float], room: list[float],
) -> None:
    """Moves each column, keeping its order, towards what `ties` tie it to."""
    for column in orders:
        wanted = [wish(made, [one, *(other for tied in ties for other in tied[one])], found) for one in column]
        offsets, top = [], 0.0
        for one in column:
            offsets.append(top + room[one] / 2)
            top += room[one]
        level = rising([want - offset for want, offset in zip(wanted, offsets, strict=True)])
        for one, height, offset in zip(column, level, offsets, strict=True):
            found[one] = height + offset


def wish(made: Columns, ends: Sequence[int], found: list[float]) -> float:
    """Where the first of `ends` would stand for the sake of the others."""
    one, *tied = ends
    if not tied:
        return found[one]
    weights = [STRAIGHT if min(one, other) >= made.nodes else 1.0 for other in tied]
    return sum(weight * found[other] for weight, other in zip(weights, tied, strict=True)) / sum(weights)


def rising(values: Sequence[float]) -> list[float]:
    """The never falling numbers nearest to `values`: neighbours in the wrong order meet in their middle.

    This is isotonic regression by pooling adjacent violators (Ayer and others, 1955), in linear time.
    """
    pools: list[tuple[float, int]] = []
    for value in values:
        total, count = value, 1
        while pools and pools[-1][0] / pools[-1][1] > total / count:
            other, size = pools.pop()
            total, count = total + other, count + size
        pools.append((total, count))
    return [total / count for total, count in pools for _ in range(count)]
