"""Claims where others hold paths: what is refused, what is skipped, what may be done all the same, and how it is told."""

from datetime import timedelta
from typing import Any

from tests.support.given import LEASE, NOON, Given, claimed, given, task, track
from tests.tracks.test_reservations import reserved
from tracks.commands import AddTask, ClaimNext, ClaimTask, ReviseTask
from tracks.errors import InvalidField, PathsAreHeld, UnknownTrack
from tracks.events import ConflictAccepted, DependencyAdded, PathClash, TaskClaimed, TaskRevised
from tracks.facts import Pulse
from tracks.reasons import Nothing, because, why_nothing


def chosen(world: Given, agent: str = "ada", **fields: Any) -> list[str]:
    return [event.key for event in world.when(ClaimNext, agent=agent, **fields).events]


def reason(world: Given, agent: str = "ada", **fields: Any) -> Nothing:
    world.when(ClaimNext, agent=agent, **fields).then_nothing()
    return why_nothing(world.plan, agent, **fields)


def test_a_task_whose_paths_another_task_holds_is_not_claimed() -> None:
    world = given(task("1", paths=("src/a.py",)), task("2", paths=("src/*.py",)), claimed("1", by="bob"))
    pulse = {"1": Pulse(7, NOON + LEASE, NOON)}
    outcome = world.when(ClaimTask, key="2", agent="ada", pulses=pulse)
    outcome.then_refused(PathsAreHeld, agent="bob", holder="task/1", ours="src/*.py", theirs="src/a.py")
    assert outcome.refusal and "at 12:01:30 UTC if it is not kept" in outcome.refusal.detail
    assert "despite_conflicts" in outcome.refusal.advice


def test_a_task_whose_paths_are_reserved_is_not_claimed_even_where_the_reservation_is_shared() -> None:
    for mode in ("exclusive", "shared"):
        world = given(task("1", paths=("src/a.py",)), reserved("r6", "src", by="bob", mode=mode))
        world.when(ClaimTask, key="1", agent="ada").then_refused(PathsAreHeld, holder="reservation/r6")


def test_ones_own_holds_are_in_nobodys_way_but_others() -> None:
    world = given(task("1", paths=("src",)), task("2", paths=("src",)), claimed("1"), reserved("r8", "src"))
    assert chosen(world) == ["2"]
    assert chosen(world, agent="bob") == []


def test_told_to_go_on_it_is_claimed_and_the_conflict_recorded() -> None:
    world = given(task("1", paths=("src/a.py",)), task("2", paths=("src",)), claimed("1", by="bob"))
    world.when(ClaimTask, key="2", agent="ada", despite_conflicts=True).then(
        TaskClaimed(key="2", agent="ada", lease_until=NOON + LEASE),
        ConflictAccepted(key="2", agent="ada", clashes=(PathClash("src", "src/a.py", "task/1", "bob"),)),
    )


def test_told_to_go_on_where_nothing_is_in_the_way_nothing_more_is_recorded() -> None:
    given(task("1", paths=("src",))).when(ClaimTask, key="1", agent="ada", despite_conflicts=True).then(
        TaskClaimed(key="1", agent="ada", lease_until=NOON + LEASE)
    )


def test_the_next_task_is_the_best_one_that_keeps_clear_of_others() -> None:
    world = given(
        task("1", estimate=900, paths=("src",)), task("2", estimate=600), task("3"), reserved("r8", "src/x.py", by="bob")
    )
    assert chosen(world) == ["2"]
    assert chosen(world, agent="bob") == ["1"]


def test_the_answer_says_why_this_one_and_what_it_keeps_clear_of() -> None:
    world = given(
        task("1", estimate=900, paths=("src",)), task("2", estimate=840, priority="high"), task("3", paths=("src/y.py",)),
        reserved("r8", "src/x.py", by="bob"),
    )
    plan = world.when(ClaimNext, agent="ada").plan
    assert because(plan, plan.tasks["2"], plan.agents["ada"]) == (
        "critical path of 14 h; high priority; avoids src held by bob (1 skipped)"
    )
    alone = given(task("1", estimate=45)).when(ClaimNext, agent="ada").plan
    assert because(alone, alone.tasks["1"], alone.agents["ada"]) == "critical path of 45 min"


