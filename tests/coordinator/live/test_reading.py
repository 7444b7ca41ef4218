"""What an event is about is found where it is now, and where it was when it is gone."""

from pytest_django import DjangoAssertNumQueries

from coordinator.eventlog.models import LogHead
from coordinator.live.reading import Opening, opening
from tests.support.world import a_task, told
from tracks.commands import RemoveTask, ReviseTask


def within(project: LogHead) -> list[tuple[str, ...]]:
    found = opening(project.pk)
    assert isinstance(found, Opening)
    return [entry.within for entry in found.entries if entry.subject.startswith("task/")]


def test_a_subtask_is_part_of_its_parents_and_of_their_track(project: LogHead) -> None:
    a_task("21", track="A")
    a_task("21.4", parent="21")
    a_task("21.4.1", parent="21.4")
    assert set(within(project)[-1]) == {"task/21.4", "task/21", "track/A"}


def test_a_task_that_was_removed_counts_for_the_track_it_was_in(project: LogHead) -> None:
    a_task("A.1")
    told(ReviseTask(project="web", key="A.1", track="A"))
    told(RemoveTask(project="web", key="A.1"))
    assert within(project) == [("track/A",)] * 3


def test_a_subtask_that_was_removed_counts_for_its_parent(project: LogHead) -> None:
    a_task("21", track="A")
    a_task("21.4", parent="21")
    told(ReviseTask(project="web", key="21.4", title="Another title"))
    told(RemoveTask(project="web", key="21.4"))
    assert {*within(project)[-1]} == {"task/21", "track/A"}


def test_reading_takes_as_many_queries_for_many_events_as_for_one(
    project: LogHead, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    a_task("A.1", track="A")
    with django_assert_num_queries(3):
        opening(project.pk)
    for number in range(2, 12):
        a_task(f"A.{number}", track="A")
    with django_assert_num_queries(3):
        opening(project.pk)
