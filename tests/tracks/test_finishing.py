"""Completing, submitting for review, failing, and the ways back."""

from agents.plan import Agent
from tests.support.given import HELD, claimed, given, task
from tracks.commands import (
    ApproveTask, CancelTask, CompleteTask, DeferTask, FailTask, RejectTask, ReopenTask, RetryTask, SubmitTask,
)
from tracks.errors import FenceRequired, Fenced
from tracks.events import (
    TaskApproved, TaskCancelled, TaskCompleted, TaskDeferred, TaskFailed, TaskProgressed, TaskRejected, TaskReopened,
    TaskRetried, TaskStarted, TaskSubmitted,
)
from tracks.plan import Plan
from tracks.work import Evidence

begun = [task("1"), claimed("1"), TaskStarted(key="1")]
tests_passed = (Evidence("command", "pytest", 0, "a" * 64),)


def agent(plan: Plan) -> Agent:
    return plan.agents["ada"]


def test_a_task_is_done_with_its_evidence_and_the_lease_ends() -> None:
    outcome = given(*begun).when(CompleteTask, key="1", fence=HELD, summary="built", evidence=tests_passed)
    outcome.then(TaskCompleted(key="1", summary="built", evidence=tests_passed))
    now = outcome.task("1")
    assert (now.status, now.percent, now.lease, now.summary, now.evidence) == ("done", 100, None, "built", tests_passed)
    assert now.finished_at and now.started_at and now.started_at < now.finished_at
    assert (agent(outcome.plan).tasks_done, agent(outcome.plan).load) == (1, 0)


def test_a_task_that_was_never_started_was_started_when_it_was_done() -> None:
    now = given(task("1"), claimed("1")).when(CompleteTask, key="1", fence=HELD).task("1")
    assert now.started_at == now.finished_at


def test_completing_again_under_the_same_fence_is_no_error() -> None:
    given(*begun, TaskCompleted(key="1")).when(CompleteTask, key="1", fence=6).then_nothing()
    given(*begun, TaskSubmitted(key="1")).when(SubmitTask, key="1", fence=6).then_nothing()
    given(*begun, TaskFailed(key="1", reason="r")).when(FailTask, key="1", fence=6).then_nothing()


def test_saying_something_else_after_the_end_is_fenced() -> None:
    given(*begun, TaskCompleted(key="1")).when(FailTask, key="1", fence=6).then_refused(Fenced)
    given(*begun, TaskFailed(key="1", reason="r")).when(CompleteTask, key="1", fence=6).then_refused(Fenced)


def test_completing_again_after_somebody_else_had_it_is_fenced() -> None:
    others = [*begun, TaskCompleted(key="1"), TaskReopened(key="1"), claimed("1", by="bob"), TaskCompleted(key="1")]
    given(*others).when(CompleteTask, key="1", fence=6).then_refused(Fenced)


def test_an_operator_may_tick_off_a_task_that_nobody_holds() -> None:
    outcome = given(task("1")).when(CompleteTask, key="1", operator=True)
    outcome.then(TaskCompleted(key="1"))
    assert agent(outcome.plan).tasks_done == 0


def test_submitted_work_waits_for_review_and_the_lease_ends() -> None:
    outcome = given(*begun).when(SubmitTask, key="1", fence=HELD, summary="built", evidence=tests_passed)
    outcome.then(TaskSubmitted(key="1", summary="built", evidence=tests_passed))
    now = outcome.task("1")
    assert (now.status, now.lease, now.evidence) == ("in_review", None, tests_passed)


def test_approved_work_is_done_with_the_evidence_it_came_with() -> None:
    submitted = TaskSubmitted(key="1", summary="built", evidence=tests_passed)
    outcome = given(*begun, submitted).when(ApproveTask, key="1", note="fine", operator=True)
    outcome.then(TaskApproved(key="1", note="fine"))
    now = outcome.task("1")
    assert (now.status, now.summary, now.evidence) == ("done", "built", tests_passed)


def test_rejected_work_is_open_again_with_what_is_missing() -> None:
    outcome = given(*begun, TaskSubmitted(key="1")).when(RejectTask, key="1", reason="no tests", operator=True)
    outcome.then(TaskRejected(key="1", reason="no tests"))
    assert (outcome.task("1").status, outcome.task("1").reason) == ("ready", "no tests")


def test_a_failed_task_is_free_of_its_holder_and_not_ready() -> None:
    outcome = given(*begun).when(FailTask, key="1", fence=HELD, reason="broken")
    outcome.then(TaskFailed(key="1", reason="broken"))
    assert (outcome.task("1").status, outcome.task("1").lease, agent(outcome.plan).tasks_failed) == ("failed", None, 1)
    assert not outcome.plan.ready


def test_a_failed_task_may_be_tried_again() -> None:
    outcome = given(*begun, TaskFailed(key="1", reason="broken")).when(RetryTask, key="1", operator=True)
    outcome.then(TaskRetried(key="1"))
    assert (outcome.task("1").status, outcome.task("1").reason) == ("ready", "")


def test_a_task_is_cancelled_and_lets_go_what_waited_for_it() -> None:
    outcome = given(task("1")).when(CancelTask, key="1", reason="not needed", operator=True)
    outcome.then(TaskCancelled(key="1", reason="not needed"))
    assert (outcome.task("1").status, outcome.plan.tally("track/web").percent) == ("cancelled", 100)


def test_cancelling_takes_the_task_from_its_holder_only_when_that_is_said() -> None:
    given(*begun).when(CancelTask, key="1", operator=True).then_refused(FenceRequired)
    outcome = given(*begun).when(CancelTask, key="1", operator=True, step_in=True)
    assert (outcome.task("1").lease, agent(outcome.plan).load) == (None, 0)


def test_a_deferred_task_is_put_off_and_still_holds_what_waits_for_it() -> None:
    outcome = given(task("1")).when(DeferTask, key="1", reason="later", operator=True)
    outcome.then(TaskDeferred(key="1", reason="later"))
    assert not outcome.plan.ready and not outcome.plan.is_settled("task/1")


def test_a_task_that_was_done_may_be_opened_again() -> None:
    done = [*begun, TaskProgressed(key="1", percent=80), TaskCompleted(key="1", summary="built")]
    outcome = given(*done).when(ReopenTask, key="1", reason="a bug", operator=True)
    outcome.then(TaskReopened(key="1", reason="a bug"))
    now = outcome.task("1")
    assert (now.status, now.percent, now.finished_at) == ("ready", 0, None)
