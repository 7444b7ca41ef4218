"""The floor under recording: many events and their rows in a transaction, by a few statements, with no rule in between."""

import uuid
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from benchmarks.naive import TRACKS, NaiveProject
from coordinator.eventlog.rows import insert
from coordinator.eventlog.store import clock, stored_time


class RawProject(NaiveProject):
    """The same project, written by hand."""

    def __init__(self, slug: str, tasks: int) -> None:
        super().__init__(slug, tasks)
        self.tasks = tasks
        self.percent = 0

    def batch(self, size: int) -> int:
        """Records `size` reports of progress; answers how many that were."""
        self.percent = (self.percent + 1) % 99
        with transaction.atomic(), connection.cursor() as cursor:
            lock = " FOR UPDATE" if connection.vendor == "postgresql" else ""
            cursor.execute(f"SELECT sequence, hash FROM eventlog_loghead WHERE id = %s{lock}", [self.head.pk])
            sequence, hash = cursor.fetchone()
            now = clock()
            events = list(self.events(size, sequence, hash, now))
            insert("eventlog_event", events)
            moment: Any = now if connection.vendor == "postgresql" else stored_time(now)
            for table, keys in self.rows(size).items():
                marks = ", ".join(["%s"] * len(keys))
                cursor.execute(
                    f'UPDATE "{table}" SET percent = %s, version = %s WHERE project_id = %s AND key IN ({marks})',
                    [self.percent, sequence + size, self.head.pk, *keys],
                )
            cursor.execute(
                "UPDATE eventlog_loghead SET sequence = %s, hash = %s, recorded_at = %s WHERE id = %s",
                [sequence + size, events[-1]["hash"], moment, self.head.pk],
            )
        return size

    def rows(self, size: int) -> dict[str, list[str]]:
        tasks = [f"T{number % TRACKS}.{number}" for number in range(min(size, self.tasks))]
        tracks = [f"T{number}" for number in range(TRACKS)]
        return {"tracks_task": tasks, "tracks_track": tracks, "tracks_projectsummary": [self.head.project]}

    def events(self, size: int, sequence: int, hash: str, now: datetime) -> Any:
        for number in range(size):
            before, hash = hash, uuid.uuid4().hex * 2
            key = f"T{number % TRACKS}.{number % self.tasks}"
            yield {
                "project_id": self.head.pk, "sequence": sequence + number + 1, "event_id": str(uuid.uuid4()),
                "type": "task.progressed", "version": 1, "subject": f"task/{key}",
                "body": f'{{"key":"{key}","note":"compiles {number}","percent":{self.percent},"steps_done":[]}}',
                "actor": "benchmark", "command_key": "k", "correlation_id": "", "causation": None, "recorded_at": now,
                "prev_hash": before, "hash": hash,
            }
