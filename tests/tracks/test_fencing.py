"""Who may say something about a task: its holder with the right fence, an operator who steps in, nobody else.

Every verb of a task's life goes through the same guard, so every rule here is tried with every verb.
"""

from typing import Any

import pytest

from tests.support.given import HELD, claimed, given, task
from tracks.commands import (
    ApproveTask, BlockTask, CancelTask, CompleteTask, DeferTask, FailTask, HandOverTask, RejectTask, ReleaseTask, ReopenTask,
    ReportProgress, RetryTask, StartTask, SubmitTask, UnblockTask,
)
from tracks.errors import Fenced, FenceRequired, NotAllowed, TaskHasSubtasks, TaskIsNotClaimed, UnknownTask, WrongStatus
from tracks.events import LeaseExpired, TaskBlocked, TaskReleased
from tracks.lifecycle import DECISIONS
from tracks.transitions import PERSON, TRANSITIONS

HOLDERS: dict[type, dict[str, Any]] = {
    StartTask: {}, ReportProgress: {"percent": 10}, BlockTask: {"reason": "r"}, SubmitTask: {}, CompleteTask: {}, FailTask: {},
    ReleaseTask: {}, HandOverTask: {"to": "bob"},
}
PERSONS = (ApproveTask, RejectTask, RetryTask, CancelTask, DeferTask, ReopenTask)
ALL = [*HOLDERS, UnblockTask, *PERSONS]
held = [task("1"), claimed("1")]
STATES = ("open", "claimed", "in_progress", "in_review", "done", "blocked", "failed", "cancelled", "deferred")


def test_no_verb_is_forgotten_here() -> None:
    assert set(ALL) == set(DECISIONS)
    assert {command for command, transition in TRANSITIONS.items() if transition.who == PERSON} == set(PERSONS)


@pytest.mark.parametrize("command", HOLDERS)
def test_the_holder_goes_on_with_its_fence(command: type) -> None:
    assert given(*held).when(command, key="1", fence=HELD, **HOLDERS[command]).events


@pytest.mark.parametrize("command", [*HOLDERS, UnblockTask])
def test_another_fence_is_over_and_the_holder_is_named(command: type) -> None:
    outcome = given(*held).when(command, key="1", fence=5)
    outcome.then_refused(Fenced, fence=5, holder="ada holds it with fence 6 since 11:00:06 UTC")


@pytest.mark.parametrize("command", [*HOLDERS, UnblockTask])
def test_the_fence_of_a_lease_that_ended_is_over(command: type) -> None:
    for ended in (TaskReleased(key="1"), LeaseExpired(key="1", agent="ada", fence=6)):
        given(*held, ended).when(command, key="1", fence=6).then_refused(Fenced, holder="nobody holds it now, it is ready")


@pytest.mark.parametrize("command", [*HOLDERS, UnblockTask])
def test_a_superseded_holder_is_told_who_holds_the_task_now(command: type) -> None:
    taken_over = [*held, LeaseExpired(key="1", agent="ada", fence=6), claimed("1", by="bob")]
    outcome = given(*taken_over).when(command, key="1", fence=6)
    outcome.then_refused(Fenced)
    assert outcome.refusal and "bob holds it with fence 8" in outcome.refusal.detail


@pytest.mark.parametrize("command", [*HOLDERS, UnblockTask])
def test_without_a_fence_a_held_task_is_left_alone(command: type) -> None:
    given(*held).when(command, key="1").then_refused(FenceRequired, agent="ada")
    given(*held).when(command, key="1", operator=True).then_refused(FenceRequired, agent="ada")


@pytest.mark.parametrize("command", [*HOLDERS, UnblockTask])
def test_saying_to_step_in_takes_the_role_to_do_it(command: type) -> None:
    given(*held).when(command, key="1", step_in=True).then_refused(FenceRequired)


@pytest.mark.parametrize("command", HOLDERS)
def test_an_operator_may_step_in_for_the_holder(command: type) -> None:
    assert given(*held).when(command, key="1", step_in=True, operator=True, **HOLDERS[command]).events


@pytest.mark.parametrize("command", [*HOLDERS, UnblockTask])
def test_what_nobody_holds_must_be_claimed_first(command: type) -> None:
    given(task("1")).when(command, key="1").then_refused(TaskIsNotClaimed, status="ready")


@pytest.mark.parametrize("command", PERSONS)
def test_some_things_only_a_person_decides(command: type) -> None:
    given(task("1")).when(command, key="1").then_refused(NotAllowed, role="operator")


@pytest.mark.parametrize("command", ALL)
def test_a_task_that_is_the_sum_of_its_subtasks_is_not_acted_on(command: type) -> None:
    family = [task("1"), task("2", parent="1"), task("3", parent="1")]
    given(*family).when(command, key="1", operator=True).then_refused(TaskHasSubtasks, subtasks="2, 3")


@pytest.mark.parametrize("command", ALL)
def test_an_unknown_task_is_not_acted_on(command: type) -> None:
    given().when(command, key="9", operator=True).then_refused(UnknownTask, key="9")


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("command", ALL)
def test_a_verb_goes_from_where_the_table_says_and_from_nowhere_else(command: type, state: str) -> None:
    events = {
        "claimed": held,
        "in_progress": [task("1", state="in_progress"), claimed("1")],
        "blocked": [*held, TaskBlocked(key="1", reason="r")],
    }.get(state, [task("1", state=state)])
    outcome = given(*events).when(command, key="1", step_in=True, operator=True, **HOLDERS.get(command, {}))
    if state not in TRANSITIONS[command].before:
        outcome.then_refused(WrongStatus, verb=TRANSITIONS[command].verb)
    elif not (command is StartTask and state == "in_progress"):
        assert outcome.events


@pytest.mark.parametrize("command", HOLDERS)
def test_an_agent_cannot_use_a_fence_that_was_given_to_another(command: type) -> None:
    """Fences stand in the log for everybody to read. Whoever asks here is Ada."""
    given(task("1"), claimed("1", by="bob")).when(command, key="1", fence=HELD).then_refused(NotAllowed, actor="agent/ada")
