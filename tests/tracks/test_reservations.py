"""Reserving paths: who may, what is in the way, how long it lasts, and what ends it."""

from datetime import timedelta
from typing import Any

import pytest

from agents.commands import StopAgent
from agents.events import AgentStopped
from tests.support.given import HELD, NOON, Given, claimed, given, task
from tracks.commands import (
    CancelTask, CompleteTask, ExpireLease, ExpireReservation, ExtendReservation, FailTask, HandOverTask, ReleaseReservation,
    ReleaseTask, ReservePaths, SubmitTask,
)
from tracks.errors import (
    AgentHasStopped, Fenced, InvalidField, NotAllowed, PathsAreHeld, ReservationFollowsItsTask, TaskIsNotClaimed,
    TooManyReservations, UnknownAgent, UnknownReservation, UnknownTask,
)
from tracks.events import ReservationExpired, ReservationExtended, ReservationMade, ReservationReleased, TaskReleased
from tracks.holds import clashes
from tracks.paths import overlap

HOUR = timedelta(hours=1)


def reserved(key: str, *paths: str, by: str = "ada", mode: str = "exclusive", **fields: Any) -> ReservationMade:
    """A reservation of two hours from eleven o'clock on, or one that goes with a task."""
    fields.setdefault("until", None if "task" in fields else NOON + HOUR)
    return ReservationMade(key=key, agent=by, paths=paths, mode=mode, **fields)


def test_paths_are_held_for_an_hour_unless_told_otherwise() -> None:
    given().when(ReservePaths, agent="ada", paths=("./src//api/", "src/api"), reason="a move").then(
        reserved("r5", "src/api", until=NOON + HOUR, reason="a move")
    )
    given().when(ReservePaths, agent="ada", paths=("a",), expires_in=60).then(reserved("r5", "a", until=NOON + HOUR / 60))


def test_a_reservation_for_a_task_takes_its_fence_and_lives_with_the_lease() -> None:
    given(task("1"), claimed("1")).when(ReservePaths, agent="ada", paths=("a",), task="1", fence=6).then(
        reserved("r7", "a", task="1")
    )
    held = given(task("1"), claimed("1", by="bob"))
    held.when(ReservePaths, agent="ada", paths=("a",), task="1", fence=5).then_refused(Fenced)
    held.when(ReservePaths, agent="ada", paths=("a",), task="1", fence=6).then_refused(TaskIsNotClaimed)
    held.when(ReservePaths, agent="bob", paths=("a",), task="1").then_refused(InvalidField, field="fence")
    held.when(ReservePaths, agent="bob", paths=("a",), task="1", operator=True).then(reserved("r7", "a", by="bob", task="1"))
    held.when(ReservePaths, agent="bob", paths=("a",), task="9", fence=6).then_refused(UnknownTask)
    held.when(ReservePaths, agent="bob", paths=("a",), task="1", fence=6, expires_in=9).then_refused(
        InvalidField, field="expires_in"
    )
    held.when(ReservePaths, agent="bob", paths=("a",), fence=6).then_refused(InvalidField, field="fence")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"paths": ()}, "paths"), ({"paths": ("/etc",)}, "paths[0]"), ({"paths": ("a", "b/../c")}, "paths[1]"),
        ({"paths": tuple(f"p{n}" for n in range(201))}, "paths"), ({"paths": ("a",), "mode": "mine"}, "mode"),
        ({"paths": ("a",), "expires_in": 0}, "expires_in"), ({"paths": ("a",), "expires_in": 604_801}, "expires_in"),
        ({"paths": ("a",), "reason": "x" * 2_001}, "reason"),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(fields: dict[str, Any], field: str) -> None:
    given().when(ReservePaths, agent="ada", **fields).then_refused(InvalidField, field=field)


def test_only_an_agent_that_works_here_reserves() -> None:
    given().when(ReservePaths, agent="eve", paths=("a",)).then_refused(UnknownAgent)
    given(AgentStopped(name="ada")).when(ReservePaths, agent="ada", paths=("a",)).then_refused(AgentHasStopped)


def test_exclusive_meets_nothing_of_others_and_shared_meets_shared() -> None:
    for theirs, ours, is_free in [
        ("exclusive", "exclusive", False), ("exclusive", "shared", False), ("shared", "exclusive", False),
        ("shared", "shared", True),
    ]:
        outcome = given(reserved("r5", "src", by="bob", mode=theirs)).when(
            ReservePaths, agent="ada", paths=("src/a.py",), mode=ours
        )
        if is_free:
            outcome.then(reserved("r6", "src/a.py", mode=ours, until=NOON + HOUR))
        else:
            outcome.then_refused(PathsAreHeld, ours="src/a.py", theirs="src", agent="bob", holder="reservation/r5")


def test_ones_own_reservations_may_meet() -> None:
    given(reserved("r5", "src")).when(ReservePaths, agent="ada", paths=("src/a.py",)).then(
        reserved("r6", "src/a.py", until=NOON + HOUR)
    )


def test_a_refusal_names_the_holder_its_paths_the_pair_that_meets_since_when_until_when_and_what_to_do() -> None:
    outcome = given(reserved("r5", "src/**", "docs", by="bob", reason="renaming")).when(
        ReservePaths, agent="ada", paths=("README.md", "src/*.py")
    )
    assert outcome.refusal
    assert outcome.refusal.detail == (
        "src/*.py meets src/**: bob has reserved src/**, docs (renaming) since 11:00:05 UTC, until 13:00 UTC."
    )
    assert "POST claims" in outcome.refusal.advice and "bob" in outcome.refusal.advice


