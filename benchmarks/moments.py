"""How soon does a process that starts know the plan of a long log, and how soon the plan of any moment of it?

Beside folding the whole log, which is what either would take without snapshots.
"""

import random
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import quantiles

from benchmarks.answers import Answer, Comparison, Figure, at_most

DATABASES = ("PostgreSQL", "SQLite")
PROJECT = "long"
# Said by a process of its own, for it must not have seen the log before. Loading the program is not what is asked.
STARTER = f"""
import django, time
django.setup()
from coordinator import plans
from coordinator.eventlog import store
store.find_head("{PROJECT}")
began = time.perf_counter()
assert plans.current("{PROJECT}")
print(time.perf_counter() - began)
"""


@dataclass(frozen=True, slots=True)
class Size:
    events: int
    tasks: int
    looks: int


SIZES = {"smallest": Size(600, 50, 5), "short": Size(100_000, 2_000, 40), "full": Size(1_000_000, 10_000, 200)}


def answers(size: Size, rounds: int) -> Iterator[Answer]:
    from benchmarks import synthetic
    from coordinator import plans
    from coordinator.eventlog import store
    from coordinator.eventlog.models import Snapshot
    from coordinator.live import keeper
    from tracks.plan import Plan

    synthetic.write(PROJECT, size.events, size.tasks)
    head = store.find_head(PROJECT)
    assert head
    began = time.perf_counter()
    plan = plans.folded(Plan(), head, head.sequence)
    whole = Figure("folding the whole log", "ms", (1000 * (time.perf_counter() - began),))
    keeper.fill(head, plan)
    size_of_all = sum(len(body) for body in Snapshot.objects.values_list("body", flat=True).iterator())
    note = f"{Snapshot.objects.count():,} snapshots, {size_of_all / 2**20:.1f} MB"

    starts = Figure("ours, a start", "ms", tuple(1000 * started() for _ in range(rounds)))
    yield Answer(
        f"start on {size.events:,} events about {size.tasks:,} tasks", (whole, starts),
        (at_most("s until the plan is known", starts.median / 1000, 1),), note,
    )
    chooser, looks = random.Random(size.events), list[float]()
    for _ in range(size.looks):
        sequence = chooser.randint(1, head.sequence)
        began = time.perf_counter()
        assert plans.plan_at(head, sequence).sequence == sequence
        looks.append(1000 * (time.perf_counter() - began))
    cut = quantiles(looks, n=20)
    yield Answer(
        f"the plan at a random sequence of {size.events:,}", (whole, Figure("ours", "ms", tuple(looks))),
        (at_most("p95, ms", cut[18], 300), Comparison("p50, ms", cut[9])),
    )


def started() -> float:
    """Seconds from the first question to the plan, in a new process."""
    return float(subprocess.run([sys.executable, "-c", STARTER], stdout=subprocess.PIPE, check=True, text=True).stdout)
