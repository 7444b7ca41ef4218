"""The one door: one winner per race, the same key the same answer, a failure leaves no trace, neighbours unharmed."""

import random
import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import connection, transaction

from coordinator import plans
from coordinator.command_handler import Receipt, handle
from coordinator.eventlog import store
from coordinator.eventlog.models import Event, LogHead
from coordinator.eventlog.store import Unrecorded
from coordinator.recovery.parity import parity
from tests.support.world import PROJECT, a_project, a_task, a_track, an_agent, told
from tracks.commands import AddTask, AddTrack, ClaimNext, ClaimTask, CreateProject
from tracks.errors import InvalidField, KeyReused, ProjectExists, Refusal, TaskExists, TaskIsLeased, UnknownProject
from tracks.models import Task

pytestmark = pytest.mark.django_db(transaction=True)


def all_at_once(jobs: list[Callable[[], Any]]) -> list[Any]:
    """Runs each job in a thread of its own, all from the same moment; answers what came of each, errors included."""
    outcomes: list[Any] = [None] * len(jobs)
    barrier = threading.Barrier(len(jobs))

    def run(place: int, job: Callable[[], Any]) -> None:
        try:
            barrier.wait()
            outcomes[place] = job()
        except Exception as error:  # noqa: BLE001 - an outcome like any other, looked at by the test
            outcomes[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place, job)) for place, job in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return outcomes


def sequences() -> list[int]:
    return list(Event.objects.filter(project__project=PROJECT).order_by("sequence").values_list("sequence", flat=True))


def claim_by(number: int) -> Callable[[], Receipt]:
    name = f"agent-{number}"
    return lambda: handle(ClaimTask(project=PROJECT, key="A.1", agent=name), actor=f"agent/{name}")


def test_of_thirty_two_who_claim_one_task_at_once_one_gets_it() -> None:
    a_project()
    a_task("A.1")
    for number in range(32):
        an_agent(f"agent-{number}")

    outcomes = all_at_once([claim_by(number) for number in range(32)])

    winners = [outcome for outcome in outcomes if isinstance(outcome, Receipt)]
    assert len(winners) == 1
    assert sum(isinstance(outcome, TaskIsLeased) for outcome in outcomes) == 31
    assert Event.objects.filter(type="task.claimed").count() == 1
    assert Task.objects.get(key="A.1").fence == winners[0].sequence


def test_thirty_two_who_ask_for_work_at_once_get_different_tasks() -> None:
    a_project()
    for number in range(32):
        a_task(f"A.{number}")
        an_agent(f"agent-{number}")

    outcomes = all_at_once([
        partial(handle, ClaimNext(project=PROJECT, agent=f"agent-{number}"), actor=f"agent/agent-{number}")
        for number in range(32)
    ])

    claimed = [event.subject for receipt in outcomes for event in receipt.events]
    assert len(set(claimed)) == len(claimed) == 32
    assert parity(PROJECT).ok


def test_the_tail_reads_every_sequence_once_while_eight_writers_pause_and_roll_back() -> None:
    a_project()
    stopping = threading.Event()
    seen: list[int] = []

    def tail() -> None:
        project_id = LogHead.objects.get(project=PROJECT).pk
        while True:
            last_look = stopping.is_set()
            seen.extend(one.sequence for one in store.read(project_id, after=seen[-1] if seen else 0))
            if last_look:
                break
        connection.close()

    reader = threading.Thread(target=tail)
    reader.start()
    kept = all_at_once([partial(append_now_and_then, random.Random(seed)) for seed in range(8)])
    stopping.set()
    reader.join(60)

    assert all(isinstance(count, int) for count in kept), kept
    assert seen == list(range(1, 2 + sum(kept)))
    assert sequences() == seen


def append_now_and_then(chance: random.Random) -> int:
    """Twelve transactions that hold the lock for a while; a third of them is rolled back. Answers how many were kept."""
    kept = 0
    for _ in range(12):
        try:
            with transaction.atomic(durable=True):
                head = store.lock_head(PROJECT)
                assert head is not None
                event = Unrecorded("note.added", 1, "note/x", "{}", "writer", store.uuid7(), "test")
                store.append(head, list(store.number(head, [event], store.clock())))
                threading.Event().wait(chance.random() / 200)
                if chance.random() < 0.33:
                    raise RolledBack
        except RolledBack:
            continue
        kept += 1
    return kept


class RolledBack(Exception):
    pass


