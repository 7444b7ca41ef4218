"""The plan in memory is what the log says, whoever wrote the log and whatever became of it."""

import subprocess
import sys
from pathlib import Path

import pytest

from coordinator import plans
from coordinator.eventlog.models import Event, LogHead, Receipt
from coordinator.recovery.parity import parity
from coordinator.recovery.rebuild import rebuild
from tests.coordinator.live.conftest import WRITER, here
from tests.support.guards import no_guards
from tests.support.processes import CHECKOUT
from tests.support.threads import all_at_once
from tests.support.world import PROJECT, a_project, a_task, a_track
from tracks.plan import Plan

pytestmark = pytest.mark.django_db(transaction=True)


def now() -> Plan:
    found = plans.current(PROJECT)
    assert found
    return found[1]


def elsewhere(home: Path, name: str, count: int) -> "subprocess.Popen[bytes]":
    """Another process that adds tasks `<name>.0`, `<name>.1` …"""
    return subprocess.Popen([sys.executable, "-c", WRITER, name, str(count)], cwd=CHECKOUT, env=here(home))


def test_what_another_process_wrote_is_caught_up(tmp_path: Path) -> None:
    a_project()
    a_track("A")
    assert elsewhere(tmp_path, "B", 3).wait(60) == 0
    assert set(now().tasks) == {"B.0", "B.1", "B.2"}
    assert a_task("A.1", track="A").sequence == 6


def test_processes_that_write_at_once_leave_no_gap_and_no_doubt(tmp_path: Path) -> None:
    a_project()
    a_track("A")
    others = [elsewhere(tmp_path, name, 30) for name in ("B", "C")]
    all_at_once(*[lambda name=name: [a_task(f"{name}.{number}") for number in range(15)] for name in "DEFG"])
    assert [other.wait(120) for other in others] == [0, 0]
    sequences = list(Event.objects.order_by("sequence").values_list("sequence", flat=True))
    assert sequences == list(range(1, 2 + 1 + 2 * 30 + 4 * 15))
    assert len(now().tasks) == 2 * 30 + 4 * 15
    assert parity(PROJECT).ok


def go_back_to(sequence: int) -> None:
    """What restoring an old copy of the database does."""
    with no_guards():
        Event.objects.filter(sequence__gt=sequence).delete()
        Receipt.objects.filter(last_sequence__gt=sequence).delete()
        last = Event.objects.get(sequence=sequence)
        LogHead.objects.update(sequence=sequence, hash=last.hash, recorded_at=last.recorded_at)


def test_a_log_that_became_shorter_is_read_again() -> None:
    a_project()
    a_task("1")
    a_task("2")
    go_back_to(2)
    assert set(now().tasks) == {"1"}
    rebuild(PROJECT)
    assert a_task("3").sequence == 3
    assert parity(PROJECT).ok


def test_a_log_of_the_same_length_with_another_history_is_read_again(tmp_path: Path) -> None:
    a_project()
    a_track("A")
    a_task("mine", track="A")
    go_back_to(2)
    assert elsewhere(tmp_path, "theirs", 1).wait(60) == 0
    assert set(now().tasks) == {"theirs.0"}


def test_a_plan_of_an_older_moment_can_be_had() -> None:
    a_project()
    a_task("1")
    a_task("2")
    found = plans.current(PROJECT)
    assert found
    head = found[0]
    assert [set(plans.plan_at(head, sequence).tasks) for sequence in (1, 2, 3)] == [set(), {"1"}, {"1", "2"}]
