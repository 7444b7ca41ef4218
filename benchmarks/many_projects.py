"""How many commands a second do eight callers get through, each in a project of its own?

The floor is raw SQL: an event and its rows, a command a transaction, with every rule, check and hash left out. The peer
is the `eventsourcing` library: an aggregate for each caller, an event a save.
"""

import importlib.util
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from benchmarks.answers import Answer, Contest, at_least

DATABASES = ("PostgreSQL", "SQLite")
RAW, PEER = "raw SQL, one command each", "eventsourcing, app.save"


@dataclass(frozen=True, slots=True)
class Size:
    callers: int
    seconds: float


SIZES = {"smallest": Size(2, 0.2), "short": Size(8, 2.0), "full": Size(8, 8.0)}


def answers(size: Size, rounds: int) -> Iterator[Answer]:
    from django.db import connection

    from benchmarks.callers import calls_a_second, claimed_tasks, progress
    from benchmarks.raw_batches import RawProject

    fences = [claimed_tasks(f"project-{caller}", 1)[0] for caller in range(size.callers)]
    raw = [RawProject(f"raw-{caller}", 1) for caller in range(size.callers)]
    save = peer(size.callers) if connection.vendor == "postgresql" else None

    def measured(call: Callable[[int, int], None]) -> Callable[[], float]:
        return lambda: calls_a_second(size.callers, size.seconds, call)

    contestants = {RAW: measured(lambda caller, number: raw[caller].batch(1) and None)}
    if save:
        contestants[PEER] = measured(save)
    contestants["ours"] = measured(lambda caller, number: progress(f"project-{caller}", 0, number, fences[caller]))
    contest = Contest("commands/s", rounds, contestants).run()
    goals = [at_least("ours / raw SQL", contest.ratio("ours", RAW), 0.6)] if connection.vendor == "postgresql" else []
    if save:
        goals.append(at_least("ours / eventsourcing", contest.ratio("ours", PEER), 5))
    note = "" if save else "eventsourcing is not installed here, or not for this database"
    yield Answer(f"{size.callers} callers, a project each", contest.figures, tuple(goals), note)


def peer(callers: int) -> Callable[[int, int], None] | None:
    """What saves an event of an aggregate of its own for each caller, on the same database; None where it is not installed."""
    if importlib.util.find_spec("eventsourcing") is None:
        return None
    from django.db import connection
    from eventsourcing.application import Application
    from eventsourcing.domain import Aggregate, event

    class Work(Aggregate):
        @event("Progressed")
        def progress(self, percent: int, note: str) -> None:
            self.percent = percent

    settings = connection.settings_dict
    app = Application(env=os.environ | {
        "PERSISTENCE_MODULE": "eventsourcing.postgres", "POSTGRES_DBNAME": settings["NAME"], "POSTGRES_HOST": settings["HOST"],
        "POSTGRES_PORT": settings["PORT"] or "5432", "POSTGRES_USER": settings["USER"], "POSTGRES_PASSWORD": settings["PASSWORD"],
    })
    works = [Work() for _ in range(callers)]
    app.save(*works)

    def save(caller: int, number: int) -> None:
        works[caller].progress(number % 99, f"compiles {number}")
        app.save(works[caller])

    return save
