"""How long a task takes: its estimate, else what such tasks took so far, else an hour. In minutes of work.

What tasks took is measured by whoever reads the log and handed in; a median counts from three finished tasks on.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median

from tracks.ahead.network import Network
from tracks.work import DEFAULT_ESTIMATE, SETTLED, Task

ENOUGH = 3


@dataclass(frozen=True, slots=True)
class Finished:
    """A task that was done: `minutes` from its first claim, since it was put up, to its end. The rest as the plan has it."""

    key: str
    track: str
    priority: str
    estimate: int | None
    minutes: float


Group = tuple[str | None, str | None]  # a track and a priority; None stands for any


@dataclass(frozen=True, slots=True)
class Medians:
    """What tasks took so far, by track and priority, as far as there are enough of them."""

    minutes: Mapping[Group, float]

    def of(self, track: str, priority: str) -> float | None:
        """The nearest that is known: of this track and priority, of the track, of the priority, of all."""
        for group in groups_of(track, priority):
            if group in self.minutes:
                return self.minutes[group]
        return None


NOT_MEASURED = Medians({})


def groups_of(track: str, priority: str) -> tuple[Group, ...]:
    return (track, priority), (track, None), (None, priority), (None, None)


def medians(finished: Iterable[Finished]) -> Medians:
    taken: dict[Group, list[float]] = {}
    for one in finished:
        for group in groups_of(one.track, one.priority):
            taken.setdefault(group, []).append(one.minutes)
    return Medians({group: median(values) for group, values in taken.items() if len(values) >= ENOUGH})


def expected(task: Task, track: str, known: Medians) -> float:
    """The minutes that the whole task is expected to take."""
    if task.estimate is not None:
        return float(task.estimate)
    measured = known.of(track, task.priority)
    return float(DEFAULT_ESTIMATE) if measured is None else measured


def whole_work(net: Network, known: Medians) -> list[float]:
    """The minutes that each node is expected to take from its beginning to its end."""
    return [0.0 if task is None else expected(task, net.home[node], known) for node, task in enumerate(net.tasks)]


def work_left(net: Network, whole: list[float]) -> list[float]:
    """The minutes of work that are left at each node: none of what is settled or only waits for a review."""
    return [0.0 if task is None else left_of(task, whole[node]) for node, task in enumerate(net.tasks)]


def left_of(task: Task, whole: float) -> float:
    """Progress counts while somebody has it, or once work has begun; whoever tries again begins anew."""
    if task.status in SETTLED or task.status == "in_review":
        return 0.0
    begun = task.status in ("claimed", "in_progress", "blocked")
    return whole * (100 - task.percent) / 100 if begun else whole