def test_what_is_freed_is_offered_again() -> None:
    world = given(task("1", paths=("src",)), task("2", paths=("src/a.py",)), claimed("1", by="bob"))
    assert chosen(world) == []
    freed = Given([*world.events, TaskRevised(key="1", title="T", position=1, track="web", paths=("docs",))])
    assert chosen(freed) == ["2"]


def test_where_paths_are_held_the_reason_names_path_holder_and_until_when() -> None:
    said = reason(given(task("1", paths=("src/x.py",)), reserved("r6", "src", by="bob", until=NOON + timedelta(minutes=4))))
    assert (said.code, said.detail) == ("paths_are_held", "1 task waits for src/x.py, reserved by bob until 12:04 UTC.")
    (waiting,) = said.waiting
    assert (waiting.count, waiting.sort, waiting.what) == (1, "path", "src/x.py")


def test_all_that_keeps_an_agent_from_work_is_told_at_once() -> None:
    world = given(
        task("1"), task("2"), task("3"), task("4"), *(DependencyAdded(item=f"task/{n}", needs="task/1") for n in (2, 3, 4)),
        claimed("1", by="bob"), task("5", capabilities=("rust",)), task("6", capabilities=("rust",)),
        task("7", paths=("src/x.py",)), task("8", paths=("src/y.py",)), task("9", paths=("docs",)),
        reserved("r18", "src", by="bob", until=NOON + timedelta(minutes=4)), task("10", paths=("docs",)),
        claimed("9", by="bob"),
    )
    assert reason(world).detail == (
        "3 tasks wait for 1, held by bob; 2 need `rust`; 3 wait for paths such as src/x.py, reserved by bob until 12:04 UTC; "
        "2 are being worked on."
    )


def test_only_tasks_of_the_tracks_that_were_asked_for_are_given() -> None:
    world = given(track("data", position=2), task("1"), task("2", track="data"), task("3", track="data", parent="2"))
    assert chosen(world, tracks=("data",), count=2) == ["3"]
    assert chosen(world, tracks=("data", "web", "data"), count=2) == ["1", "3"]
    world.when(ClaimNext, agent="ada", tracks=("moon",)).then_refused(UnknownTrack)


def test_the_reason_is_about_the_tracks_that_were_asked_for() -> None:
    world = given(
        track("data", position=2), task("1"), task("2", track="data"), task("3", track="data", parent="2"),
        DependencyAdded(item="track/data", needs="track/web"),
    )
    assert reason(world, tracks=("data",)).detail == "1 task waits for Track web."


def test_an_agent_may_ask_for_less_than_it_can_do_and_never_for_more() -> None:
    world = given(task("1", capabilities=("go",)), task("2"))

    world.when(ClaimNext, agent="ada", capabilities=("go",)).then_refused(InvalidField, field="capabilities")
    assert chosen(world, capabilities=()) == ["2"]


def test_a_sequential_task_is_offered_like_any_other() -> None:
    world = given(task("1", parallel=False), task("2", parallel=False))
    assert chosen(world, count=2) == ["1", "2"]


def test_paths_that_are_none_are_refused_in_commands_and_hold_nothing_in_old_events() -> None:
    given().when(AddTask, key="1", title="T", paths=("/etc",)).then_refused(InvalidField, field="paths[0]")
    given(task("1")).when(ReviseTask, key="1", paths=("..",)).then_refused(InvalidField, field="paths[0]")
    old = given(task("1", paths=("C:\\x", "src/ok.py")), task("2", paths=("C:\\x",)), claimed("1", by="bob"))
    assert [entry[1] for entry in old.plan.holds] == ["src/ok.py"]
    assert chosen(old) == ["2"]


def test_paths_are_kept_in_one_form() -> None:
    outcome = given().when(AddTask, key="1", title="T", paths=("./src/", "src"))
    assert outcome.task("1").paths == ("src",)
