"""Which server should `up` use: how many tasks are claimed and completed a second through each?

The whole product answers: REST, rules, log and tables on SQLite with every commit on the disk.
"""

import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from agents.runtime.client import Client
from benchmarks.answers import Answer, Comparison, Contest
from tests.support.processes import signalbox

SERVERS = ("uvicorn", "daphne")
PROJECT = "bench"
DATABASES = ("none",)


@dataclass(frozen=True, slots=True)
class Size:
    connections: int
    tasks: int


SIZES = {"smallest": Size(2, 6), "short": Size(16, 200), "full": Size(16, 1_000)}


def answers(size: Size, rounds: int) -> Iterator[Answer]:
    contest = Contest("tasks/s", rounds, {
        f"ours, behind {server}": lambda server=server: measure(server, size.connections, size.tasks) for server in SERVERS
    }).run()
    uvicorn, daphne = (f"ours, behind {server}" for server in SERVERS)
    ratio = Comparison("uvicorn / daphne", contest.ratio(uvicorn, daphne))
    yield Answer(f"{size.connections} connections, {size.tasks:,} tasks", contest.figures, (ratio,))


def measure(server: str, connections: int, tasks: int) -> float:
    """Tasks claimed and completed per second."""
    with tempfile.TemporaryDirectory() as home, signalbox(Path(home), SIGNALBOX_SERVER=server) as running:
        operator = Client(running.url, running.token, PROJECT)
        operator.create_project("Benchmark")
        operator.post("tracks", {"key": "A", "title": "A"})
        for number in range(tasks):
            operator.post("tasks", {"key": f"A.{number}", "title": "A task", "track": "A"})
        names = [f"agent-{number}" for number in range(connections)]
        for name in names:
            operator.register(name)
        workers = [threading.Thread(target=work, args=(operator.with_token(running.token), name)) for name in names]
        began = time.perf_counter()
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        return tasks / (time.perf_counter() - began)


def work(client: Client, name: str) -> None:
    while claim := client.claim_next(name):
        client.report(claim, "complete")