def test_of_sixteen_who_create_one_project_at_once_one_does() -> None:
    outcomes = all_at_once([
        lambda: handle(CreateProject(project="new", name="New"), actor="maria") for _ in range(16)
    ])

    assert sum(isinstance(outcome, Receipt) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, ProjectExists) for outcome in outcomes) == 15
    assert Event.objects.filter(project__project="new").count() == 1


def test_a_refusal_does_not_touch_its_neighbours() -> None:
    a_project()

    outcomes = all_at_once([
        partial(handle, AddTask(project=PROJECT, key=f"A.{number // 2}", title="A task"), actor="maria")
        for number in range(40)
    ])

    assert sum(isinstance(outcome, Receipt) for outcome in outcomes) == 20
    assert sum(isinstance(outcome, TaskExists) for outcome in outcomes) == 20
    assert sequences() == list(range(1, 22))
    assert parity(PROJECT).ok


def test_an_event_that_cannot_be_written_down_leaves_no_trace() -> None:
    a_project()
    a_track("A")
    before = plans.current(PROJECT)

    with pytest.raises(InvalidField):
        told(AddTask(project=PROJECT, key="A.1", title="nul \x00 within", track="A"))
    with pytest.raises(InvalidField):
        told(AddTask(project=PROJECT, key="A.1", title="half a pair \ud800", track="A"))
    with pytest.raises(InvalidField):
        told(AddTask(project=PROJECT, key="A.1", title="long", notes="x" * 70_000, track="A"))

    assert plans.current(PROJECT) == before
    assert sequences() == [1, 2]
    assert a_task("A.1").sequence == 3


def test_the_same_key_gives_the_same_answer_and_changes_nothing() -> None:
    a_project()
    an_agent("ada", capacity=5)
    a_task("A.1")
    a_task("A.2")

    first = handle(ClaimNext(project=PROJECT, agent="ada"), actor="agent/ada", key="once")
    again = handle(ClaimNext(project=PROJECT, agent="ada"), actor="agent/ada", key="once")

    assert again.replayed
    assert (again.events, again.sequence) == (first.events, first.sequence)
    assert Event.objects.filter(type="task.claimed").count() == 1


def test_the_same_key_at_the_same_moment_is_done_once() -> None:
    a_project()
    outcomes = all_at_once([
        lambda: handle(AddTrack(project=PROJECT, key="A", title="A"), actor="maria", key="once") for _ in range(8)
    ])

    assert {outcome.events for outcome in outcomes} == {outcomes[0].events}
    assert sequences() == [1, 2]


def test_a_refusal_is_repeated_too_even_when_the_reason_is_gone() -> None:
    a_project()
    command = ClaimTask(project=PROJECT, key="A.1", agent="ada")
    an_agent("ada")
    with pytest.raises(Refusal) as first:
        handle(command, actor="agent/ada", key="early")
    a_task("A.1")

    with pytest.raises(type(first.value)) as again:
        handle(command, actor="agent/ada", key="early")

    assert (again.value.code, again.value.detail) == (first.value.code, first.value.detail)


def test_a_key_with_another_command_is_refused() -> None:
    a_project()
    handle(AddTrack(project=PROJECT, key="A", title="A"), actor="maria", key="once")

    with pytest.raises(KeyReused):
        handle(AddTrack(project=PROJECT, key="B", title="B"), actor="maria", key="once")

    assert sequences() == [1, 2]


def test_a_command_within_a_transaction_is_a_mistake_of_the_program() -> None:
    a_project()

    with pytest.raises(RuntimeError), transaction.atomic():
        a_track("A")

    assert sequences() == [1]


def test_an_unknown_project_is_refused_and_not_made() -> None:
    with pytest.raises(UnknownProject):
        told(AddTrack(project="nowhere", key="A", title="A"))

    assert not LogHead.objects.exists()


def test_a_plan_of_another_history_is_forgotten() -> None:
    """As after a restore: the same log id, but other events behind the same sequence."""
    a_project()
    a_track("A")
    head = store.find_head(PROJECT)
    assert head is not None
    plan = plans.catch_up(head)
    elsewhere = store.Head(**{name: getattr(head, name) for name in head.__slots__} | {"hash": "f" * 64})

    plans.publish(elsewhere, plan)

    assert plans.catch_up(head).tracks["A"].title == "Track A"
    assert a_track("B").plan.tracks.keys() >= {"A", "B"}
