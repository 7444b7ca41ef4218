"""Sync points: barriers that a person opens once what comes before them is done."""

from tests.support.given import claimed, given, task, track
from tracks.commands import PassSyncPoint, ReopenSyncPoint
from tracks.errors import SyncPointIsEarly, UnknownSyncPoint
from tracks.events import (
    DependencyAdded, SyncPointAdded, SyncPointPassed, SyncPointRemoved, SyncPointReopened, SyncPointRevised, TaskCompleted,
)

gate = SyncPointAdded(key="1", title="Gate", position=1, after=("track/web", "task/d"), check="all reviewed")
data = track("data", position=2)
before = [data, task("1"), task("d", track="data"), task("e", track="data"), gate, DependencyAdded(item="task/e", needs="sync/1")]
done = [*before, claimed("1"), TaskCompleted(key="1"), claimed("d"), TaskCompleted(key="d")]


def test_it_is_not_passed_before_all_that_comes_before_it_is_done() -> None:
    given(*before).when(PassSyncPoint, key="1").then_refused(SyncPointIsEarly, blockers="Track web, d not done")


def test_passing_it_lets_go_what_waits_behind() -> None:
    assert given(*done).plan.tasks["e"].status == "pending"
    outcome = given(*done).when(PassSyncPoint, key="1", note="looked at it")
    outcome.then(SyncPointPassed(key="1", note="looked at it"))
    assert outcome.task("e").status == "ready"


def test_passing_it_again_changes_nothing() -> None:
    given(*done, SyncPointPassed(key="1")).when(PassSyncPoint, key="1").then_nothing()


def test_closing_it_again_holds_back_what_has_not_begun() -> None:
    outcome = given(*done, SyncPointPassed(key="1")).when(ReopenSyncPoint, key="1", reason="missed one")
    outcome.then(SyncPointReopened(key="1", reason="missed one"))
    assert outcome.task("e").status == "pending"
    given(*done).when(ReopenSyncPoint, key="1").then_nothing()


def test_an_unknown_one_can_be_neither_passed_nor_closed() -> None:
    given().when(PassSyncPoint, key="9").then_refused(UnknownSyncPoint, key="9")
    given().when(ReopenSyncPoint, key="9").then_refused(UnknownSyncPoint, key="9")


def test_an_edit_leaves_it_passed() -> None:
    edited = SyncPointRevised(key="1", title="Another gate", position=1, after=("track/web",))
    plan = given(*done, SyncPointPassed(key="1"), edited).plan
    assert plan.sync_points["1"].passed and plan.tasks["e"].status == "ready"
    assert list(plan.dependents) and "task/d" not in plan.dependents


def test_one_that_is_gone_leaves_nothing_behind() -> None:
    plan = given(data, gate_after_web := SyncPointAdded(key="2", title="G", position=1, after=("track/web",))).plan
    assert list(plan.dependents) == ["track/web"] and gate_after_web.subject == "sync/2"
    assert not given(data, gate_after_web, SyncPointRemoved(key="2")).plan.dependents
