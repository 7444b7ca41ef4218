"""The difference between two plans, in things, fields and words."""

from typing import Any

from tests.support.given import claimed, given, task, track
from tests.support.random_history import history
from tracks import events as e
from tracks.difference import Field, counts, difference, summary
from tracks.evolve import fold
from tracks.plan import KINDS, Plan


def between(before: list[Any], since: list[Any]) -> list[Any]:
    return difference(given(*before).plan, given(*before, *since).plan)


def test_nothing_differs_from_itself() -> None:
    plan = fold(Plan(), history(1))[0]
    assert difference(plan, plan) == [] == difference(plan, fold(Plan(), history(1))[0])
    assert summary({}) == "no difference"


def test_what_came_went_and_changed_is_told_in_plan_order() -> None:
    changes = between([task("2"), task("1"), task("3")], [
        task("4"), e.TaskRemoved(key="3"), e.TaskRevised(key="1", title="Other", position=1, track="web"),
        e.TaskRevised(key="2", title="Another", position=2, track="web"),
    ])
    assert [(one.key, one.fate) for one in changes] == [("1", "changed"), ("2", "changed"), ("3", "removed"), ("4", "added")]
    assert changes[0].fields == (Field("title", "Task 1", "Other"),)
    assert changes[0].words == "task 1: title Task 1 → Other" and changes[2].words == "task 3 removed"


def test_what_follows_is_told_too() -> None:
    needs = e.DependencyAdded(item="task/2", needs="task/1")
    done, ready = between([task("1"), task("2"), needs], [claimed("1"), e.TaskCompleted(key="1")])[:2]
    assert "status ready → done, percent 0 → 100" in done.words
    assert ready.words == "task 2: status pending → ready"


def test_what_a_track_delivers_goes_by_the_name_that_answers_give_it() -> None:
    (changed,) = between([track("A")], [e.DeliverableAdded(key="A", number=1, text="the board")])
    assert changed.words == "track A: deliverables nothing → the board"
    assert [one.name for one in changed.fields] == ["deliverables"]


def test_a_dependency_says_what_waits_for_what() -> None:
    (change,) = between([task("1"), task("2")], [e.DependencyAdded(item="task/2", needs="task/1")])[:1]
    assert change.words == "task 2: status ready → pending"
    assert "dependency task/2 waits for task/1 added" in [
        one.words for one in between([task("1"), task("2")], [e.DependencyAdded(item="task/2", needs="task/1")])
    ]


def test_the_summary_counts_by_kind() -> None:
    counted = counts(between([task("1")], [task("2"), task("3"), e.TaskRemoved(key="1"), track("A")]))
    assert counted == {"tracks": {"added": 1, "changed": 0, "removed": 0}, "tasks": {"added": 2, "changed": 0, "removed": 1}}
    assert summary(counted) == "1 track added; 2 tasks added, 1 removed"


def test_long_and_empty_values_are_told_briefly() -> None:
    (change,) = between([task("1")], [e.TaskRevised(
        key="1", title="Task 1", position=1, track="web", notes="x" * 200, capabilities=("a", "b"),
    )])
    assert f"notes nothing → {'x' * 59}…" in change.words and "capabilities nothing → a, b" in change.words


def test_backwards_is_the_opposite() -> None:
    events = history(2)
    now, then = fold(Plan(), events)[0], fold(Plan(), events[:150])[0]
    turned = {"added": "removed", "removed": "added", "changed": "changed"}
    forth, back = difference(then, now), difference(now, then)
    assert {(one.kind, one.key, one.fate) for one in forth} == {(one.kind, one.key, turned[one.fate]) for one in back}
    assert set(counts(forth)) <= set(KINDS)
