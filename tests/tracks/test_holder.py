"""A refusal names who holds the task, and how alive that holder is: a verdict, not a timeout."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.support.given import LEASE, NOON, claimed, given, task
from tracks.commands import AddTask, ClaimTask, RemoveTask, StartTask
from tracks.errors import Fenced, FenceRequired, SomebodyHoldsIt, TaskIsLeased
from tracks.events import TaskReleased
from tracks.facts import Pulse

held = [task("1"), claimed("1", by="bob")]


def holder(command: type, at: datetime = NOON, pulses: dict[str, Pulse] | None = None, **fields: Any) -> Any:
    outcome = given(*held).when(command, key="1", at=at, pulses=pulses, **fields)
    assert isinstance(outcome.refusal, SomebodyHoldsIt)
    return outcome.refusal.facts["held"]


def beaten(ago: int) -> dict[str, Pulse]:
    """Bob's last beat came so many seconds ago."""
    at = NOON - timedelta(seconds=ago)
    return {"1": Pulse(6, at + LEASE, at)}


def test_the_holder_is_named_with_its_fence_its_last_beat_and_the_end_of_its_lease() -> None:
    assert holder(ClaimTask, pulses=beaten(12), agent="ada") == {
        "agent": "bob", "fence": 6, "since": "2025-03-14T11:00:06Z", "beat_at": "2025-03-14T11:59:48Z",
        "until": "2025-03-14T12:01:18Z", "verdict": "working", "silent_for": 12,
    }


@pytest.mark.parametrize(
    ("silence", "verdict"),
    [(0, "working"), (36, "working"), (37, "silent"), (59, "silent"), (60, "stale"), (74, "stale"), (75, "about_to_expire"),
     (89, "about_to_expire"), (90, "expired"), (400, "expired")],
)
def test_the_verdict_follows_from_the_beats(silence: int, verdict: str) -> None:
    assert holder(ClaimTask, pulses=beaten(silence), agent="ada")["verdict"] == verdict


def test_a_holder_that_never_beat_lives_from_its_grant() -> None:
    said = holder(StartTask, at=datetime.fromisoformat("2025-03-14T11:00:46Z"), fence=5)
    assert (said["verdict"], said["silent_for"], said["beat_at"]) == ("silent", 40, said["since"])


def test_the_beats_of_an_earlier_lease_do_not_count() -> None:
    stale = {"1": Pulse(3, NOON + LEASE, NOON)}
    assert holder(ClaimTask, at=NOON, pulses=stale, agent="ada")["beat_at"] == "2025-03-14T11:00:06Z"


def test_every_refusal_about_a_lease_says_so_in_words() -> None:
    for command, because, fields in (
        (ClaimTask, TaskIsLeased, {"key": "1", "agent": "ada"}), (StartTask, Fenced, {"key": "1", "fence": 5}),
        (StartTask, FenceRequired, {"key": "1"}), (AddTask, TaskIsLeased, {"key": "2", "title": "T", "parent": "1"}),
        (RemoveTask, TaskIsLeased, {"key": "1"}),
    ):
        outcome = given(*held).when(command, pulses=beaten(50), **fields)
        outcome.then_refused(because)
        assert "bob has been silent for 50 s" in str(outcome.refusal)


def test_where_nobody_holds_it_the_refusal_says_that() -> None:
    outcome = given(*held, TaskReleased(key="1")).when(StartTask, key="1", fence=6)
    outcome.then_refused(Fenced, held=None)
