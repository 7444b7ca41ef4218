"""How many commands a second does one project take, with 32 callers at once?

Everybody reports progress on a task of their own: an event, and the rows of the task, its track and the project. The
naive way does the same through the ORM, a command a transaction; the floor is raw SQL, fifty commands a transaction, with
every rule, check and hash left out.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.answers import Answer, Contest, at_least

DATABASES = ("PostgreSQL", "SQLite")
PROJECT = "hot"
BATCH = 50


@dataclass(frozen=True, slots=True)
class Size:
    callers: int
    seconds: float


SIZES = {"smallest": Size(4, 0.2), "short": Size(32, 2.0), "full": Size(32, 8.0)}


def answers(size: Size, rounds: int) -> Iterator[Answer]:
    from django.db import connection

    from benchmarks.callers import calls_a_second, claimed_tasks, progress
    from benchmarks.naive import NaiveProject
    from benchmarks.raw_batches import RawProject

    fences = claimed_tasks(PROJECT, size.callers)
    naive, raw = NaiveProject("naive", size.callers), RawProject("raw", size.callers)

    def ours() -> float:
        return calls_a_second(
            size.callers, size.seconds, lambda caller, number: progress(PROJECT, caller, number, fences[caller])
        )

    def floor() -> float:
        began, done = time.perf_counter(), 0
        while time.perf_counter() - began < size.seconds:
            done += raw.batch(BATCH)
        return done / (time.perf_counter() - began)

    contest = Contest("commands/s", rounds, {
        "naive ORM, one command each": lambda: calls_a_second(size.callers, size.seconds, naive.progress),
        "raw SQL, batches of 50": floor,
        "ours": ours,
    }).run()
    goals = (
        at_least("ours / naive ORM", contest.ratio("ours", "naive ORM, one command each"), 12),
        at_least("ours / raw SQL", contest.ratio("ours", "raw SQL, batches of 50"), 0.4),
    ) if connection.vendor == "postgresql" else ()
    yield Answer(f"{size.callers} callers, one project", contest.figures, goals)
