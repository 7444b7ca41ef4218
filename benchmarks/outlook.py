"""What do graph, schedule, forecast and lint of a large plan take, beside one bare walk over its dependencies in order?

No database: what is measured is the working out, which is done once per sequence and then kept. The floor is Kahn's
algorithm over lists of numbers that are there already.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from benchmarks.answers import Answer, Comparison, Contest

DATABASES = ("none",)
DEPENDENCIES_EACH = 3
AGENTS = "20"
FLOOR = "floor: one walk in order"


@dataclass(frozen=True, slots=True)
class Size:
    tasks: tuple[int, ...]


SIZES = {"smallest": Size((120,)), "short": Size((1_000, 10_000)), "full": Size((1_000, 10_000, 100_000))}


def answers(size: Size, rounds: int) -> Iterator[Answer]:
    for tasks in size.tasks:
        contest = Contest("ms", rounds, {name: partial(timed, part) for name, part in parts(tasks).items()}).run()
        ratios = tuple(
            Comparison(f"{name} / floor", contest.ratio(name, FLOOR)) for name in contest.contestants if name != FLOOR
        )
        yield Answer(f"{tasks:,} tasks with {DEPENDENCIES_EACH} dependencies each", contest.figures, ratios)


def timed(part: Callable[[], Any]) -> float:
    began = time.perf_counter()
    part()
    return 1_000 * (time.perf_counter() - began)


def parts(tasks: int) -> dict[str, Callable[[], Any]]:
    """What is asked about one plan, the floor first."""
    from benchmarks.plans import a_plan
    from tracks.ahead.deadlocks import deadlocks
    from tracks.ahead.durations import NOT_MEASURED, Finished
    from tracks.ahead.forecast import experience, forecast
    from tracks.ahead.lint import lint
    from tracks.ahead.outlook import outlook
    from tracks.ahead.picture import View, picture
    from tracks.ahead.team import team_of
    from tracks.ahead.timetable import levelling

    plan = a_plan(tasks, DEPENDENCIES_EACH)
    seen, team = outlook(plan), team_of(plan, AGENTS)
    levelled = levelling(seen, team)
    learnt = experience([Finished(str(one), "T1", "medium", 60, 30.0 + one % 60) for one in range(500)], NOT_MEASURED)
    ends = [seen.net.numbers[f"track/{key}"] for key in plan.tracks]
    return {
        FLOOR: partial(walk, seen),
        "ours, network, critical path and slack": partial(outlook, plan),
        "ours, graph of 2,000 tasks": partial(picture, seen, View()),
        "ours, graph of tracks": partial(picture, seen, View(level="tracks")),
        "ours, schedule levelled for 20 agents": partial(levelling, seen, team),
        "ours, forecast": partial(forecast, levelled, learnt, ends, "seed"),
        "ours, lint and deadlocks": lambda: (lint(seen, team), deadlocks(plan, seen.net)),
    }


def walk(seen: Any) -> list[int]:
    open_ends = [len(needs) for needs in seen.net.before]
    order = [node for node, count in enumerate(open_ends) if not count]
    for node in order:
        for further in seen.net.behind[node]:
            open_ends[further] -= 1
            if not open_ends[further]:
                order.append(further)
    return order
