"""Starting, reporting progress, blocking and giving back: what a holder does on its way."""

from datetime import timedelta

import pytest

from tests.support.given import HELD, claimed, given, task
from tracks.blockers import blockers_of_task
from tracks.commands import BlockTask, ReleaseTask, ReportProgress, StartTask, UnblockTask
from tracks.errors import InvalidField, TaskIsNotClaimed, UnknownReference
from tracks.events import TaskBlocked, TaskProgressed, TaskReleased, TaskStarted, TaskUnblocked
from tracks.work import Step

steps = (Step("one"), Step("two"), Step("three"))
held = [task("1", steps=steps), claimed("1")]
begun = [*held, TaskStarted(key="1")]
blocked = [*begun, TaskBlocked(key="1", reason="no key")]


def test_a_claimed_task_is_started() -> None:
    outcome = given(*held).when(StartTask, key="1", fence=HELD)
    outcome.then(TaskStarted(key="1"))
    assert outcome.task("1").status == "in_progress"
    assert outcome.task("1").started_at


def test_starting_what_is_started_changes_nothing() -> None:
    given(*begun).when(StartTask, key="1", fence=HELD).then_nothing()


def test_the_start_is_that_of_the_first_attempt() -> None:
    again = [*begun, TaskReleased(key="1"), claimed("1", by="bob"), TaskStarted(key="1")]
    now = given(*again).plan.tasks["1"]
    assert now.started_at == now.created_at + timedelta(seconds=2)


def test_progress_says_how_far_and_which_steps() -> None:
    outcome = given(*begun).when(ReportProgress, key="1", fence=HELD, percent=40, steps=((2, True), (0, True)), note="half")
    outcome.then(TaskProgressed(key="1", percent=40, steps_done=(0, 2), note="half"))
    assert [step.done for step in outcome.task("1").steps] == [True, False, True]


def test_steps_that_are_not_named_stay_and_a_step_may_be_undone() -> None:
    half = [*begun, TaskProgressed(key="1", percent=0, steps_done=(0, 1))]
    given(*half).when(ReportProgress, key="1", fence=HELD, steps=((1, False), (2, True))).then(
        TaskProgressed(key="1", percent=66, steps_done=(0, 2))
    )


def test_where_no_percentage_is_said_the_steps_say_it() -> None:
    given(*begun).when(ReportProgress, key="1", fence=HELD, steps=((0, True),)).then(
        TaskProgressed(key="1", percent=33, steps_done=(0,))
    )
    far = [*begun, TaskProgressed(key="1", percent=80)]
    given(*far).when(ReportProgress, key="1", fence=HELD, note="going on").then(
        TaskProgressed(key="1", percent=80, note="going on")
    )


def test_percent_is_the_better_of_what_was_said_and_what_the_steps_say() -> None:
    def percent(said: int, *done: int) -> int:
        return given(*begun, TaskProgressed(key="1", percent=said, steps_done=done)).plan.tasks["1"].percent

    assert (percent(10), percent(10, 0), percent(50, 0), percent(100, 0, 1, 2)) == (10, 33, 50, 99)


def test_the_same_progress_again_changes_nothing_unless_it_comes_with_a_note() -> None:
    half = [*begun, TaskProgressed(key="1", percent=40, steps_done=(0,))]
    given(*half).when(ReportProgress, key="1", fence=HELD, percent=40, steps=((0, True),)).then_nothing()
    assert given(*half).when(ReportProgress, key="1", fence=HELD, percent=40, note="still here").events


@pytest.mark.parametrize("percent", [-1, 101])
def test_percent_has_its_limits(percent: int) -> None:
    given(*begun).when(ReportProgress, key="1", fence=HELD, percent=percent).then_refused(InvalidField, field="percent")


@pytest.mark.parametrize("place", [-1, 3])
def test_a_step_must_be_there(place: int) -> None:
    given(*begun).when(ReportProgress, key="1", fence=HELD, steps=((place, True),)).then_refused(InvalidField, field="steps")


def test_a_blocked_task_says_why_and_keeps_its_holder() -> None:
    outcome = given(*begun, task("2")).when(BlockTask, key="1", fence=HELD, reason="no key", waits_for=("task/2",))
    outcome.then(TaskBlocked(key="1", reason="no key", waits_for=("task/2",)))
    now = outcome.task("1")
    assert (now.status, now.waits_for) == ("blocked", ("task/2",)) and now.lease
    assert blockers_of_task(outcome.plan, now) == ["Blocked until 2: no key"]


def test_a_reason_is_not_needed_to_be_blocked() -> None:
    plan = given(*begun).when(BlockTask, key="1", fence=HELD).plan
    assert blockers_of_task(plan, plan.tasks["1"]) == ["Blocked"]


def test_what_it_waits_for_must_be_there() -> None:
    given(*begun).when(BlockTask, key="1", fence=HELD, waits_for=("task/9",)).then_refused(UnknownReference, reference="task/9")


def test_an_operator_may_block_a_task_that_nobody_holds() -> None:
    outcome = given(task("1")).when(BlockTask, key="1", reason="not now", operator=True)
    assert outcome.task("1").status == "blocked" and not outcome.plan.ready


def test_an_unblocked_task_goes_on_with_its_holder() -> None:
    outcome = given(*blocked).when(UnblockTask, key="1", fence=HELD, note="key came")
    outcome.then(TaskUnblocked(key="1", note="key came"))
    now = outcome.task("1")
    assert (now.status, now.reason, now.waits_for) == ("in_progress", "", ()) and now.lease


def test_an_unblocked_task_without_a_holder_is_open() -> None:
    left = [*blocked, TaskReleased(key="1")]
    assert given(*left).plan.tasks["1"].status == "blocked"
    assert given(*left).when(UnblockTask, key="1", operator=True).task("1").status == "ready"


def test_a_released_task_is_ready_for_others() -> None:
    outcome = given(*begun).when(ReleaseTask, key="1", fence=HELD, reason="lunch")
    outcome.then(TaskReleased(key="1", reason="lunch"))
    now = outcome.task("1")
    assert (now.status, now.lease, outcome.plan.agents["ada"].load) == ("ready", None, 0)


def test_a_blocked_task_that_is_given_back_stays_blocked() -> None:
    outcome = given(*blocked).when(ReleaseTask, key="1", fence=HELD)
    assert (outcome.task("1").status, outcome.task("1").lease) == ("blocked", None)


def test_only_what_is_held_can_be_given_back() -> None:
    given(task("1", state="blocked")).when(ReleaseTask, key="1", operator=True).then_refused(TaskIsNotClaimed)
