"""What groups are the sum of: parents of subtasks, tracks of tasks, the project of all."""

import pytest

from tests.support.given import claimed, given, task, track
from tests.support.recount import assert_follows
from tracks.draft import rolled_up
from tracks.events import TaskCancelled, TaskCompleted, TaskProgressed, TaskRemoved, TaskRevised
from tracks.tally import Tally
from tracks.work import STATUSES

family = [task("1"), task("2", parent="1"), task("3", parent="1")]


def tally(*statuses: str) -> Tally:
    return Tally(tuple(statuses.count(status) for status in STATUSES))


@pytest.mark.parametrize(("statuses", "expected"), [
    (("done", "done"), "done"), (("done", "cancelled"), "done"), (("cancelled", "cancelled"), "cancelled"),
    (("done", "pending"), "in_progress"), (("claimed", "pending"), "in_progress"), (("in_progress", "ready"), "in_progress"),
    (("in_review", "ready"), "in_progress"), (("ready", "pending"), "ready"), (("failed", "pending"), "failed"),
    (("blocked", "pending"), "blocked"), (("pending", "deferred"), "pending"), (("deferred", "deferred"), "deferred"),
    (("deferred", "cancelled"), "deferred"),
])
def test_a_parent_is_the_sum_of_its_subtasks(statuses: tuple[str, ...], expected: str) -> None:
    assert rolled_up(tally(*statuses)) == expected


def test_a_parent_moves_with_its_subtasks() -> None:
    def parent(*events: object) -> tuple[str, int]:
        now = given(*family, *events).plan.tasks["1"]
        return now.status, now.percent

    assert parent() == ("ready", 0)
    assert parent(claimed("2")) == ("in_progress", 0)
    assert parent(claimed("2"), TaskProgressed(key="2", percent=40)) == ("in_progress", 20)
    assert parent(claimed("2"), TaskCompleted(key="2")) == ("in_progress", 50)
    assert parent(claimed("2"), TaskCompleted(key="2"), TaskCancelled(key="3")) == ("done", 100)
    assert parent(TaskRemoved(key="2"), TaskRemoved(key="3")) == ("ready", 0)


def test_a_parent_that_loses_its_last_subtask_is_itself_again() -> None:
    once_done = [task("1", state="done"), task("2", parent="1")]
    assert given(*once_done).plan.tasks["1"].status == "ready"
    assert given(*once_done, TaskRemoved(key="2")).plan.tasks["1"].status == "done"


def test_only_leaves_are_offered() -> None:
    assert [rank[3] for rank in given(*family).plan.ready] == ["2", "3"]
    assert [rank[3] for rank in given(*family, TaskRemoved(key="2"), TaskRemoved(key="3")).plan.ready] == ["1"]


def test_sums_go_all_the_way_up() -> None:
    deep = [task("1"), task("2", parent="1"), task("3", parent="2"), claimed("3"), TaskCompleted(key="3")]
    plan = given(*deep).plan
    assert [plan.tasks[key].status for key in "123"] == ["done"] * 3
    assert (plan.tally("tasks").of("done"), plan.tally("subtasks").of("done"), plan.tally("track/web").total) == (1, 2, 1)


def test_tasks_and_subtasks_are_counted_apart() -> None:
    plan = given(*family, task("4")).plan
    assert (plan.tally("tasks").total, plan.tally("subtasks").total) == (2, 2)


def test_percent_is_the_mean_of_what_is_not_cancelled_and_a_hundred_only_when_all_is_done() -> None:
    tasks = [task(str(number)) for number in range(1, 4)]
    done = [event for key in ("1", "2") for event in (claimed(key), TaskCompleted(key=key))]
    assert given(*tasks, *done).plan.tally("track/web").percent == 66
    nearly = [*tasks, *done, claimed("3"), TaskProgressed(key="3", percent=100)]
    assert given(*nearly).plan.tally("track/web").percent == 99
    assert given(*tasks, *done, TaskCancelled(key="3")).plan.tally("track/web").percent == 100
    assert given().plan.tally("track/web").percent == 0
    assert given(*tasks, *(TaskCancelled(key=key) for key in "123")).plan.tally("tasks").percent == 100


def test_a_task_that_moves_is_counted_where_it_is() -> None:
    data = track("data", position=2)
    moved = TaskRevised(key="1", title="T", position=1, track="data")
    plan = given(data, *family, moved).plan
    assert (plan.tally("track/web").total, plan.tally("track/data").total) == (0, 1)
    assert_follows(plan)


def test_sums_can_be_read_out() -> None:
    counts = given(*family).plan.tally("track/web").as_counts()
    assert counts["total"] == counts["ready"] == 1
    assert list(counts) == ["total", *STATUSES]
