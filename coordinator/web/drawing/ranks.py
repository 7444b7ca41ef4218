"""In which column each node of a graph stands: behind everything it comes after, near to what comes after it.

Nodes are numbers from 0. Edges that close a cycle are turned round first, so any graph gets an answer.
"""

from collections.abc import Iterable, Sequence

Edge = tuple[int, int]  # from, to


def without_cycles(count: int, edges: Sequence[Edge]) -> list[Edge]:
    """The same edges, those turned round that lead back to where a walk in the order of the nodes came from."""
    after = successors(count, edges)
    has_before = {to for _, to in edges}
    back: set[Edge] = set()
    state = [0] * count  # 0 not seen, 1 on the way, 2 over
    for root in sorted(range(count), key=lambda node: node in has_before):
        if state[root]:
            continue
        way = [(root, iter(after[root]))]
        state[root] = 1
        while way:
            node, further = way[-1]
            for to in further:
                if state[to] == 1:
                    back.add((node, to))
                elif not state[to]:
                    state[to] = 1
                    way.append((to, iter(after[to])))
                    break
            else:
                state[node] = 2
                way.pop()
    return [(to, node) if (node, to) in back else (node, to) for node, to in edges]


def ranks(count: int, edges: Sequence[Edge]) -> list[int]:
    """The longest way to each; then what has more behind it than before it moves up to what follows. No cycles."""
    after, before = successors(count, edges), successors(count, [(to, node) for node, to in edges])
    order = in_order(count, after, before)
    found = [0] * count
    for node in order:
        found[node] = max((found[one] + 1 for one in before[node]), default=0)
    for node in reversed(order):
        if len(after[node]) > len(before[node]):
            found[node] = min(found[one] for one in after[node]) - 1
    return found


def in_order(count: int, after: list[list[int]], before: list[list[int]]) -> list[int]:
    """Each node behind all that come before it."""
    missing = [len(one) for one in before]
    order = [node for node in range(count) if not missing[node]]
    for node in order:  # grows while it is read
        for to in after[node]:
            missing[to] -= 1
            if not missing[to]:
                order.append(to)
    return order


def successors(count: int, edges: Iterable[Edge]) -> list[list[int]]:
    found: list[list[int]] = [[] for _ in range(count)]
    for node, to in edges:
        found[node].append(to)
    return found
