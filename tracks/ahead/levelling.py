"""Who does what when, with the hands there are: each free hand takes the best of what is ready and it can do.

The same order in which agents are given work: longest path behind it, then priority, then plan order. Who can do the
least chooses first, so that whoever can do more is kept for what needs it. Nobody is taken off what is begun.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

from tracks.ahead.network import Network
from tracks.ahead.schedule import is_settled, is_under_way, waits
from tracks.ahead.team import Hand, Team
from tracks.choices import PLACE_OF_PRIORITY
from tracks.work import Task

NEVER = float("inf")


@dataclass(frozen=True, slots=True)
class Problem:
    """What stays the same however long things take.

    Hands that can do the same are of one kind. Every distinct set of capabilities that tasks need is a number:
    `wanted` says which one each leaf needs (-1: no hand at all), `serves` which ones each kind can do.
    """

    net: Network
    hands: tuple[Hand, ...]
    kind_of: list[int]
    idle: list[list[int]]
    serves: list[list[int]]
    sets: int
    wanted: list[int]
    place: list[int]
    waiting: list[int]
    behind: list[list[int]]
    held: list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Levelled:
    """When each node starts and finishes, in minutes from now; NEVER where nobody can do it or what it waits for.

    `hand` is the number of who does it, -1 for nobody.
    """

    start: list[float]
    finish: list[float]
    hand: list[int]

    @property
    def end(self) -> float:
        return max(self.finish, default=0.0)


def problem(net: Network, team: Team) -> Problem:
    kinds = sorted({hand.skills for hand in team.hands}, key=lambda one: (one is None, len(one or ()), sorted(one or ())))
    kind_of = [kinds.index(hand.skills) for hand in team.hands]
    sets: dict[frozenset[str], int] = {}
    wanted = [
        -1 if task is None or is_settled(task) else sets.setdefault(frozenset(task.capabilities), len(sets))
        for task in net.tasks
    ]
    serves = [[number for need, number in sets.items() if kind is None or need <= kind] for kind in kinds]
    waiting, behind = open_ends(net)
    idle: list[list[int]] = [[] for _ in kinds]
    for hand in reversed(range(len(team.hands))):
        idle[kind_of[hand]].append(hand)
    held = list(holders(net, team.hands))
    return Problem(net, team.hands, kind_of, idle, serves, len(sets), wanted, places(net), waiting, behind, held)


def holders(net: Network, hands: Sequence[Hand]) -> Iterable[tuple[int, int]]:
    """What is under way, with the hand that has it, as far as that is one of these."""
    free: dict[str, list[int]] = {}
    for number in reversed(range(len(hands))):
        free.setdefault(hands[number].name, []).append(number)
    for node, task in enumerate(net.tasks):
        if task is not None and task.lease is not None and is_under_way(task) and free.get(task.lease.agent):
            yield node, free[task.lease.agent].pop()


def open_ends(net: Network) -> tuple[list[int], list[list[int]]]:
    """How many things each node comes after, and what comes after it, as things stand."""
    behind: list[list[int]] = [[] for _ in net.refs]
    waiting = []
    for node in range(len(net.refs)):
        needs = waits(net, node)
        waiting.append(len(needs))
        for need in needs:
            behind[need].append(node)
    return waiting, behind


def places(net: Network) -> list[int]:
    """Each leaf's place in the order in which work is given out: distinct numbers, the best the smallest."""
    found = [0] * len(net.refs)
    ranks = sorted((rank_of(task), node) for node, task in enumerate(net.tasks) if task is not None)
    for place, (_, node) in enumerate(ranks):
        found[node] = place
    return found


def rank_of(task: Task) -> tuple[int, int, int, int, str]:
    """What is under way goes before everything that is not."""
    return (0 if is_under_way(task) else 1), -task.tail, PLACE_OF_PRIORITY[task.priority], task.position, task.key


def level(ask: Problem, left: Sequence[float]) -> Levelled:
    """Goes from one end to the next. `left`: the minutes of work left at each node."""
    count = len(ask.waiting)
    start, finish, hand = [NEVER] * count, [NEVER] * count, [-1] * count
    waiting, behind, wanted, place = ask.waiting[:], ask.behind, ask.wanted, ask.place
    idle = [hands[:] for hands in ask.idle]
    ready: list[list[tuple[int, int]]] = [[] for _ in range(ask.sets)]
    ends: list[tuple[float, int]] = []
    held = {node: number for node, number in ask.held if left[node] > 0}
    for node, number in held.items():
        start[node], hand[node] = 0.0, number
        heappush(ends, (left[node], node))
        idle[ask.kind_of[number]].remove(number)
    now, fresh = 0.0, [node for node, needs in enumerate(waiting) if not needs and node not in held]
    while True:
        while fresh:
            node = fresh.pop()
            if wanted[node] >= 0 and left[node] > 0:
                heappush(ready[wanted[node]], (place[node], node))
                continue
            start[node] = finish[node] = now
            for further in behind[node]:
                waiting[further] -= 1
                if not waiting[further]:
                    fresh.append(further)
        for kind, hands in enumerate(idle):
            while hands:
                tops = [ready[number][0] for number in ask.serves[kind] if ready[number]]
                if not tops:
                    break
                node = min(tops)[1]
                heappop(ready[wanted[node]])
                start[node], hand[node] = now, hands.pop()
                heappush(ends, (now + left[node], node))
        if not ends:
            return Levelled(start, finish, hand)
        now = ends[0][0]
        while ends and ends[0][0] == now:
            node = heappop(ends)[1]
            finish[node] = now
            idle[ask.kind_of[hand[node]]].append(hand[node])
            for further in behind[node]:
                waiting[further] -= 1
                if not waiting[further]:
                    fresh.append(further)


@dataclass(frozen=True, slots=True)
class Cause:
    """What let a node begin no sooner: something it waited for, or (`by_hand`) what its hand did before."""

    node: int
    by_hand: bool


def causes(ask: Problem, found: Levelled) -> dict[int, Cause]:
    """For each node that begins later than now, the node that made it begin then."""
    before: dict[int, int] = {}
    latest: dict[int, int] = {}
    for node in sorted((one for one, number in enumerate(found.hand) if number >= 0), key=found.start.__getitem__):
        if found.hand[node] in latest:
            before[node] = latest[found.hand[node]]
        latest[found.hand[node]] = node
    told: dict[int, Cause] = {}
    for node, begin in enumerate(found.start):
        if not 0 < begin < NEVER:
            continue
        last = max(waits(ask.net, node), key=found.finish.__getitem__, default=-1)
        if last >= 0 and found.finish[last] == begin:
            told[node] = Cause(last, by_hand=False)
        elif node in before:
            told[node] = Cause(before[node], by_hand=True)
    return told


def beyond_everybody(ask: Problem) -> list[int]:
    """The open leaves that no hand can do."""
    possible = {number for served in ask.serves for number in served}
    return [node for node, number in enumerate(ask.wanted) if number >= 0 and number not in possible]
