"""Commands that wait for one lock are decided together: fewer transactions, and still each its own outcome."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction

from coordinator.command_handler import Receipt, WriterInterrupted, handle, line_of
from coordinator.eventlog import models, store
from coordinator.recovery.parity import parity
from tests.support.poison import POISON, tables_that_refuse_poison
from tests.support.world import PROJECT, a_project, a_task
from tracks.commands import AddTask, AddTrack, CreateProject
from tracks.decider import DECIDE
from tracks.errors import TaskExists, UnknownProject
from tracks.models import Task

pytestmark = pytest.mark.django_db(transaction=True)
NEW = "another"


@dataclass(frozen=True)
class Nonsense:
    """A command that no rule knows."""

    project: str = PROJECT


class GivesUp(SystemExit):
    """What ends a thread from within."""


def adding(key: str, title: str = "T", project: str = PROJECT) -> Callable[[], Receipt]:
    return lambda: handle(AddTask(project=project, key=key, title=title), actor="maria")


@contextmanager
def locked() -> Iterator[None]:
    """Meanwhile somebody else holds the project's lock, in a database connection of its own."""
    holding, letting_go = threading.Event(), threading.Event()

    def hold() -> None:
        try:
            with transaction.atomic():
                store.lock_head(PROJECT)
                holding.set()
                letting_go.wait(20)
        finally:
            connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    assert holding.wait(10)
    try:
        yield
    finally:
        letting_go.set()
        holder.join()


def in_one_batch(*jobs: Callable[[], Any], project: str = PROJECT) -> list[Any]:
    """What comes of each: the first waits for the lock, behind it the others line up in this order."""
    outcomes: list[Any] = [None] * (len(jobs) + 1)

    def run(place: int, job: Callable[[], Any]) -> None:
        try:
            outcomes[place] = job()
        except (Exception, GivesUp) as error:  # noqa: BLE001 - an outcome like any other, looked at by the test
            outcomes[place] = error
        finally:
            connection.close()

    threads = []
    with locked():
        for place, job in enumerate([adding("first", project=project), *jobs]):
            threads.append(threading.Thread(target=run, args=(place, job)))
            threads[-1].start()
            until(partial(lined_up, project, place))
    for thread in threads:
        thread.join(30)
    return outcomes[1:]


def lined_up(project: str, count: int) -> bool:
    return line_of(project)._busy and len(line_of(project)._waiting) == count


def until(holds: Callable[[], bool]) -> None:
    pause = threading.Event()
    for _ in range(2000):
        if holds():
            return
        pause.wait(0.002)
    raise AssertionError("it did not come to that")


def transactions() -> int:
    """How many transactions recorded something: all receipts of one have one time, taken once under the lock."""
    return models.Receipt.objects.values("recorded_at").distinct().count()


def test_those_who_wait_are_recorded_together() -> None:
    a_project()
    before = transactions()
    outcomes = in_one_batch(*(adding(str(number)) for number in range(20)))
    assert transactions() == before + 2, "the one that held the lock, and all others together"
    assert [outcome.sequence for outcome in outcomes] == list(range(3, 23))
    assert [outcome.events[0].sequence for outcome in outcomes] == list(range(3, 23))
    assert parity(PROJECT).ok


def test_each_sees_what_those_before_it_did() -> None:
    a_project()
    first, second, third = in_one_batch(adding("1"), adding("1"), adding("2"))
    assert isinstance(second, TaskExists)
    assert (set(first.plan.tasks), set(third.plan.tasks)) == ({"first", "1"}, {"first", "1", "2"})


def test_an_error_while_deciding_touches_only_its_own_command() -> None:
    a_project()
    one, wrong, two = in_one_batch(adding("1"), lambda: handle(Nonsense(), actor="maria"), adding("2"))
    assert isinstance(wrong, KeyError)
    assert isinstance(one, Receipt) and isinstance(two, Receipt)
    assert parity(PROJECT).ok


def test_an_error_while_writing_touches_only_its_own_command() -> None:
    a_project()
    with tables_that_refuse_poison():
        one, wrong, two = in_one_batch(adding("1"), adding("bad", POISON), adding("2"))
    assert "poisoned" in str(wrong)
    assert (one.sequence, two.sequence) == (3, 4)
    assert set(Task.objects.values_list("key", flat=True)) == {"first", "1", "2"}
    assert parity(PROJECT).ok


def test_a_command_and_its_repetition_in_one_batch_get_one_answer() -> None:
    a_project()

    def ask() -> Receipt:
        return handle(AddTask(project=PROJECT, key="1", title="T"), actor="maria", key="k")

    one, again = in_one_batch(ask, ask)
    assert (again.events, again.plan, again.replayed) == (one.events, one.plan, True)


def test_a_project_may_be_created_behind_a_command_that_came_too_early() -> None:
    a_project()  # whose lock, on SQLite, is that of the whole database

    def create(name: str) -> Callable[[], Receipt]:
        return lambda: handle(CreateProject(project=NEW, name=name), actor="maria")

    def add() -> Receipt:
        return handle(AddTrack(project=NEW, key="A", title="A"), actor="maria")

    outcomes = waiting_for(add, create(" "), add, create("Another"), add)
    assert [type(outcome).__name__ for outcome in outcomes] == [
        "UnknownProject", "InvalidField", "UnknownProject", "Receipt", "Receipt"
    ]
    assert [event.type for event in store.read(outcomes[-1].head.id)] == ["project.created", "track.added"]
    assert isinstance(outcomes[0], UnknownProject)


def waiting_for(*jobs: Callable[[], Any]) -> list[Any]:
    """The jobs in one batch of a project that is not there yet: its line is kept busy by hand."""
    line = line_of(NEW)
    line._busy = True
    outcomes: list[Any] = [None] * len(jobs)

    def run(place: int, job: Callable[[], Any]) -> None:
        try:
            outcomes[place] = job()
        except Exception as error:  # noqa: BLE001 - an outcome like any other, looked at by the test
            outcomes[place] = error
        finally:
            connection.close()

    threads = []
    for place, job in enumerate(jobs):
        threads.append(threading.Thread(target=run, args=(place, job)))
        threads[-1].start()
        until(partial(lined_up, NEW, place + 1))
    line._waiting[0].leads = True
    line._waiting[0].turn.set()
    for thread in threads:
        thread.join(30)
    return outcomes


def test_when_the_writers_connection_is_cut_nothing_is_recorded_and_the_next_goes_on() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no connection that could be cut")
    a_project()
    before = models.Event.objects.count()
    outcomes: list[Any] = []

    def add() -> None:
        try:
            outcomes.append(adding("1")())
        except OperationalError as error:
            outcomes.append(error)
        finally:
            connection.close()

    victim = threading.Thread(target=add)
    with locked():
        victim.start()
        until(cut_whoever_waits)
        victim.join(20)
    assert isinstance(outcomes[0], OperationalError)
    assert models.Event.objects.count() == before
    assert a_task("1").sequence == before + 1
    assert parity(PROJECT).ok


def cut_whoever_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock' AND pid <> pg_backend_pid()"
        )
        return bool(cursor.fetchall())


def give_up(*_: object) -> list[Any]:
    raise GivesUp


def test_when_the_thread_that_records_is_ended_nobody_waits_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    a_project()
    monkeypatch.setitem(DECIDE, Nonsense, give_up)
    leader, follower = in_one_batch(lambda: handle(Nonsense(), actor="maria"), adding("1"))
    assert isinstance(leader, GivesUp)
    assert isinstance(follower, WriterInterrupted)
    assert a_task("2").events
    assert parity(PROJECT).ok
