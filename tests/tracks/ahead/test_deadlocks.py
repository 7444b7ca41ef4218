"""Rings of waiting: found with all that is stuck in them, and untied with the fewest waits given up."""

from typing import Any

from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from tests.support.any_plan import plans
from tests.support.given import claimed, given, task, track
from tracks.ahead.deadlocks import Deadlock, Inside, Wait, deadlocks, one_by_one, ring_in, smallest_cut
from tracks.ahead.network import network
from tracks.events import DependencyAdded, SyncPointAdded, TaskBlocked, TaskCompleted
from tracks.plan import Plan


def waits(item: str, needs: str) -> DependencyAdded:
    return DependencyAdded(item=item, needs=needs)


def blocked(key: str, *needs: str) -> TaskBlocked:
    return TaskBlocked(key=key, reason="waits", waits_for=needs)


def found(*events: Any) -> list[Deadlock]:
    plan = given(*events).plan
    return deadlocks(plan, network(plan))


def test_a_blocked_task_that_waits_for_what_waits_for_it_is_a_deadlock() -> None:
    (knot,) = found(task("1"), task("2"), waits("task/2", "task/1"), claimed("1"), blocked("1", "task/2"))
    assert set(knot.stuck) == {"task/1", "task/2"}
    assert knot.ring[0] == knot.ring[-1]
    assert [(wait.item, wait.needs, wait.why) for wait in knot.cut] == [("task/1", "task/2", "blocked")]
    assert knot.smallest
    assert "Unblock 1" in knot.cut[0].fix


def test_two_agents_that_block_on_each_others_tasks_are_a_deadlock() -> None:
    events = [task("1"), task("2"), claimed("1"), claimed("2", "bob"), blocked("1", "task/2"), blocked("2", "task/1")]
    (knot,) = found(*events)
    assert len(knot.waits) == 2
    assert len(knot.cut) == 1


def test_waiting_for_a_whole_track_that_waits_for_one_is_a_deadlock_too() -> None:
    data = track("data", position=2)
    (knot,) = found(data, task("1"), task("2", track="data"), waits("task/2", "task/1"), claimed("1"), blocked("1", "track/data"))
    assert {"task/1", "task/2", "track/data"} == set(knot.stuck)
    assert len(knot.cut) == 1


def test_a_sync_point_may_be_part_of_a_ring() -> None:
    gate = SyncPointAdded(key="1", title="G", position=1, after=("task/2",))
    (knot,) = found(gate, task("1"), task("2"), waits("task/2", "task/1"), claimed("1"), blocked("1", "sync/1"))
    assert {wait.why for wait in knot.waits} == {"blocked", "dependency", "sync_point"}


def test_a_blocked_task_that_holds_the_paths_of_what_it_waits_for_is_a_deadlock_unless_its_holder_can_take_both() -> None:
    tasks = [task("1", paths=("src",)), task("2", paths=("src/a.py", "src/b.py"), capabilities=("rust",))]
    (knot,) = found(*tasks, claimed("1"), blocked("1", "task/2"))
    assert {(wait.item, wait.needs, wait.why) for wait in knot.waits} == {
        ("task/1", "task/2", "blocked"), ("task/2", "task/1", "paths"),
    }
    assert len(knot.cut) == 1
    able = [task("1", paths=("src",)), task("2", paths=("src/a.py",))]
    assert found(*able, claimed("1"), blocked("1", "task/2")) == [], "ada has another hand and can do it"
    assert found(task("1", paths=("src",)), task("2", paths=("docs",), capabilities=("rust",)), claimed("1"),
                 blocked("1", "task/2")) == []


def test_the_wait_that_two_rings_share_is_cut_once() -> None:
    tasks = [task(key) for key in "1234"]
    after = [waits("task/2", "task/1"), waits("task/3", "task/1"), waits("task/4", "task/2"), waits("task/4", "task/3")]
    (knot,) = found(*tasks, *after, claimed("1"), blocked("1", "task/2", "task/3", "task/4"))
    assert [(wait.item, wait.needs) for wait in knot.cut] == [("task/2", "task/1"), ("task/3", "task/1")], "two, not three"
    (shared,) = found(*tasks, *after, claimed("1"), blocked("1", "task/4"))
    assert [(wait.item, wait.needs) for wait in shared.cut] == [("task/1", "task/4")]


def test_waiting_without_a_ring_is_none() -> None:
    assert found(task("1"), task("2"), waits("task/2", "task/1"), claimed("1"), blocked("1")) == []
    assert found(task("1"), task("2"), claimed("1"), blocked("1", "task/2")) == []
    done = [task("1"), task("2"), waits("task/2", "task/1"), claimed("1"), TaskCompleted(key="1"), blocked("2", "task/1")]
    assert found(*done) == []


@settings(max_examples=60, deadline=None)
@for_all(plans())
def test_a_plan_without_blocked_tasks_that_wait_has_no_deadlock(plan: Plan) -> None:
    assert all(any(wait.why == "blocked" for wait in knot.waits) for knot in deadlocks(plan, network(plan)))


@settings(max_examples=200, deadline=None)
@for_all(st.sets(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=12))
def test_a_cut_leaves_no_ring_and_no_smaller_one_would_do(edges: set[tuple[int, int]]) -> None:
    told = {edge: Wait(f"task/{edge[0]}", f"task/{edge[1]}", "blocked", "") for edge in edges}
    inside: Inside = {node: [(need, told[item, need]) for item, need in sorted(edges) if item == node] for node in range(6)}
    everything = [told[edge] for edge in sorted(edges)]
    if not ring_in(inside, set()):
        return
    cut, smallest = smallest_cut(inside, everything)
    assert smallest
    assert not ring_in(inside, set(cut))
    for kept in cut:
        assert ring_in(inside, set(cut) - {kept})
    greedy = one_by_one(inside)
    assert not ring_in(inside, set(greedy))
    assert len(greedy) >= len(cut)
