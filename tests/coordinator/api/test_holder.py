"""A problem about a lease has a member `holder`: who, since when, last heard of when, until when, and the verdict."""

from datetime import timedelta

import pytest

from agents.models import LeaseBeat
from coordinator.eventlog import store
from tests.support.api import Api, assert_problem
from tests.support.world import a_task, claimed


@pytest.fixture(autouse=True)
def plan(ada: Api, bob: Api) -> None:
    a_task("A.1")


def silent(seconds: int) -> None:
    """As if the last beat had come so long ago."""
    at = store.clock() - timedelta(seconds=seconds)
    LeaseBeat.objects.update(beat_at=at, until=at + timedelta(seconds=90))


def test_a_claim_of_a_held_task_is_told_how_alive_the_holder_is(bob: Api) -> None:
    fence = claimed("A.1")
    silent(50)
    problem = assert_problem(bob.post("tasks/A.1/claim", {}), 409, "task_is_leased")
    said = problem["holder"]
    assert (said["agent"], said["fence"], said["verdict"]) == ("ada", fence, "silent") and said["silent_for"] >= 50
    assert said["since"] < said["until"] and said["beat_at"] < said["until"]
    assert f"ada has been silent for {said['silent_for']} s" in problem["detail"]


def test_a_fenced_writer_is_told_who_holds_the_task_now(ada: Api, bob: Api) -> None:
    old = claimed("A.1")
    ada.post("tasks/A.1/handover", {"fence": old, "to": "bob"})
    problem = assert_problem(ada.post("tasks/A.1/start", {"fence": old}), 409, "fenced")
    assert (problem["holder"]["agent"], problem["holder"]["verdict"]) == ("bob", "working")


def test_a_fenced_writer_is_told_that_nobody_holds_it(ada: Api) -> None:
    old = claimed("A.1")
    ada.post("tasks/A.1/release", {"fence": old})
    assert assert_problem(ada.post("tasks/A.1/start", {"fence": old}), 409, "fenced")["holder"] is None


def test_a_refusal_that_is_said_again_says_the_same(bob: Api) -> None:
    claimed("A.1")
    first = bob.post("tasks/A.1/claim", {}, Idempotency_Key="k")
    silent(50)
    assert bob.post("tasks/A.1/claim", {}, Idempotency_Key="k").json() == first.json()


def test_other_problems_have_no_holder(bob: Api) -> None:
    assert "holder" not in assert_problem(bob.post("tasks/A.9/claim", {}), 404, "unknown_task")


def test_who_is_kept_off_paths_is_told_how_alive_their_holder_is(ada: Api, bob: Api) -> None:
    a_task("A.2", paths=("src/a.py",))
    fence = claimed("A.2")
    ada.post("reservations", {"paths": ["docs/*"], "task": "A.2", "fence": fence})
    ada.post("reservations", {"paths": ["alone/*"]})
    silent(50)
    for path in ("src/a.py", "docs/b.md"):
        problem = assert_problem(bob.post("reservations", {"paths": [path]}), 409, "paths_are_held")
        assert (problem["holder"]["agent"], problem["holder"]["verdict"]) == ("ada", "silent")
        assert "ada has been silent for " in problem["detail"]
    assert "holder" not in assert_problem(bob.post("reservations", {"paths": ["alone/x"]}), 409, "paths_are_held")
