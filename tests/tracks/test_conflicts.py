"""What collides now, what is going to, and which of two tasks cannot collide because one waits for the other."""

from typing import Any

import pytest
from hypothesis import given as given_any
from hypothesis import settings
from hypothesis import strategies as st

from tests.support.given import Given, claimed, given, task, track
from tests.support.recount import Recount
from tests.tracks.test_reservations import reserved
from tracks import collisions
from tracks.collisions import Predicted, predicted
from tracks.conflicts import actual
from tracks.events import DependencyAdded, SyncPointAdded, TaskDeferred, TaskRevised
from tracks.paths import overlap, readable
from tracks.plan import Plan


def coming(*events: Any, **limits: int) -> list[tuple[str, ...]]:
    return pairs(predicted(given(*events).plan, **limits))


def pairs(found: Predicted) -> list[tuple[str, ...]]:
    return [tuple(party.reference.removeprefix("task/") for party in one.parties) for one in found.conflicts]


def test_two_unfinished_tasks_about_the_same_paths_are_going_to_collide() -> None:
    (found,) = predicted(given(task("1", paths=("src",)), task("2", paths=("src/a.py",), assignee="bob")).plan).conflicts
    assert [(party.reference, party.agent, party.path) for party in found.parties] == [
        ("task/1", "", "src"), ("task/2", "bob", "src/a.py"),
    ]
    assert found.since == found.parties[1].since
    assert "Let 2 wait for 1" in found.next


def test_tasks_of_which_one_waits_for_the_other_do_not_collide() -> None:
    both = [task("1", paths=("src",)), task("2", paths=("src",)), task("3")]
    assert coming(*both) == [("1", "2")]
    assert coming(*both, DependencyAdded(item="task/2", needs="task/1")) == []
    assert coming(*both, DependencyAdded(item="task/1", needs="task/3"), DependencyAdded(item="task/3", needs="task/2")) == []
    assert coming(*both, SyncPointAdded(key="1", title="G", position=1, after=("task/1",)),
                  DependencyAdded(item="task/2", needs="sync/1")) == []
    apart = [task("1", paths=("src",)), track("data", position=2), task("2", paths=("src",), track="data")]
    assert coming(*apart) == [("1", "2")]
    assert coming(*apart, DependencyAdded(item="track/data", needs="track/web")) == []
    assert coming(*apart, DependencyAdded(item="track/web", needs="track/data")) == []


def test_what_waits_for_something_that_is_over_may_begin_and_so_collide() -> None:
    through = [task("1", paths=("src",)), task("2", state="done"), task("3", paths=("src",))]
    waits = [DependencyAdded(item="task/3", needs="task/2"), DependencyAdded(item="task/2", needs="task/1")]
    assert coming(*through, *waits) == [("1", "3")]


@pytest.mark.parametrize("state", ["done", "cancelled", "deferred"])
def test_what_is_over_collides_with_nothing(state: str) -> None:
    assert coming(task("1", paths=("src",), state=state), task("2", paths=("src",))) == []


def test_a_task_with_subtasks_is_as_its_subtasks_are() -> None:
    family = [task("1", paths=("src",)), task("2", parent="1", paths=("src/a.py",)), task("3", paths=("src/a.py",))]
    assert coming(*family) == [("2", "3")]


def test_what_one_agent_does_is_in_its_own_hands() -> None:
    assert coming(task("1", paths=("src",), assignee="ada"), task("2", paths=("src",), assignee="ada")) == []
    assert coming(task("1", paths=("src",)), task("2", paths=("src",), assignee="ada"), claimed("1")) == []
    assert coming(task("1", paths=("src",)), task("2", paths=("src",), assignee="ada"), claimed("1", by="bob")) == [("1", "2")]


def test_the_most_urgent_come_first_and_the_rest_on_further_pages() -> None:
    many = [task(str(number), paths=("src",)) for number in range(1, 5)]
    world = [*many, DependencyAdded(item="task/1", needs="task/4"), claimed("3", by="bob")]
    whole = [("3", "2"), ("3", "4"), ("3", "1"), ("2", "4"), ("2", "1")]
    assert coming(*world) == whole
    assert [one for beyond in range(0, 6, 2) for one in coming(*world, most=2, beyond=beyond)] == whole
    assert predicted(given(*world).plan, 0).total == 5


