"""A command that is accepted stands in log, tables and plan at once; one that is refused or fails, nowhere."""

from dataclasses import dataclass

import pytest

from coordinator import plans
from coordinator.command_handler import handle
from coordinator.eventlog import store
from coordinator.eventlog.models import Event, LogHead, Receipt
from tests.support.everything import everything
from tests.support.poison import POISON, tables_that_refuse_poison
from tests.support.world import PROJECT, a_project, a_task, a_track, an_agent, by_holder, claimed
from tracks.commands import AddTask, AddTrack, CompleteTask, CreateProject, ReviseTask
from tracks.errors import InvalidField, TrackExists
from tracks.models import Task

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_accepted_command_stands_in_the_log_the_tables_and_the_plan() -> None:
    a_project()
    a_track("A")

    receipt = handle(AddTask(project=PROJECT, key="A.1", title="Build", track="A"), actor="maria")

    [event] = receipt.events
    assert (event.sequence, event.type, event.subject, event.actor) == (3, "task.added", "task/A.1", "maria")
    assert receipt.sequence == receipt.head.sequence == LogHead.objects.get(project=PROJECT).sequence == 3
    assert Event.objects.get(sequence=3).hash == receipt.head.hash == event.hash
    assert Task.objects.get(key="A.1").title == receipt.plan.tasks["A.1"].title == "Build"
    current = plans.current(PROJECT)
    assert current and current[1] == receipt.plan


def test_each_receipt_holds_the_plan_right_after_its_command() -> None:
    a_project()
    first = a_track("A")
    a_track("B")
    assert set(first.plan.tracks) == {"A"}


def test_a_refused_command_leaves_nothing_behind() -> None:
    a_project()
    a_track("A")
    before = everything(PROJECT)
    with pytest.raises(TrackExists):
        handle(AddTrack(project=PROJECT, key="A", title="Again"), actor="maria")
    assert everything(PROJECT) == before


def test_a_command_that_changes_nothing_leaves_nothing_behind() -> None:
    a_project()
    a_track("A")
    a_task("A.1", track="A")
    before = everything(PROJECT)
    receipt = handle(ReviseTask(project=PROJECT, key="A.1", title="Task A.1"), actor="maria")
    assert receipt.events == () and everything(PROJECT) == before


@dataclass(frozen=True)
class Nonsense:
    """A command that no rule knows: what a bug would look like."""

    project: str = PROJECT


def test_an_error_while_deciding_leaves_nothing_behind() -> None:
    a_project()
    before = everything(PROJECT)
    with pytest.raises(KeyError):
        handle(Nonsense(), actor="maria")
    assert everything(PROJECT) == before


def test_an_error_while_writing_leaves_nothing_behind() -> None:
    a_project()
    a_task("1")
    before = everything(PROJECT)
    with tables_that_refuse_poison(), pytest.raises(Exception, match="poisoned"):
        handle(AddTask(project=PROJECT, key="2", title=POISON), actor="maria", key="k")
    assert everything(PROJECT) == before
    assert handle(AddTask(project=PROJECT, key="2", title=POISON), actor="maria", key="k").events


def test_a_project_whose_creation_is_refused_is_not_begun() -> None:
    with pytest.raises(InvalidField):
        handle(CreateProject(project=PROJECT, name=" "), actor="maria", key="k")
    assert not LogHead.objects.exists() and not Receipt.objects.exists()
    assert a_project()


def test_the_chain_runs_from_the_first_event_to_the_head() -> None:
    head = a_project()
    an_agent("ada")
    a_task("1")
    by_holder(CompleteTask, "1", claimed("1"))
    events = store.read(head.id)
    assert [event.sequence for event in events] == [1, 2, 3, 4, 5]
    assert [event.prev_hash for event in events[1:]] == [event.hash for event in events[:-1]]
    assert LogHead.objects.get().hash == events[-1].hash