def test_what_a_claimed_task_is_about_is_held_too() -> None:
    outcome = given(task("1", paths=("src/a.py",)), claimed("1", by="bob")).when(ReservePaths, agent="ada", paths=("src",))
    outcome.then_refused(PathsAreHeld, holder="task/1")
    assert outcome.refusal and outcome.refusal.detail == (
        "src meets src/a.py: bob works on 1, which is about src/a.py, since 11:00:06 UTC, until its lease on 1 ends. "
        "Verdict: bob is stale, silent for 3594 s."
    )


def test_nobody_holds_more_reservations_than_anybody_could_mean() -> None:
    many = [reserved(f"r{number}", f"p{number}") for number in range(200)]
    given(*many).when(ReservePaths, agent="ada", paths=("more",)).then_refused(TooManyReservations, count=200)


def bound() -> Given:
    return given(task("1"), task("2", paths=("src/b.py",)), claimed("1"), reserved("r8", "src", task="1"))


@pytest.mark.parametrize("command", [CompleteTask, SubmitTask, FailTask, ReleaseTask, CancelTask])
def test_what_was_reserved_for_a_task_is_free_when_its_lease_ends(command: type) -> None:
    fields = {"fence": HELD} if command is not CancelTask else {"step_in": True, "operator": True}
    outcome = bound().when(command, key="1", **fields)
    assert not outcome.plan.reservations and not list(outcome.plan.holds) and not outcome.plan.held


def test_it_is_free_when_the_lease_expires() -> None:
    outcome = bound().when(ExpireLease, key="1", fence=7, at=NOON + HOUR)
    assert not outcome.plan.reservations


def test_handed_over_with_its_task_it_stays() -> None:
    outcome = bound().when(HandOverTask, key="1", to="bob", fence=HELD)
    assert outcome.plan.reservations["r8"].agent == "bob"
    assert outcome.plan.held == {"2": ("bob",)}


def test_a_task_is_not_handed_over_into_a_hold_of_the_giver() -> None:
    own = reserved("r9", "src/api")
    Given([*bound().events, own]).when(HandOverTask, key="1", to="bob", fence=HELD).then_refused(PathsAreHeld, agent="ada")


def test_it_is_extended_by_its_holder_and_never_shortened() -> None:
    held = given(reserved("r5", "src"))
    held.when(ExtendReservation, key="r5", expires_in=7_200).then(ReservationExtended(key="r5", until=NOON + 2 * HOUR))
    held.when(ExtendReservation, key="r5", expires_in=60).then_nothing()
    held.when(ExtendReservation, key="r6", expires_in=60).then_refused(UnknownReservation)
    held.when(ExtendReservation, key="r5", expires_in=0).then_refused(InvalidField)
    bound().when(ExtendReservation, key="r8", expires_in=60).then_refused(ReservationFollowsItsTask, task="1")


def test_it_is_released_by_its_holder_or_an_operator() -> None:
    given(reserved("r5", "src")).when(ReleaseReservation, key="r5", reason="done").then(
        ReservationReleased(key="r5", agent="ada", reason="done")
    )
    theirs = given(reserved("r5", "src", by="bob"))
    theirs.when(ReleaseReservation, key="r5").then_refused(NotAllowed)
    theirs.when(ReleaseReservation, key="r5", operator=True).then(ReservationReleased(key="r5", agent="bob"))
    given().when(ReleaseReservation, key="r5").then_refused(UnknownReservation)


def test_it_ends_when_its_time_is_up_and_not_before() -> None:
    held = given(reserved("r5", "src"))
    held.when(ExpireReservation, key="r5", at=NOON + HOUR).then(ReservationExpired(key="r5", agent="ada"))
    held.when(ExpireReservation, key="r5", at=NOON + HOUR - timedelta(seconds=1)).then_nothing()
    held.when(ExpireReservation, key="gone", at=NOON + HOUR).then_nothing()
    later = given(reserved("r5", "src"), ReservationExtended(key="r5", until=NOON + 2 * HOUR))
    later.when(ExpireReservation, key="r5", at=NOON + HOUR).then_nothing()
    bound().when(ExpireReservation, key="r8", at=NOON + 9 * HOUR).then_nothing()


def test_an_agent_that_stops_lets_go_of_everything() -> None:
    outcome = Given([*bound().events, reserved("r9", "docs")]).when(StopAgent, name="ada", reason="tired")
    assert [type(event) for event in outcome.events][:2] == [TaskReleased, ReservationReleased]
    assert not outcome.plan.reservations and not outcome.plan.reserved


def test_only_patterns_that_begin_alike_are_compared_and_none_is_missed() -> None:
    paths = ["src", "src/a.py", "src/api/*.py", "**/x.sql", "docs/**", "[a-z]*/y", "srcs/z", "src-old"]
    plan = given(*(reserved(f"r{number}", path, by="bob") for number, path in enumerate(paths))).plan
    for ours in [*paths, "src/api/v.py", "src/api", "srcs/z/1", "**", "*/y", "src-old/q", "new", "?rc/a.py", "docs/x/x.sql"]:
        met = {theirs for theirs in paths if overlap(ours, theirs)}
        assert {clash.theirs for clash in clashes(plan, plan.holds, "ada", [ours])} == met, ours
        assert not list(clashes(plan, plan.holds, "bob", [ours]))
