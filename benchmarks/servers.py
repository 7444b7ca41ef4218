"""Which ASGI server should `up` use? Claims and completions per second through each, in turn, on the same machine.

    python -m benchmarks.servers [--rounds 3] [--connections 16] [--tasks 400]

The whole product answers: REST, rules, log and tables on SQLite with every commit on the disk. Answers the ratio of each
server to the first one, by medians.
"""

import argparse
import statistics
import tempfile
import threading
import time
from pathlib import Path

from agents.runtime.client import Client
from tests.support.processes import signalbox

SERVERS = ("uvicorn", "daphne")
PROJECT = "bench"


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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--tasks", type=int, default=400)
    said = parser.parse_args()
    rates: dict[str, list[float]] = {server: [] for server in SERVERS}
    for _ in range(said.rounds):
        for server in SERVERS:
            rates[server].append(measure(server, said.connections, said.tasks))
    floor = statistics.median(rates[SERVERS[0]])
    for server in SERVERS:
        median = statistics.median(rates[server])
        spread = f"{min(rates[server]):.0f} to {max(rates[server]):.0f}"
        print(f"{server:10} {median:7.0f} tasks/s ({spread})   {median / floor:.2f} x {SERVERS[0]}")


if __name__ == "__main__":
    main()
