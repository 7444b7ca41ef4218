"""What do commands cost, and what does a plan weigh, at 100,000 tasks with 300,000 dependencies, beside 1,000 tasks?

The rules alone: decide and fold, as every command runs them, in time of the processor. What a database adds is the same
for all sizes.
"""

import gc
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from benchmarks.answers import Answer, Contest, Figure, at_most

DATABASES = ("none",)
DEPENDENCIES_EACH = 3
Commands = Callable[[Any, int], list[Any]]  # so many commands for a plan


@dataclass(frozen=True, slots=True)
class Size:
    tasks: tuple[int, ...]
    commands: int


SIZES = {
    "smallest": Size((60, 120), 10),
    "short": Size((1_000, 20_000), 200),
    "full": Size((1_000, 10_000, 100_000), 500),
}


def answers(size: Size, rounds: int) -> Iterator[Answer]:
    from benchmarks.plans import a_plan, run_all

    plans = {tasks: a_plan(tasks, DEPENDENCIES_EACH) for tasks in size.tasks}
    def each(plan: Any, commands: Commands) -> float:
        wanted = commands(plan, size.commands)
        return 1e6 * run_all(plan, wanted) / len(wanted)

    for case, commands in CASES.items():
        contestants = {named(tasks): partial(each, plan, commands) for tasks, plan in plans.items()}
        contest = Contest("µs a command", rounds, contestants).run()
        smallest, largest = named(size.tasks[0]), named(size.tasks[-1])
        ratio = at_most("largest / smallest", contest.ratio(largest, smallest), 1.5)
        yield Answer(case, contest.figures, (ratio,))
    del plans
    gc.collect()
    yield weight(size.tasks[-1])


def named(tasks: int) -> str:
    return f"ours, {tasks:,} tasks"


def claims(plan: Any, count: int) -> list[Any]:
    """No more than there are tasks to take at once, for a claim that finds nothing costs less."""
    from benchmarks.plans import AGENT, PROJECT
    from tracks import commands as c

    ready = sum(task.status == "ready" for task in plan.tasks.values())
    return [c.ClaimNext(project=PROJECT, agent=AGENT)] * min(count, ready)


def additions(plan: Any, count: int) -> list[Any]:
    from benchmarks.plans import PROJECT
    from tracks import commands as c

    return [c.AddTask(project=PROJECT, key=f"new.{number}", title="New", track="T1") for number in range(count)]


def revisions(plan: Any, count: int) -> list[Any]:
    """New titles, which change nothing that follows."""
    from benchmarks.plans import PROJECT, first
    from tracks import commands as c

    return [c.ReviseTask(project=PROJECT, key=key, title="Another title") for key in first(plan, count)]


def waits(plan: Any, count: int) -> list[Any]:
    """New tasks come to wait for some that nothing else waits for: no cycle can come of it, and it is looked for."""
    from benchmarks.plans import PROJECT, first
    from tracks import commands as c

    needed = [key for key in first(plan, count * 2) if f"task/{key}" not in plan.dependents][:count] or first(plan, count)
    return [c.AddTask(project=PROJECT, key=f"new.{place}", title="New", depends_on=(f"task/{needed[place % len(needed)]}",))
            for place in range(count)]


CASES: dict[str, Commands] = {
    "claim the next task": claims, "add a task to a track": additions, "give a task another title": revisions,
    "add a task that waits for another": waits,
}


def weight(tasks: int) -> Answer:
    from benchmarks.plans import a_plan

    tracemalloc.start()
    plan = a_plan(tasks, DEPENDENCIES_EACH)
    gc.collect()
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    figures = (Figure("ours", "MB", (size / 2**20,)), Figure("ours, each task", "bytes a task", (size / len(plan.tasks),)))
    return Answer(f"memory of {tasks:,} tasks with {len(plan.dependencies):,} dependencies", figures)
