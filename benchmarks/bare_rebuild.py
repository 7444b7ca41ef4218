"""Rebuilding with as little as possible, and with as little thought as possible: the two ends of the scale."""

import json
from hashlib import sha256
from typing import Any

import msgspec
from django.db import connection, transaction

from agents.models import Agent
from coordinator.eventlog.chain import GENESIS
from coordinator.eventlog.models import Event, LogHead
from coordinator.eventlog.walk import POSTGRESQL_TIME, SQLITE_TIME
from tracks.models import Dependency, ProjectSummary, Task, Track

BATCH = 5_000
MOMENT = {"postgresql": POSTGRESQL_TIME, "sqlite": SQLITE_TIME}
STATE = {"task.claimed": "claimed", "task.started": "in_progress", "task.completed": "done", "task.reopened": "open"}


class Body(msgspec.Struct):
    """What the floor reads of any event."""

    key: str = ""
    title: str = ""
    track: str = ""
    percent: int = 0


def empty_tables() -> None:
    for model in (Task, Track, Dependency, ProjectSummary, Agent):
        model.objects.all().delete()


def rebuild(project: str) -> int:
    """Reads everything, checks every hash, keeps the newest state, writes it in one go. Answers how many tasks there are."""
    head = LogHead.objects.get(project=project)
    decode, tasks, last = msgspec.json.Decoder(Body).decode, dict[str, list[Any]](), GENESIS
    for row in events(head.pk):
        sequence, body, _, type, *_, prev_hash, stored = row
        if prev_hash != last or hashed(head.log_id, row) != stored:
            raise RuntimeError(f"the chain is broken at {sequence}")
        last = stored
        apply(tasks, type, decode(body), row)
    write(head.pk, tasks)
    return len(tasks)


def apply(tasks: dict[str, list[Any]], type: str, said: Body, row: tuple[Any, ...]) -> None:
    if type == "task.added":
        tasks[said.key] = [said.key, said.title, said.track, "open", 0, row[0], row[-3], row[-3]]
    elif type == "task.progressed":
        tasks[said.key][4:8:3] = said.percent, row[-3]
    elif type in STATE:
        tasks[said.key][3:8:4] = STATE[type], row[-3]


def events(head: int) -> Any:
    after = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT sequence, body, event_id, type, version, subject, actor, command_key, correlation_id, causation,"
                f" {MOMENT[connection.vendor]}, prev_hash, hash FROM eventlog_event WHERE project_id = %s AND sequence > %s"
                f" AND sequence <= %s ORDER BY eventlog_event.sequence", [head, after, after + BATCH],
            )
            batch = cursor.fetchall()
        if not batch:
            return
        yield from batch
        after = batch[-1][0]


def hashed(log_id: str, row: tuple[Any, ...]) -> str:
    sequence, body, *others, prev_hash, _ = row
    parts = ["signalbox-event-v1", log_id, str(sequence), prev_hash, sha256(body.encode()).hexdigest()]
    encoded = [part.encode() for part in parts + ["" if one is None else str(one) for one in others]]
    return sha256(b"".join([len(part).to_bytes(4, "big") + part for part in encoded])).hexdigest()


def write(head: int, tasks: dict[str, list[Any]]) -> None:
    """With COPY where there is one, into a table beside ours: what is measured is not to be in the way of what follows."""
    columns = "key text, title text, track text, state text, percent integer, version bigint, created text, changed text"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bare_tasks")
        cursor.execute(f"CREATE TABLE bare_tasks ({columns})")
        if connection.vendor == "postgresql":
            with cursor.copy("COPY bare_tasks FROM STDIN") as copy:
                for task in tasks.values():
                    copy.write_row(task)
        else:
            cursor.executemany("INSERT INTO bare_tasks VALUES (%s, %s, %s, %s, %s, %s, %s, %s)", list(tasks.values()))


def loop(project: str, count: int) -> int:
    """What a first version would do: each event loaded as a model, each row fetched, changed and saved."""
    empty_tables()
    head = LogHead.objects.get(project=project)
    done = 0
    for event in Event.objects.filter(project=head, sequence__lte=count).order_by("sequence").iterator():
        body = json.loads(event.body)
        if event.type == "task.added":
            Task.objects.create(
                project=head, key=body["key"], title=body["title"], track=body["track"], position=body["position"],
                version=event.sequence, created_at=event.recorded_at, changed_at=event.recorded_at,
            )
        elif event.subject.startswith("task/") and "key" in body:
            task = Task.objects.get(project=head, key=body["key"])
            task.status, task.percent = STATE.get(event.type, task.status), body.get("percent", task.percent)
            task.version, task.changed_at = event.sequence, event.recorded_at
            task.save()
        done += 1
    return done
