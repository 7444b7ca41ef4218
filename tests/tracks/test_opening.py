"""Sync points that open by themselves: once, in the decision that fulfils the last of their conditions."""

from typing import Any

from tests.support.given import HELD, claimed, given, task, track
from tracks.commands import AddSyncPoint, AnswerCheck, CompleteTask, PassSyncPoint, RecordMeasurement, ReviseSyncPoint
from tracks.events import (
    DependencyAdded, MeasurementRecorded, SyncPointAdded, SyncPointChecked, SyncPointChecksSet, SyncPointOpened,
    SyncPointPassed, SyncPointReopened, TaskCompleted,
)
from tracks.meeting import Check

COUNT = Check("metric", "", "errors", "<=", "0")


def gate(key: str, *after: str, checks: tuple[Check, ...] = ()) -> list[Any]:
    added = SyncPointAdded(key=key, title=f"Gate {key}", position=int(key), after=after)
    return [added, SyncPointChecksSet(key=key, checks=checks, auto=True)]


work = [track("data", position=2), task("1"), task("2", track="data")]


def test_it_opens_with_the_last_task_before_it() -> None:
    closed = given(*work, *gate("1", "track/web"), DependencyAdded(item="track/data", needs="sync/1"), claimed("1"))
    assert closed.plan.tasks["2"].status == "pending"
    outcome = closed.when(CompleteTask, key="1", fence=HELD)
    after = outcome.then(TaskCompleted(key="1"), SyncPointOpened(key="1")).plan
    assert (after.tasks["2"].status, after.sync_points["1"].passed) == ("ready", True)
    assert not after.self_opening


def test_one_gate_opens_the_next() -> None:
    given(*work, *gate("1", "track/web"), *gate("2", "sync/1"), claimed("1")).when(CompleteTask, key="1", fence=HELD).then(
        TaskCompleted(key="1"), SyncPointOpened(key="1"), SyncPointOpened(key="2")
    )


def test_it_waits_for_its_checks_too() -> None:
    asked = given(*work, *gate("1", "track/web", checks=(COUNT, Check("text", "seen"))), claimed("1"), TaskCompleted(key="1"))
    asked.when(RecordMeasurement, name="errors", value="0").then(MeasurementRecorded(name="errors", value="0"))
    given(*asked.events[4:], MeasurementRecorded(name="errors", value="0")).when(
        AnswerCheck, operator=True, key="1", number=2
    ).then(SyncPointChecked(key="1", number=2, holds=True), SyncPointOpened(key="1"))


def test_a_measurement_opens_what_it_was_the_last_condition_of() -> None:
    given(*gate("1", checks=(COUNT,))).when(RecordMeasurement, name="errors", value="0").then(
        MeasurementRecorded(name="errors", value="0"), SyncPointOpened(key="1")
    )


def test_one_that_has_nothing_to_wait_for_opens_as_it_is_made() -> None:
    done = [*work, claimed("1"), TaskCompleted(key="1")]
    given(*done).when(AddSyncPoint, key="1", title="Gate", after=("track/web",), auto=True).then(
        SyncPointAdded(key="1", title="Gate", position=1, after=("track/web",)),
        SyncPointChecksSet(key="1", checks=(), auto=True), SyncPointOpened(key="1"),
    )


def test_what_a_person_closed_again_a_person_opens() -> None:
    met = [*gate("1", checks=(COUNT,)), MeasurementRecorded(name="errors", value="0"), SyncPointOpened(key="1")]
    closed = given(*met, SyncPointReopened(key="1"))
    closed.when(RecordMeasurement, name="errors", value="0").then(MeasurementRecorded(name="errors", value="0"))
    closed.when(PassSyncPoint, operator=True, key="1").then(SyncPointPassed(key="1"))
    assert not closed.plan.self_opening


def test_one_that_is_told_to_open_by_itself_again_does() -> None:
    met = [*gate("1", checks=(COUNT,)), MeasurementRecorded(name="errors", value="0"), SyncPointOpened(key="1")]
    off = SyncPointChecksSet(key="1", checks=(COUNT,), auto=False)
    given(*met, SyncPointReopened(key="1"), off).when(ReviseSyncPoint, key="1", auto=True).then(
        SyncPointChecksSet(key="1", checks=(COUNT,), auto=True), SyncPointOpened(key="1")
    )


def test_an_ordinary_gate_never_opens_by_itself() -> None:
    added = SyncPointAdded(key="1", title="Gate", position=1, after=("track/web",))
    given(*work, added, claimed("1")).when(CompleteTask, key="1", fence=HELD).then(TaskCompleted(key="1"))
