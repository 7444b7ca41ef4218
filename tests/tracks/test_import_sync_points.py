"""Documents and sync points that people have made or changed here: neither takes anything from the other."""

from typing import Any

from tests.support.given import Given, given
from tracks import document as d
from tracks.commands import AddSyncPoint, ImportDocument, ReviseSyncPoint
from tracks.plan import Plan


def document(*points: d.SyncPointEntry, tasks: str = "12", needs: tuple[d.DependencyEntry, ...] = (), digest: str = "a") -> Any:
    return d.Document(
        format="markdown", digest=digest * 64, title="Plan", tasks=tuple(d.TaskEntry(key, f"Task {key}") for key in tasks),
        sync_points=points, dependencies=needs,
    )


POINT = d.SyncPointEntry("1", "Gate", ("task/1",), "read it")


def imported(world: Given, doc: Any) -> Given:
    outcome = world.when(ImportDocument, operator=True, document=doc)
    return Given([*world.events, *outcome.events])


def edited(world: Given, command: type, **fields: Any) -> Given:
    return Given([*world.events, *world.when(command, operator=True, **fields).events])


def after(plan: Plan, key: str = "1") -> tuple[str, ...]:
    return plan.sync_points[key].after


def test_what_a_person_put_a_point_after_stays_when_the_document_is_read_again() -> None:
    world = edited(imported(given(), document(POINT)), ReviseSyncPoint, key="1", after=("task/2",))
    world.when(ImportDocument, operator=True, document=document(POINT)).then_nothing()
    again = imported(world, document(POINT, digest="b"))
    assert after(again.plan) == ("task/2",)
    renamed = imported(world, document(d.SyncPointEntry("1", "Wide gate", ("task/1",), "read it"), digest="c"))
    assert (after(renamed.plan), renamed.plan.sync_points["1"].title) == (("task/2",), "Wide gate")


def test_what_leaves_with_a_document_is_no_longer_waited_for() -> None:
    world = edited(imported(given(), document(POINT)), ReviseSyncPoint, key="1", after=("task/1", "task/2"))
    assert after(imported(world, document(POINT, tasks="1", digest="b")).plan) == ("task/1",)


def test_a_document_cannot_close_a_cycle_through_what_a_person_put_there() -> None:
    world = edited(imported(given(), document(POINT)), ReviseSyncPoint, key="1", after=("task/2",))
    waits = (d.DependencyEntry("task/2", "sync/1", "after the gate"),)
    plan = imported(world, document(POINT, needs=waits, digest="b")).plan
    assert (after(plan), plan.tasks["2"].depends_on) == (("task/2",), ())


def test_a_point_that_another_comes_after_stays_when_its_document_drops_it() -> None:
    world = edited(imported(given(), document(POINT)), AddSyncPoint, key="mine", title="Mine", after=("sync/1",))
    plan = imported(world, document(digest="b")).plan
    assert ("1" in plan.sync_points, after(plan, "mine")) == (True, ("sync/1",))
