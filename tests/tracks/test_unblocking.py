"""A block that says what it waits for is lifted by itself, once, in the decision that settles the last of it."""

from typing import Any

from tests.support.given import HELD, claimed, given, task, track
from tracks.commands import BlockTask, CancelTask, CompleteTask, PassSyncPoint, RemoveTask, ReportProgress, UnblockTask
from tracks.errors import DependsOnItself, NothingToWaitFor
from tracks.events import (
    SyncPointAdded, SyncPointChecksSet, SyncPointOpened, SyncPointPassed, TaskBlocked, TaskCancelled, TaskCompleted,
    TaskProgressed, TaskReleased, TaskRemoved, TaskUnblocked,
)

work = [track("data", position=2), task("1"), task("2", track="data"), task("3", track="data"), claimed("1", by="bob")]


def blocked(*waits_for: str) -> list[Any]:
    """Bob's task 1 waits for these; Ada has task 2."""
    return [*work, TaskBlocked(key="1", reason="r", waits_for=waits_for), claimed("2")]


def lifted(*settled: str) -> TaskUnblocked:
    return TaskUnblocked(key="1", note=f"what it waited for is settled: {', '.join(settled)}")


def test_it_goes_on_with_its_holder_when_what_it_waits_for_is_done() -> None:
    outcome = given(*blocked("task/2")).when(CompleteTask, key="2", fence=HELD)
    outcome.then(TaskCompleted(key="2"), lifted("2"))
    now = outcome.task("1")
    assert (now.status, now.reason, now.waits_for, now.lease and now.lease.agent) == ("in_progress", "", (), "bob")
    assert not outcome.plan.lifts


def test_the_last_of_several_lifts_it() -> None:
    both = given(*blocked("task/2", "task/3"))
    both.when(CompleteTask, key="2", fence=HELD).then(TaskCompleted(key="2"))
    given(*blocked("task/2", "task/3"), TaskCompleted(key="2")).when(CancelTask, key="3", operator=True).then(
        TaskCancelled(key="3"), lifted("2", "3")
    )


def test_a_track_lifts_it_with_its_last_task() -> None:
    given(*blocked("track/data"), TaskCancelled(key="3")).when(CompleteTask, key="2", fence=HELD).then(
        TaskCompleted(key="2"), lifted("Track data")
    )


def test_a_sync_point_lifts_it_when_a_person_passes_it() -> None:
    gate = SyncPointAdded(key="1", title="Gate", position=1)
    given(gate, *blocked("sync/1")).when(PassSyncPoint, key="1", operator=True).then(
        SyncPointPassed(key="1"), lifted("sync point 1")
    )


def test_a_sync_point_that_opens_by_itself_lifts_it_in_turn() -> None:
    added = SyncPointAdded(key="1", title="Gate", position=1, after=("task/2",))
    gate = [added, SyncPointChecksSet(key="1", checks=(), auto=True)]
    given(*work, *gate, TaskBlocked(key="1", reason="", waits_for=("sync/1",)), claimed("2")).when(
        CompleteTask, key="2", fence=HELD
    ).then(TaskCompleted(key="2"), SyncPointOpened(key="1"), lifted("sync point 1"))


def test_what_is_gone_holds_nothing_up() -> None:
    given(*blocked("task/3")).when(RemoveTask, key="3", operator=True).then(TaskRemoved(key="3"), lifted("3"))


def test_a_task_that_nobody_holds_any_more_is_ready_again() -> None:
    released = [*blocked("task/2"), TaskReleased(key="1")]
    assert given(*released).when(CompleteTask, key="2", fence=HELD).task("1").status == "ready"


def test_a_block_without_an_end_stays_until_somebody_lifts_it() -> None:
    given(*blocked()).when(CompleteTask, key="2", fence=HELD).then(TaskCompleted(key="2"))


def test_who_lifts_it_earlier_has_lifted_it() -> None:
    given(*blocked("task/2"), TaskUnblocked(key="1")).when(CompleteTask, key="2", fence=HELD).then(TaskCompleted(key="2"))
    given(*blocked("task/2")).when(UnblockTask, key="1", fence=HELD, operator=True).then(TaskUnblocked(key="1"))


def test_progress_lifts_nothing() -> None:
    given(*blocked("task/2")).when(ReportProgress, key="2", fence=HELD, percent=90).then(TaskProgressed(key="2", percent=90))


def test_nothing_waits_for_what_is_settled_or_for_itself() -> None:
    held = [*work, claimed("2")]
    given(*held, TaskCancelled(key="3")).when(BlockTask, key="2", fence=HELD, waits_for=("task/3",)).then_refused(
        NothingToWaitFor, waits_for="3"
    )
    given(*held).when(BlockTask, key="2", fence=HELD, waits_for=("task/2",)).then_refused(DependsOnItself)
