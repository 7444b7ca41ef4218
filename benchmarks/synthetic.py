"""A large log that is true to the rules, written quickly: agents claim, start, report, finish, and people reopen.

    DATABASE_URL=… python -m benchmarks.synthetic [--events 1000000] [--tasks 10000] [--project synthetic]

The events go through the log's own door in large portions; the status tables are made from them at the end, by `rebuild`.
"""

import argparse
import time
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import count, islice
from typing import Any

TRACKS = 20
AGENTS = 50
PORTION = 5_000


def events(tasks: int, now: datetime) -> Iterator[Any]:
    """Without end: first the plan, in which some tasks wait for others of their track, then one life of each after another."""
    from agents.events import AgentRegistered
    from tracks import events as e

    yield from (e.TrackAdded(key=f"T{number}", title=f"Track {number}", position=number) for number in range(TRACKS))
    yield from (AgentRegistered(name=f"agent-{number}", capacity=1_000) for number in range(AGENTS))
    for number in range(tasks):
        track = f"T{number % TRACKS}"
        yield e.TaskAdded(key=f"{track}.{number}", title=f"Task {number}", position=number, track=track)
        if number >= TRACKS and number % 10 == 0:
            needs = f"task/{track}.{number - TRACKS}"
            yield e.DependencyAdded(item=f"task/{track}.{number}", needs=needs)
    for life in count():
        for number in range(tasks):
            key = f"T{number % TRACKS}.{number}"
            if life:
                yield e.TaskReopened(key=key, reason="once more")
            yield e.TaskClaimed(key=key, agent=f"agent-{number % AGENTS}", lease_until=now + timedelta(seconds=90))
            yield e.TaskStarted(key=key)
            yield e.TaskProgressed(key=key, percent=40, note="on it")
            yield e.TaskProgressed(key=key, percent=80)
            yield e.TaskCompleted(key=key, summary="done")


def write(project: str, wanted: int, tasks: int) -> None:
    """Makes `project` with a log of `wanted` events. Its tables stay empty until they are rebuilt."""
    from django.db import transaction

    from coordinator.command_handler import handle
    from coordinator.eventlog import store
    from tracks.commands import CreateProject

    head = handle(CreateProject(project=project, name="Synthetic"), actor="benchmark").head
    rest = islice(events(tasks, store.clock()), wanted - head.sequence)
    while portion := list(islice(rest, PORTION)):
        with transaction.atomic(durable=True):
            locked = store.lock_head(project)
            assert locked is not None
            store.append(locked, list(store.number(locked, unrecorded(portion), store.clock())))


def unrecorded(portion: Iterable[Any]) -> Iterator[Any]:
    from coordinator.catalog import CODEC
    from coordinator.eventlog.store import Unrecorded

    for event in portion:
        name = CODEC.names[type(event)]
        yield Unrecorded(name, 1, event.subject, CODEC.encode(event), "agent/benchmark", "synthetic", "synthetic")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--tasks", type=int, default=10_000)
    parser.add_argument("--project", default="synthetic")
    said = parser.parse_args()

    import django

    django.setup()
    from coordinator.recovery.rebuild import rebuild

    began = time.perf_counter()
    write(said.project, said.events, said.tasks)
    seconds = time.perf_counter() - began
    print(f"written: {said.events:,} events in {seconds:.1f} s, {said.events / seconds:,.0f} a second")
    began = time.perf_counter()
    done = rebuild(said.project)
    seconds = time.perf_counter() - began
    print(f"rebuilt: {sum(done.mended.values()):,} rows in {seconds:.1f} s, {done.sequence / seconds:,.0f} events a second")


if __name__ == "__main__":
    main()
