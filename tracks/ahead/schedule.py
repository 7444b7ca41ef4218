"""When each thing can happen and when it must, were there hands for everything: the critical path, in minutes from now.

Whatever is settled lies behind now. What runs goes on now, whatever it waits for; everything else begins no sooner than
what it waits for has ended. What is blocked, failed or put off counts as if it were taken up right away.
"""

from dataclasses import dataclass

from tracks.ahead.network import Network
from tracks.work import RUNNING, SETTLED, Task

NEAR = 1e-6  # minutes: sums of fractions that mean the same differ by less


@dataclass(frozen=True, slots=True)
class Times:
    """For each node, in minutes from now. `slack` may be used up without moving the end, `free` without moving anything."""

    early_start: list[float]
    early_finish: list[float]
    late_start: list[float]
    late_finish: list[float]
    slack: list[float]
    free: list[float]
    end: float

    def is_critical(self, node: int) -> bool:
        return self.slack[node] < NEAR


def is_settled(task: Task | None) -> bool:
    return task is not None and task.status in SETTLED


def is_under_way(task: Task | None) -> bool:
    """Somebody has it, so what it waits for does not hold it any more."""
    return task is not None and task.lease is not None and task.status in RUNNING


def waits(net: Network, node: int) -> list[int]:
    """What a node comes after, as things stand."""
    task = net.tasks[node]
    return [] if is_settled(task) or is_under_way(task) else net.before[node]


def critical_times(net: Network, left: list[float]) -> Times:
    """`left`: the minutes of work left at each node."""
    count = len(net.refs)
    start, finish = [0.0] * count, [0.0] * count
    waiting = [waits(net, node) for node in range(count)]
    for node in net.order:
        begin = 0.0
        for need in waiting[node]:
            if finish[need] > begin:
                begin = finish[need]
        start[node] = begin
        finish[node] = begin + left[node]
    end = max(finish, default=0.0)
    late_finish, next_start = [end] * count, [end] * count
    for node in reversed(net.order):
        latest = late_finish[node] - left[node]
        for need in waiting[node]:
            if latest < late_finish[need]:
                late_finish[need] = latest
            if start[node] < next_start[need]:
                next_start[need] = start[node]
    return Times(
        early_start=start, early_finish=finish, late_start=[late_finish[node] - left[node] for node in range(count)],
        late_finish=late_finish, slack=[late_finish[node] - finish[node] for node in range(count)],
        free=[next_start[node] - finish[node] for node in range(count)], end=end,
    )


def critical_path(net: Network, left: list[float], times: Times) -> list[int]:
    """One chain of leaves, in order, each beginning when the one before it ends, the last of them at the end of everything."""
    ends = [node for node in net.order if times.end and times.early_finish[node] > times.end - NEAR]
    node = next((one for one in ends if left[one] > 0), -1)
    path: list[int] = []
    while node >= 0:
        if net.tasks[node] is not None and left[node] > 0:
            path.append(node)
        starts = times.early_start[node]
        node = next((need for need in waits(net, node) if starts > 0 and times.early_finish[need] > starts - NEAR), -1)
    path.reverse()
    return path
