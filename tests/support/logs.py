"""Logs made straight from the store, as long as wanted: events that any plan can fold, without a decision behind them."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from django.db import transaction

from coordinator.catalog import CODEC
from coordinator.eventlog import store
from coordinator.eventlog.rows import insert
from coordinator.eventlog.store import Head, Unrecorded
from tracks.events import ProjectCreated, TaskAdded, TaskClaimed, TaskProgressed, TaskReleased, TaskStarted

TASKS = 200
AGENTS = 20
STEP = 10_000


def a_log(project: str = "web", events: int = 3, receipts: bool = True) -> Head:
    """A new log of so many events, each a second after the one before; with a receipt each where wanted."""
    with transaction.atomic():
        head = store.open_log(project)
    return grown(head, events, receipts)


def grown(head: Head, events: int, receipts: bool = True) -> Head:
    """The head after `events` more events."""
    stories = islice(story(head.project), head.sequence, head.sequence + events)
    while some := list(islice(stories, STEP)):
        with transaction.atomic():
            recorded: list[store.Recorded] = []
            for event, actor in some:
                one = unrecorded(event, actor)
                moment = (recorded[-1] if recorded else head).recorded_at + timedelta(seconds=1)
                recorded += store.number(store.behind(head, recorded), [one], moment)
            store.append(head, recorded)
            head = store.behind(head, recorded)
            insert("eventlog_receipt", [a_receipt(head, one) for one in recorded] if receipts else [])
    return head


def unrecorded(event: Any, actor: str) -> Unrecorded:
    name = CODEC.names[type(event)]
    key = store.uuid7()
    return Unrecorded(name, CODEC.version_of(name), event.subject, CODEC.encode(event), actor, key, key)


def a_receipt(head: Head, one: store.Recorded) -> dict[str, Any]:
    return {
        "project_id": head.id, "key": one.command_key, "fingerprint": one.hash, "actor": one.actor, "command": "ClaimTask",
        "first_sequence": one.sequence, "last_sequence": one.sequence, "refusal": "", "recorded_at": one.recorded_at,
    }


def story(project: str) -> Iterator[tuple[Any, str]]:
    """Events without end, and who caused each: some tasks that agents take up, work on and give back."""
    yield ProjectCreated(slug=project, name=project.title()), "maria"
    for number in range(TASKS):
        yield TaskAdded(key=f"A.{number}", title=f"Task number {number} of many", position=number), "maria"
    sequence = TASKS + 1
    while True:
        key, agent = f"A.{sequence % TASKS}", f"agent{sequence % AGENTS}"
        until = datetime(2030, 1, 1, tzinfo=UTC)
        yield TaskClaimed(key=key, agent=agent, lease_until=until), f"agent/{agent}"
        yield TaskStarted(key=key), f"agent/{agent}"
        for percent in (20, 40, 60, 80):
            yield TaskProgressed(key=key, percent=percent, note="compiles, tests run"), f"agent/{agent}"
        yield TaskReleased(key=key, reason="handed back"), f"agent/{agent}"
        sequence += 7
