"""How long does it take to make the tables anew from a long log whose chain is proved, and to compare them with it?

The floor does by itself what cannot be left out: it reads every event, checks its hash, decodes it, keeps the newest state
of each task in a dictionary and writes the rows. It derives nothing and knows five kinds of event. The other end is a loop
that loads and saves a model for every event, tried on the first few thousand.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.answers import Answer, Contest, at_least

DATABASES = ("PostgreSQL", "SQLite")
PROJECT = "long"
FLOOR, LOOP, OURS = "read, check, decode, fold, write", "a model saved for every event", "ours, verify and rebuild"


@dataclass(frozen=True, slots=True)
class Size:
    events: int
    tasks: int
    looped: int


SIZES = {"smallest": Size(600, 50, 60), "short": Size(100_000, 2_000, 1_000), "full": Size(1_000_000, 10_000, 3_000)}


def answers(size: Size, rounds: int) -> Iterator[Answer]:
    from benchmarks import bare_rebuild, synthetic
    from coordinator.eventlog.verification import verify
    from coordinator.recovery.parity import parity
    from coordinator.recovery.rebuild import rebuild

    synthetic.write(PROJECT, size.events, size.tasks)

    def ours() -> float:
        bare_rebuild.empty_tables()
        return rate(size.events, lambda: verify(PROJECT).ok and rebuild(PROJECT).mended)

    def rebuild_alone() -> float:
        bare_rebuild.empty_tables()
        return rate(size.events, lambda: rebuild(PROJECT).mended)

    contest = Contest("events/s", rounds, {
        FLOOR: lambda: rate(size.events, lambda: bare_rebuild.rebuild(PROJECT) == size.tasks),
        LOOP: lambda: rate(size.looped, lambda: bare_rebuild.loop(PROJECT, size.looped)),
        OURS: ours,
        "ours, rebuild alone": rebuild_alone,
        "ours, parity": lambda: rate(size.events, lambda: parity(PROJECT).ok),
        "ours, verify alone": lambda: rate(size.events, lambda: verify(PROJECT).ok),
    }).run()
    goals = (
        at_least("ours / floor", contest.ratio(OURS, FLOOR), 0.6),
        at_least("ours / a model for every event", contest.ratio(OURS, LOOP), 8),
    )
    yield Answer(f"{size.events:,} events about {size.tasks:,} tasks", contest.figures, goals)


def rate(count: int, work: object) -> float:
    """So many a second; `work()` must answer something true, or it was not done."""
    began = time.perf_counter()
    assert callable(work) and work()
    return count / (time.perf_counter() - began)
