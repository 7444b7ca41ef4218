"""Sync points: barriers that a person opens once what comes before them is done."""

from tests.support.given import claimed, given, task, track
from tracks.commands import AddSyncPoint, PassSyncPoint, RemoveSyncPoint, ReopenSyncPoint, ReviseSyncPoint
from tracks.errors import (
    DependencyCycle, DependsOnItself, InvalidField, StillNeeded, SyncPointExists, SyncPointIsEarly, UnknownReference,
    UnknownSyncPoint, VersionMismatch,
)
from tracks.events import (
    DependencyAdded, SyncPointAdded, SyncPointChecksSet, SyncPointPassed, SyncPointPlaced, SyncPointRemoved, SyncPointReopened,
    SyncPointRevised, TaskCompleted, TaskStarted,
)
from tracks.gating import MOST_CHECKS, behind
from tracks.meeting import Check

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


def test_one_is_added_with_what_comes_before_it_and_one_text_to_check() -> None:
    given(*before).when(
        AddSyncPoint, key="2", title="Second", after=("track/data", "sync/1", "track/data"), checks=(Check("text", "read"),)
    ).then(SyncPointAdded(key="2", title="Second", position=2, after=("track/data", "sync/1"), check="read"))


def test_more_than_one_text_is_said_in_a_fact_of_its_own() -> None:
    checks = (Check("command", "make check"), Check("metric", "", "errors", "<=", "0"))
    outcome = given(web_only := gate).when(AddSyncPoint, key="2", title="Second", checks=checks)
    outcome.then(
        SyncPointAdded(key="2", title="Second", position=2), SyncPointChecksSet(key="2", checks=checks, auto=False)
    )
    assert [one.check for one in outcome.plan.sync_points["2"].checks] == list(checks)
    assert outcome.plan.sync_points["1"].check == web_only.check


def test_what_cannot_be_a_sync_point_is_refused() -> None:
    world = given(*before)
    world.when(AddSyncPoint, key="1", title="Again").then_refused(SyncPointExists, title="Gate")
    world.when(AddSyncPoint, key=" ", title="T").then_refused(InvalidField, field="key")
    world.when(AddSyncPoint, key="2", title="").then_refused(InvalidField, field="title")
    world.when(AddSyncPoint, key="2", title="T", after=("task/9",)).then_refused(UnknownReference, reference="task/9")
    world.when(AddSyncPoint, key="2", title="T", after=("sync/2",)).then_refused(DependsOnItself)
    world.when(AddSyncPoint, key="2", title="T", auto=True).then_refused(InvalidField, field="auto")
    for check in (
        Check("hope", "x"), Check("text", " "), Check("command"), Check("text", "x" * 2_001), Check("metric", "", "e", "~", "1"),
    ):
        world.when(AddSyncPoint, key="2", title="T", checks=(check,)).then_refused(InvalidField)
    many = tuple(Check("text", str(number)) for number in range(MOST_CHECKS + 1))
    world.when(AddSyncPoint, key="2", title="T", checks=many).then_refused(InvalidField, field="checks")
    world.when(AddSyncPoint, key="2", title="T", checks=many[:1] * 2).then_refused(InvalidField, field="checks")


def test_a_cycle_through_sync_points_is_refused_and_spelled_out() -> None:
    chain = [*before, SyncPointAdded(key="2", title="Second", position=2, after=("sync/1",))]
    given(*chain).when(ReviseSyncPoint, key="1", after=("task/e",)).then_refused(
        DependencyCycle, cycle="sync point 1 -> e -> sync point 1"
    )
    given(*chain).when(ReviseSyncPoint, key="1", after=("sync/2",)).then_refused(
        DependencyCycle, cycle="sync point 1 -> sync point 2 -> sync point 1"
    )
    given(*chain).when(ReviseSyncPoint, key="1", after=("track/data",)).then_refused(DependencyCycle)


def test_an_edit_says_what_is_different_and_keeps_the_rest() -> None:
    world = given(*before)
    world.when(ReviseSyncPoint, key="1", title="Gate").then_nothing()
    world.when(ReviseSyncPoint, key="1", title="Wide gate").then(
        SyncPointRevised(key="1", title="Wide gate", position=1, after=gate.after, check="all reviewed")
    )
    world.when(ReviseSyncPoint, key="1", after=("track/data",)).then_refused(DependencyCycle)
    world.when(ReviseSyncPoint, key="1", after=("track/web",)).then(SyncPointPlaced(key="1", after=("track/web",)))
    world.when(ReviseSyncPoint, key="1", auto=True).then(
        SyncPointChecksSet(key="1", checks=(Check("text", "all reviewed"),), auto=True)
    )
    world.when(ReviseSyncPoint, key="1", checks=(), expected_version=3).then_refused(VersionMismatch)
    world.when(ReviseSyncPoint, key="9", title="x").then_refused(UnknownSyncPoint)


def test_one_that_others_wait_for_is_not_removed() -> None:
    given(*before).when(RemoveSyncPoint, key="1").then_refused(StillNeeded, dependents="e")
    given(gate).when(RemoveSyncPoint, key="1").then(SyncPointRemoved(key="1"))
    given(gate).when(RemoveSyncPoint, key="1", expected_version=1).then_refused(VersionMismatch)
    given().when(RemoveSyncPoint, key="1").then_refused(UnknownSyncPoint)


def test_what_has_begun_behind_a_closed_gate_goes_on() -> None:
    begun = given(*done, SyncPointPassed(key="1"), claimed("e", "bob"), TaskStarted(key="e"))
    outcome = begun.when(ReopenSyncPoint, key="1", reason="missed one")
    assert (outcome.task("e").status, outcome.task("e").lease) == ("in_progress", begun.plan.tasks["e"].lease)
    assert [one.key for one in behind(outcome.plan, "sync/1")] == ["e"]
