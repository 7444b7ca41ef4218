"""When it will be done, with chances: the levelled schedule many times over, each time with other durations.

Each open task takes what is left of it times a ratio that some finished task of its kind showed: actual time over
expected. Each run is also as much quicker or slower as a whole as so few finished tasks leave in doubt. The same seed gives
the same answer. While too few tasks are finished, a spread is assumed and said so.
"""

from bisect import bisect_left, insort
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from statistics import fmean, median, pstdev

from tracks.ahead.durations import ENOUGH, Finished, Medians
from tracks.ahead.levelling import NEVER, level
from tracks.ahead.timetable import Levelling
from tracks.work import DEFAULT_ESTIMATE

FEW = 8  # finished tasks of a kind, below which the next larger kind is asked
MOST_RUNS, FEWEST_RUNS = 400, 20
EFFORT = 2_500_000  # open tasks and dependencies to walk through at most, in all runs together: about two seconds
ASSUMED = (0.5, 1.0, 2.5)  # of the expected time: least, likeliest, most
ASSUMED_SHARED = 0.15  # standard deviation of what a whole plan is off by
SMALLEST_RATIO, SMALLEST_SHARED = 0.001, 0.2

Kind = tuple[str | None, bool | None]  # a track (None: any), and whether somebody estimated it (None: either)


@dataclass(frozen=True, slots=True)
class Experience:
    """Ratios of actual to expected time that finished tasks showed, by kind; and by how much a whole run may be off."""

    ratios: dict[Kind, list[float]]
    count: int
    shared: float

    @property
    def is_measured(self) -> bool:
        return self.count >= FEW

    def of(self, track: str, estimated: bool) -> Kind | None:
        kinds: tuple[Kind, ...] = ((track, estimated), (None, estimated), (None, None))
        return next((kind for kind in kinds if len(self.ratios.get(kind, ())) >= FEW), None)


@dataclass(frozen=True, slots=True)
class Forecast:
    """`ends` holds, for each node that was asked about, the minutes from now at which it ended in each run, sorted."""

    ends: dict[int, list[float]]
    all: list[float]
    runs: int
    experience: Experience


def experience(finished: Sequence[Finished], known: Medians) -> Experience:
    ratios: dict[Kind, list[float]] = {}
    for one in finished:
        whole = known.of(one.track, one.priority) if one.estimate is None else one.estimate
        whole = DEFAULT_ESTIMATE if whole is None else whole
        if whole > 0:
            ratio = max(SMALLEST_RATIO, one.minutes / whole)
            estimated = one.estimate is not None
            kinds: tuple[Kind, ...] = ((one.track, estimated), (None, estimated), (None, None))
            for kind in kinds:
                ratios.setdefault(kind, []).append(ratio)
    every = ratios.get((None, None), [])
    if len(every) < FEW:
        return Experience(ratios, len(every), ASSUMED_SHARED)
    return Experience(ratios, len(every), pstdev(every) / fmean(every) / len(every) ** 0.5)


def forecast(plan_of: Levelling, learnt: Experience, nodes: Sequence[int], seed: str) -> Forecast:
    """When each of `nodes`, and everything, ends."""
    chance, count = Random(seed), runs_for(plan_of)
    draw = sampler(plan_of, learnt, chance)
    ends: dict[int, list[float]] = {node: [] for node in nodes}
    everything = []
    for _ in range(count):
        found = level(plan_of.ask, draw())
        everything.append(found.end)
        for node, known in ends.items():
            known.append(found.finish[node])
    for known in (everything, *ends.values()):
        known.sort()
    return Forecast(ends, everything, count, learnt)


def runs_for(plan_of: Levelling) -> int:
    work = sum(1 + count for count, left in zip(plan_of.ask.waiting, plan_of.seen.left, strict=True) if left > 0)
    return max(FEWEST_RUNS, min(MOST_RUNS, EFFORT // (1 + work)))


def sampler(plan_of: Levelling, learnt: Experience, chance: Random) -> Callable[[], list[float]]:
    """Gives the minutes left at each node, drawn anew at each call."""
    seen = plan_of.seen
    alike: dict[Kind | None, list[int]] = {}
    for node, task in enumerate(seen.net.tasks):
        if task is not None and seen.left[node] > 0:
            kind = learnt.of(seen.net.home[node], task.estimate is not None) if learnt.is_measured else None
            alike.setdefault(kind, []).append(node)
    pools = [(learnt.ratios[kind] if kind else assumed_ratios(), nodes) for kind, nodes in alike.items()]

    def draw() -> list[float]:
        left = [0.0] * len(seen.left)
        shared = max(SMALLEST_SHARED, chance.gauss(1, learnt.shared))
        for ratios, nodes in pools:
            for node, ratio in zip(nodes, chance.choices(ratios, k=len(nodes)), strict=True):
                left[node] = seen.left[node] * ratio * shared
        return left

    return draw


def assumed_ratios(steps: int = 1_000) -> list[float]:
    """The triangle that is assumed, as so many equally likely values."""
    low, mode, high = ASSUMED
    cut = (mode - low) / (high - low)
    values = []
    for step in range(steps):
        at = (step + 0.5) / steps
        rising = low + (at * (high - low) * (mode - low)) ** 0.5
        values.append(rising if at < cut else high - ((1 - at) * (high - low) * (high - mode)) ** 0.5)
    return values


def quantile(ordered: Sequence[float], part: float) -> float:
    """The value that `part` of them do not exceed, between neighbours in proportion."""
    if not ordered:
        return 0.0
    whole, rest = divmod(part * (len(ordered) - 1), 1)
    low = ordered[int(whole)]
    if not rest or low == NEVER:
        return low
    return low + (ordered[int(whole) + 1] - low) * rest


def chance_by(ordered: Sequence[float], minutes: float) -> float:
    """How many of the runs had ended by then, from 0 to 1."""
    return bisect_left(ordered, minutes + 1e-6) / len(ordered) if ordered else 1.0


# How good it is ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Calibration:
    """Of `tried` finished tasks, each forecast from those finished before it: how many took no longer than the time that
    was to hold with 50, 85 and 95 percent. Well calibrated is what comes near those numbers."""

    tried: int
    within_50: int
    within_85: int
    within_95: int


def calibration(finished: Sequence[Finished]) -> Calibration:
    ratios: list[float] = []
    plain: list[float] = []
    tried, held = 0, {0.5: 0, 0.85: 0, 0.95: 0}
    for one in finished:
        guess = median(plain) if len(plain) >= ENOUGH else float(DEFAULT_ESTIMATE)
        whole = guess if one.estimate is None else float(one.estimate)
        if one.estimate is None:
            insort(plain, one.minutes)
        if whole <= 0:
            continue
        ratio = max(SMALLEST_RATIO, one.minutes / whole)
        if len(ratios) >= FEW:
            tried += 1
            for part in held:
                held[part] += ratio <= quantile(ratios, part)
        insort(ratios, ratio)
    return Calibration(tried, held[0.5], held[0.85], held[0.95])
