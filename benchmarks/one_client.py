"""How long does one client wait over REST for a new task, the list of what is ready, and a claim, in a plan of 1,000 tasks?

The whole product answers, on SQLite with every commit on the disk. Beside it stand the best figures that were measured of
six other tools on a machine of two cores; they are numbers written down here, not measured anew.
"""

import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agents.runtime.client import Client
from benchmarks.answers import Answer, Figure, at_most
from tests.support.processes import signalbox

DATABASES = ("none",)
BEST_OF_OTHERS = {"create a task": 4.4, "list 100 ready tasks": 7.0, "claim the next task": 6.4}
GOALS = {"create a task": 3.0, "list 100 ready tasks": 4.0, "claim the next task": 4.0}


@dataclass(frozen=True, slots=True)
class Size:
    tasks: int
    calls: int


SIZES = {"smallest": Size(5, 2), "short": Size(1_000, 100), "full": Size(1_000, 400)}


def answers(size: Size, rounds: int) -> Iterator[Answer]:
    with tempfile.TemporaryDirectory() as home, signalbox(Path(home)) as running:
        client = Client(running.url, running.token, "small")
        client.create_project("A small plan")
        client.post("tracks", {"key": "A", "title": "A"})
        client.register("agent", capacity=size.calls * 2)
        created = timed(size.tasks, lambda number: client.post("tasks", {"key": f"A.{number}", "title": "Work", "track": "A"}))
        listed = timed(size.calls, lambda number: client.get("tasks", status="ready", limit=100))
        claimed = timed(size.calls, lambda number: client.claim_next("agent"))
    for case, taken in zip(GOALS, (created, listed, claimed), strict=True):
        ours = Figure("ours", "ms", taken)
        others = Figure("best of six others, as noted", "ms", (BEST_OF_OTHERS[case],))
        yield Answer(case, (others, ours), (at_most("p50, ms", ours.median, GOALS[case]),))


def timed(count: int, call: Callable[[int], Any]) -> tuple[float, ...]:
    """Milliseconds of each call."""
    taken = []
    for number in range(count):
        began = time.perf_counter()
        call(number)
        taken.append(1000 * (time.perf_counter() - began))
    return tuple(taken)
