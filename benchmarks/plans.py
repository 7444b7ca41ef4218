"""Plans of any size, folded from events without a database, and what commands cost on them."""

import time
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import islice
from random import Random
from typing import Any

from agents.events import AgentRegistered
from coordinator.catalog import CODEC
from tracks import commands as c
from tracks import events as e
from tracks.decider import decide
from tracks.evolve import fold
from tracks.facts import Facts
from tracks.happened import Happened
from tracks.plan import Plan
from tracks.reasons import why_nothing

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
PROJECT, AGENT = "benchmark", "agent"
TRACKS = 100
NEARBY = 50  # a task waits for some of so many before it: real plans are long and narrow rather than one knot


def a_plan(tasks: int, dependencies_each: int = 0) -> Plan:
    """The same for the same numbers. The tasks are spread over tracks; a tenth of those that could wait does not.

    Every event was written down and read again, as those of a log were: then each has texts and a time of its own.
    """
    return fold(Plan(), happened(map(read_again, plan_events(tasks, dependencies_each))))[0]


def read_again(event: Any) -> Any:
    name = CODEC.names[type(event)]
    return CODEC.decode(name, CODEC.version_of(name), CODEC.encode(event))


def plan_events(tasks: int, dependencies_each: int) -> Iterable[Any]:
    chooser = Random(tasks)
    yield e.ProjectCreated(slug=PROJECT, name="Benchmark")
    yield AgentRegistered(name=AGENT, capacity=1_000_000)
    yield from (e.TrackAdded(key=f"T{number}", title=f"Track {number}", position=number) for number in range(TRACKS))
    for number in range(tasks):
        yield e.TaskAdded(
            key=key_of(number), title=f"Task number {number}", position=number, track=f"T{number % TRACKS}",
            estimate=chooser.choice((30, 60, 90, 120, 240)),
        )
    for number in range(tasks):
        if dependencies_each and number % 10:
            nearby = range(max(0, number - NEARBY), number)
            for needed in sorted(chooser.sample(nearby, min(dependencies_each, len(nearby)))):
                yield e.DependencyAdded(item=f"task/{key_of(number)}", needs=f"task/{key_of(needed)}")


def key_of(number: int) -> str:
    return f"T{number % TRACKS}.{number}"


def happened(events: Iterable[Any], after: int = 0) -> Iterable[Happened]:
    for sequence, event in enumerate(events, after + 1):
        yield Happened(event, sequence, NOON + timedelta(seconds=sequence), "benchmark")


def run_all(plan: Plan, commands: Iterable[Any]) -> float:
    """Seconds of the processor for deciding and folding these commands one after the other."""
    facts = Facts(NOON, "benchmark", may_step_in=True, lease_for=timedelta(seconds=90))
    began = time.process_time()
    for command in commands:
        plan, _ = fold(plan, happened(decide(plan, command, facts), plan.sequence))
    return time.process_time() - began


def claim_all(plan: Plan, count: int) -> float:
    """Seconds for so many claims of the next task."""
    return run_all(plan, [c.ClaimNext(project=PROJECT, agent=AGENT)] * count)


def why_all(plan: Plan, count: int) -> float:
    """Seconds for so many claims that find nothing, each with the reason in words."""
    began = time.process_time()
    for _ in range(count):
        assert run_all(plan, [c.ClaimNext(project=PROJECT, agent=AGENT)]) and why_nothing(plan, AGENT).waiting
    return time.process_time() - began


def first(plan: Plan, count: int) -> list[str]:
    """The keys of so many tasks, spread over the plan."""
    return list(islice(plan.tasks, 0, None, max(1, len(plan.tasks) // count)))[:count]
