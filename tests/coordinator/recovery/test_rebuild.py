"""Rebuild puts right what differs and only that, while others write and read."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from agents.models import LeaseBeat
from coordinator.command_handler import handle
from coordinator.recovery.differences import one_moment
from coordinator.recovery.parity import parity
from coordinator.recovery.rebuild import rebuild
from tests.coordinator.recovery.conftest import TASKS
from tests.support.world import PROJECT
from tracks.commands import AddTask
from tracks.errors import UnknownProject
from tracks.models import Dependency, Task, Track

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("plan")]


def test_right_tables_are_left_alone() -> None:
    assert rebuild(PROJECT).mended == {}


def test_what_was_changed_by_hand_is_as_the_log_has_it_again() -> None:
    Task.objects.filter(key="A.2").update(title="by hand", percent=77)
    Task.objects.filter(key="B.1").delete()
    Track.objects.filter(key="A").update(counts={})
    Dependency.objects.all().delete()

    done = rebuild(PROJECT)

    assert done.mended == {"tracks_task": 2, "tracks_track": 1, "tracks_dependency": 1}
    assert parity(PROJECT).ok


def test_empty_tables_are_made_anew() -> None:
    for model in (Task, Track, Dependency):
        model.objects.all().delete()

    assert rebuild(PROJECT).mended["tracks_task"] == 2 * TASKS
    assert parity(PROJECT).ok


def test_a_live_lease_that_lost_its_pulse_gets_one_and_a_stray_pulse_goes() -> None:
    beat = LeaseBeat.objects.get(task="A.2")
    LeaseBeat.objects.filter(task="A.2").delete()
    LeaseBeat.objects.create(
        project=beat.project, task="B.9", agent="ada", fence=1, until=beat.until, beat_at=beat.beat_at
    )

    assert rebuild(PROJECT).mended == {"agents_leasebeat": 2}
    assert [(one.task, one.fence) for one in LeaseBeat.objects.all()] == [("A.2", beat.fence)]


def test_readers_see_the_tables_before_or_after_but_never_a_mix_while_writers_go_on() -> None:
    damaged = [f"{track}.{number}" for track in ("A", "B") for number in range(1, TASKS + 1)]
    Task.objects.filter(key__in=damaged).update(notes="damaged")
    stopping = threading.Event()
    seen: list[int] = []
    errors: list[Exception] = []
    both_seen = threading.Event()

    def read() -> None:
        with one_moment():
            titles = list(Task.objects.filter(key__in=damaged).values_list("notes", flat=True))
        seen.append(sum(note == "damaged" for note in titles))
        if 0 in seen:
            both_seen.set()

    def write() -> None:
        number = len(written)
        handle(AddTask(project=PROJECT, key=f"W.{number}", title="Written meanwhile"), actor="bob", may_step_in=True)
        written.append(number)

    written: list[int] = []
    threads = [threading.Thread(target=until, args=(stopping, job, errors)) for job in (read, write)]
    for thread in threads:
        thread.start()
    done = rebuild(PROJECT)
    assert both_seen.wait(20)
    stopping.set()
    for thread in threads:
        thread.join(20)

    assert not errors, errors
    assert done.mended["tracks_task"] == len(damaged)
    assert set(seen) <= {0, len(damaged)}, "a reader saw half of it"
    assert written
    assert parity(PROJECT).ok


def until(stopping: threading.Event, job: Callable[[], None], errors: list[Exception]) -> None:
    try:
        while not stopping.is_set():
            job()
    except Exception as error:  # noqa: BLE001 - told to the test, which fails with it
        errors.append(error)
    finally:
        connection.close()


def test_an_unknown_project_is_said_to_be_unknown() -> None:
    with pytest.raises(UnknownProject):
        rebuild("nowhere")