def test_a_reservation_is_in_the_way_of_those_it_keeps_out() -> None:
    world = given(task("1", paths=("src/a.py",)), task("2", paths=("src",), assignee="bob"), reserved("r7", "src", by="bob"))
    found = predicted(world.plan)
    assert pairs(found)[0] == ("reservation/r7", "1")
    assert (found.total, found.complete) == (2, True)
    assert "let bob take it" in found.conflicts[0].next


def test_beyond_its_limits_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    world = given(*(task(str(number), paths=("src", f"src/{number}")) for number in range(1, 20))).plan
    assert predicted(world).complete
    monkeypatch.setattr(collisions, "MOST_TASKS", 5)
    few = predicted(world)
    assert (few.total, few.complete) == (10, False)
    monkeypatch.setattr(collisions, "MOST_TASKS", 4_000)
    monkeypatch.setattr(collisions, "MOST_COMPARED", 30)
    assert not predicted(world).complete


keys = [str(number) for number in range(1, 7)]
paths = st.lists(st.sampled_from(["src", "src/a.py", "src/*.py", "docs", "**/a.py"]), max_size=2).map(tuple)


@settings(max_examples=150, deadline=None)
@given_any(st.lists(paths, min_size=6, max_size=6), st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=6))
def test_it_is_every_pair_that_overlaps_and_is_in_no_order(
    declared: list[tuple[str, ...]], edges: list[tuple[int, int]]
) -> None:
    ends = {(max(edge), min(edge)) for edge in edges if edge[0] != edge[1]}
    waits = [DependencyAdded(item=f"task/{keys[later]}", needs=f"task/{keys[earlier]}") for later, earlier in sorted(ends)]
    plan = given(*(task(key, paths=own) for key, own in zip(keys, declared, strict=True)), *waits).plan
    wanted = {
        frozenset((one, other)) for one in keys for other in keys if one < other
        and any(overlap(a, b) for a in readable(plan.tasks[one].paths) for b in readable(plan.tasks[other].paths))
        and not awaits(plan, one, other) and not awaits(plan, other, one)
    }
    found = predicted(plan)
    assert {frozenset(pair) for pair in pairs(found)} == wanted
    assert found.total == len(wanted)


def awaits(plan: Plan, one: str, other: str) -> bool:
    gates = [gate.removeprefix("task/") for gate in Recount(plan).gates(plan.tasks[one])]
    return other in gates or any(awaits(plan, gate, other) for gate in gates)


def test_ten_thousand_tasks_are_not_compared_each_with_each() -> None:
    tasks = [task(str(at), paths=(f"src/m{at % 100}/f{at}.py", f"src/shared{at // 20}.py")) for at in range(10_000)]
    found = predicted(given(*tasks).plan, 50)
    assert len(found.conflicts) == 50
    assert not found.complete, "more tasks overlap than are looked at"
    assert found.total == collisions.MOST_TASKS // 20 * (20 * 19 // 2)


def test_two_live_holders_of_the_same_paths_are_an_actual_conflict() -> None:
    world = given(
        task("1", paths=("src",)), task("2", paths=("docs",)), claimed("1"), claimed("2", by="bob"),
        TaskRevised(key="2", title="T", position=2, track="web", paths=("docs", "src/a.py")),
    )
    (found,) = actual(world.plan)
    assert [(party.reference, party.agent, party.path) for party in found.parties] == [
        ("task/1", "ada", "src"), ("task/2", "bob", "src/a.py"),
    ]
    assert found.since == found.parties[1].since
    assert "let it release 2 or hand it to ada" in found.next
    assert coming(*world.events[4:]) == [], "what collides now is not to come"


def test_holders_that_get_on_are_no_conflict() -> None:
    assert actual(given(task("1", paths=("src",)), claimed("1"), reserved("r7", "src")).plan) == []
    assert actual(given(reserved("r5", "src", mode="shared"), reserved("r6", "src", by="bob", mode="shared")).plan) == []
    over = Given([*given(task("1", paths=("src",)), task("2", paths=("src",)), claimed("1"), claimed("2", by="bob")).events])
    assert len(actual(over.plan)) == 1
    assert actual(Given([*over.events, TaskDeferred(key="2")]).plan) == []
