"""A task that failed is tried again by itself as often, and after pauses as long, as its terms say."""

from datetime import timedelta

import pytest

from tests.support.given import HELD, NOON, claimed, given, task
from tracks.commands import FailTask, RetryDue
from tracks.errors import RetryIsEarly
from tracks.events import (
    RetryScheduled, TaskCancelled, TaskFailed, TaskReopened, TaskRetried, TaskTermsSet, TrackTermsSet,
)
from tracks.terms import Retry, Terms

MINUTE = timedelta(minutes=1)
held = [task("1"), TaskTermsSet(key="1", terms=Terms(retry=Retry(3, 60, 2))), claimed("1")]
failed = TaskFailed(key="1", reason="r")
once = [*held, failed, RetryScheduled(key="1", attempt=1, most=3, retry_at=NOON)]
twice = [*once, TaskRetried(key="1"), claimed("1"), failed, RetryScheduled(key="1", attempt=2, most=3, retry_at=NOON)]


def again(attempt: int, minutes: int) -> RetryScheduled:
    return RetryScheduled(key="1", attempt=attempt, most=3, retry_at=NOON + minutes * MINUTE)


def test_each_pause_is_longer_than_the_last() -> None:
    given(*held).when(FailTask, key="1", fence=HELD, reason="r").then(failed, again(1, 1))
    given(*once, TaskRetried(key="1"), claimed("1")).when(FailTask, key="1", fence=HELD, reason="r").then(failed, again(2, 2))


def test_after_the_last_attempt_it_stays_failed() -> None:
    last = given(*twice, TaskRetried(key="1"), claimed("1")).when(FailTask, key="1", fence=HELD, reason="r")
    last.then(failed)
    assert (last.task("1").status, last.task("1").failures, last.task("1").retry_at) == ("failed", 3, None)


def test_without_a_policy_nothing_is_tried_again_by_itself() -> None:
    given(task("1"), claimed("1")).when(FailTask, key="1", fence=HELD, reason="r").then(failed)


def test_the_policy_of_the_track_counts_where_the_task_has_none() -> None:
    policy = TrackTermsSet(key="web", terms=Terms(retry=Retry(2, 10)))
    given(policy, task("1"), claimed("1")).when(FailTask, key="1", fence=HELD, reason="r").then(
        failed, RetryScheduled(key="1", attempt=1, most=2, retry_at=NOON + timedelta(seconds=10))
    )
    given(policy, *held).when(FailTask, key="1", fence=HELD, reason="r").then(failed, again(1, 1))


def test_it_is_ready_again_when_the_pause_is_over() -> None:
    given(*once).when(RetryDue, key="1", at=NOON - MINUTE).then_refused(RetryIsEarly, at="12:00:00 UTC")
    outcome = given(*once).when(RetryDue, key="1", at=NOON)
    outcome.then(TaskRetried(key="1"))
    assert (outcome.task("1").status, outcome.task("1").failures, outcome.task("1").retry_at) == ("ready", 1, None)


@pytest.mark.parametrize("since", [TaskRetried(key="1"), TaskCancelled(key="1"), TaskReopened(key="1")])
def test_who_was_quicker_decided(since: object) -> None:
    given(*once, since).when(RetryDue, key="1", at=NOON).then_nothing()
    given().when(RetryDue, key="9", at=NOON).then_nothing()


def test_who_opens_a_task_again_gives_it_all_its_attempts() -> None:
    fresh = given(*twice, TaskReopened(key="1"), claimed("1"))
    fresh.when(FailTask, key="1", fence=HELD, reason="r").then(failed, again(1, 1))
