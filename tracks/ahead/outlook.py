"""A plan seen as a whole, worked out once: its network, the work that is left, when things can and must happen.

What follows for groups (tracks, tasks with subtasks) from their leaves is summed up here, for graph, schedule and forecast.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from tracks.ahead.durations import NOT_MEASURED, Medians, whole_work, work_left
from tracks.ahead.network import Network, layers, network
from tracks.ahead.schedule import Times, critical_path, critical_times, is_settled
from tracks.plan import Plan
from tracks.work import ref

DIGITS = 2  # of minutes that are told


@dataclass(frozen=True, slots=True)
class Outlook:
    """`whole`, `left` and `times` are in minutes, by node of the network; `path` is one critical path."""

    plan: Plan
    net: Network
    known: Medians
    whole: list[float]
    left: list[float]
    times: Times
    path: list[int]
    layers: list[int]

    def leaves(self, reference: str) -> Iterator[int]:
        """The leaves within a track or task, or the task itself."""
        inside = [reference]
        while inside:
            one = inside.pop()
            members = self.plan.members.get(one)
            if members is None:
                if one in self.net.numbers and self.net.tasks[self.net.numbers[one]] is not None:
                    yield self.net.numbers[one]
            else:
                inside.extend(ref("task", key) for key in members)

    def open_leaves(self, reference: str) -> list[int]:
        return [node for node in self.leaves(reference) if not is_settled(self.net.tasks[node])]

    def slack(self, nodes: list[int]) -> float | None:
        """The least that any of these may slip without moving the end; None where nothing of them is left."""
        return min((round(self.times.slack[node], DIGITS) for node in nodes), default=None)

    def is_critical(self, nodes: list[int]) -> bool:
        """Whether any of these has work left that may not slip."""
        return any(self.left[node] > 0 and self.times.is_critical(node) for node in nodes)


def outlook(plan: Plan, known: Medians = NOT_MEASURED) -> Outlook:
    net = network(plan)
    whole = whole_work(net, known)
    left = work_left(net, whole)
    times = critical_times(net, left)
    return Outlook(plan, net, known, whole, left, times, critical_path(net, left, times), layers(net))
