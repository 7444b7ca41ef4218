"""How many tasks a second do 20 agents claim and complete over REST until all are done, each of them once?

One process, SQLite with every commit on the disk. Beside it stands the best figure that was measured of another tool on a
machine of two cores; it is a number written down here, not measured anew.
"""

import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from agents.runtime.client import Client
from benchmarks.answers import Answer, Contest, Figure, at_least
from tests.support.load import Team
from tests.support.processes import signalbox

DATABASES = ("none",)
BEST_OF_OTHERS = 104.0
PROJECT = "team"


@dataclass(frozen=True, slots=True)
class Size:
    agents: int
    tasks: int


SIZES = {"smallest": Size(2, 6), "short": Size(20, 400), "full": Size(20, 2_000)}


def answers(size: Size, rounds: int) -> Iterator[Answer]:
    contest = Contest("tasks/s", rounds, {"ours": lambda: measure(size.agents, size.tasks)}).run()
    ratio = at_least("times the other", contest.figures[0].median / BEST_OF_OTHERS, 5)
    others = Figure("best of six others, as noted", "tasks/s", (BEST_OF_OTHERS,))
    yield Answer(f"{size.agents} agents, {size.tasks:,} tasks", (others, *contest.figures), (ratio,))


def measure(agents: int, tasks: int) -> float:
    """Tasks a second. Raises AssertionError where a task was done twice or not at all."""
    with tempfile.TemporaryDirectory() as home, signalbox(Path(home)) as running:
        operator = Client(running.url, running.token, PROJECT)
        operator.create_project("Team")
        operator.post("tracks", {"key": "A", "title": "A"})
        for number in range(tasks):
            operator.post("tasks", {"key": f"A.{number}", "title": "A task", "track": "A"})
        team = Team(running.url, running.token, PROJECT, agents)
        began = time.perf_counter()
        team.run()
        taken = time.perf_counter() - began
    completed = sorted(task for verb, task, _ in team.acknowledged if verb == "complete")
    assert completed == sorted(f"A.{number}" for number in range(tasks)), team.errors or team.refusals
    return tasks / taken
