"""Does taking the next task cost more in a large plan than in a small one, and what does a task weigh in memory?

The rules alone: decide and fold, as every command runs them, in a plan of independent tasks. Then the hard cases: each
task has paths of its own, or all that is ready cannot be taken: somebody holds its paths, or it asks for what the agent
cannot do. There the answer is the reason in words.
"""

import gc
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from benchmarks.answers import Answer, Contest, Figure, at_most

if TYPE_CHECKING:
    from tracks.plan import Plan

DATABASES = ("none",)


@dataclass(frozen=True, slots=True)
class Size:
    tasks: tuple[int, ...]
    claims: int
    weighed: int


SIZES = {
    "smallest": Size((50, 100), 20, 100),
    "short": Size((1_000, 10_000, 100_000), 500, 10_000),
    "full": Size((1_000, 10_000, 100_000), 500, 100_000),
}


def answers(size: Size, rounds: int) -> Iterator[Answer]:
    from benchmarks.plans import a_plan, claim_all

    plans = {tasks: a_plan(tasks) for tasks in size.tasks}
    contest = Contest("µs a claim", rounds, {
        named(tasks): lambda plan=plan: 1e6 * claim_all(plan, size.claims) / size.claims for tasks, plan in plans.items()
    }).run()
    smallest, largest = named(size.tasks[0]), named(size.tasks[-1])
    ratio = at_most("largest / smallest", contest.ratio(largest, smallest), 1.5)
    yield Answer("claim-next, decided and folded", contest.figures, (ratio,))
    del plans
    gc.collect()
    yield weight(size.weighed)
    for case, fields in HARD.items():
        yield hard(case, fields, size, rounds)


def hard(case: str, fields: Callable[[int], dict[str, Any]], size: Size, rounds: int) -> Answer:
    from benchmarks.plans import claim_all, why_all

    few, many = (crowded(tasks, fields) for tasks in (size.tasks[0], size.tasks[-1]))
    ask = claim_all if case == "paths of its own" else why_all
    contest = Contest("µs an answer", rounds, {
        named(len(plan.tasks)): lambda plan=plan: 1e6 * ask(plan, size.claims) / size.claims for plan in (few, many)
    }).run()
    return Answer(f"claim-next, {case}", contest.figures, ())


def crowded(tasks: int, fields: Callable[[int], dict[str, Any]]) -> "Plan":
    """A plan whose tasks have these fields besides, in which somebody else holds `held`."""
    from agents.events import AgentRegistered
    from benchmarks.plans import NOON, happened, plan_events
    from tracks.events import ReservationMade, TaskAdded
    from tracks.evolve import fold
    from tracks.plan import Plan

    given = list(plan_events(tasks, 0))
    added = (
        replace(event, **fields(place)) if isinstance(event, TaskAdded) else event for place, event in enumerate(given)
    )
    other = AgentRegistered(name="other")
    held = ReservationMade(key="r1", agent="other", paths=("held",), until=NOON + timedelta(days=1))
    return fold(Plan(), happened([*added, other, held]))[0]


HARD: dict[str, Callable[[int], dict[str, Any]]] = {
    "paths of its own": lambda place: {"paths": (f"src/m{place % 97}/f{place}.py",)},
    "all paths held": lambda place: {"paths": (f"held/m{place % 97}/f{place}.py",)},
    "all ask for what the agent lacks": lambda place: {"capabilities": ("rust",)},
}


def named(tasks: int) -> str:
    return f"ours, {tasks:,} tasks"


def weight(tasks: int) -> Answer:
    from benchmarks.plans import a_plan

    tracemalloc.start()
    plan = a_plan(tasks)
    gc.collect()
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    each = Figure("ours", "bytes a task", (size / len(plan.tasks),))
    return Answer(f"memory of {tasks:,} tasks", (each,), (at_most("KB a task", each.median / 1024, 3.0),))
