"""Whoever waits for a task that can go on is told so exactly once, and never for work that is still held back."""

from typing import Any

from agents.events import AgentStopped, MessageSent
from agents.messages import LARGEST_INBOX
from tests.support.given import HELD, PROJECT, Given, Outcome, claimed, given, task
from tracks.commands import (
    AddDependency, CancelTask, CompleteTask, PassSyncPoint, RemoveDependency, ReviseTask, UnblockTask,
)
from tracks.events import DependencyAdded, SyncPointAdded, TaskBlocked, TaskUnblocked

LATER = (task("1"), task("2", assignee="bob"), DependencyAdded(item="task/2", needs="task/1"))


def woken(outcome: Outcome) -> list[tuple[str, str, str]]:
    """Whom, about what, and in which words."""
    assert outcome.refusal is None, outcome.refusal
    return [(one.to, one.about, one.text) for one in outcome.events if isinstance(one, MessageSent)]


def test_who_a_task_is_meant_for_is_told_when_it_can_start() -> None:
    outcome = given(*LATER, claimed("1")).when(CompleteTask, key="1", fence=HELD)
    assert woken(outcome) == [("agent/bob", "task/2", "2 can start: what it waited for is done.")]
    note = outcome.events[-1]
    assert (note.sender, note.kind) == ("system", "note")
    assert note.key == note.thread == str(outcome.plan.sequence), "its key is its place in the log"
    assert list(outcome.plan.inboxes["agent/bob"]) == [note.key]


def test_it_is_told_once_for_each_time() -> None:
    done = given(*LATER, claimed("1")).when(CompleteTask, key="1", fence=HELD)
    after = Given([*done.before, *done.events])
    assert woken(after.when(ReviseTask, key="2", title="Other", operator=True)) == []
    held_back = after.when(AddDependency, item="task/2", needs="task/3", operator=True)
    assert held_back.refusal, "there is no 3"
    more = Given([*after.events, task("3"), DependencyAdded(item="task/2", needs="task/3")])
    assert len(woken(more.when(RemoveDependency, item="task/2", needs="task/3", operator=True))) == 1


def test_nobody_is_woken_for_work_that_is_still_held_back() -> None:
    two_gates = (*LATER, task("3"), DependencyAdded(item="task/2", needs="task/3"))
    assert woken(given(*two_gates, claimed("1")).when(CompleteTask, key="1", fence=HELD)) == []


def test_whatever_lets_it_go_on_wakes() -> None:
    gate = SyncPointAdded(key="1", title="Gate", position=1)
    gated = (gate, task("2", assignee="bob"), DependencyAdded(item="task/2", needs="sync/1"))
    assert len(woken(given(*gated).when(PassSyncPoint, key="1", operator=True))) == 1
    assert len(woken(given(*LATER).when(CancelTask, key="1", operator=True))) == 1


def test_who_is_no_agent_at_work_is_not_written_to() -> None:
    done: dict[str, Any] = {"key": "1", "fence": HELD}
    assert woken(given(*LATER, AgentStopped(name="bob"), claimed("1")).when(CompleteTask, **done)) == []
    for_maria = (task("1"), task("2", assignee="maria"), DependencyAdded(item="task/2", needs="task/1"), claimed("1"))
    assert woken(given(*for_maria).when(CompleteTask, **done)) == []
    nobodys = (task("1"), task("2"), DependencyAdded(item="task/2", needs="task/1"), claimed("1"))
    assert woken(given(*nobodys).when(CompleteTask, **done)) == []


def test_a_holder_is_told_when_somebody_else_lifts_its_block() -> None:
    blocked = given(task("1"), claimed("1", "bob"), TaskBlocked(key="1", reason="no key"))
    outcome = blocked.when(UnblockTask, key="1", step_in=True, operator=True)
    assert outcome.events[0] == TaskUnblocked(key="1")
    assert woken(outcome) == [("agent/bob", "task/1", "1 can go on: nothing blocks it any more.")]


def test_who_lifts_its_own_block_needs_no_telling() -> None:
    blocked = given(task("1"), claimed("1"), TaskBlocked(key="1", reason="no key"))
    assert woken(blocked.when(UnblockTask, key="1", fence=HELD)) == []


def test_a_holder_is_told_when_what_its_block_waits_for_is_settled_even_by_itself() -> None:
    both = (task("1"), task("2"), claimed("1"))
    for holder in ("bob", "ada"):
        waits = TaskBlocked(key="2", reason="needs 1", waits_for=("task/1",))
        outcome = given(*both, claimed("2", holder), waits).when(CompleteTask, key="1", fence=HELD)
        assert woken(outcome) == [(f"agent/{holder}", "task/2", "2 can go on: nothing blocks it any more.")]


def test_a_full_inbox_stays_as_it_is() -> None:
    letters = [
        MessageSent(key=str(number), thread=str(number), kind="note", sender="maria", to="agent/bob", recipients=("agent/bob",),
                    text="x")
        for number in range(9, 9 + LARGEST_INBOX)
    ]
    assert woken(given(*LATER, claimed("1"), *letters).when(CompleteTask, key="1", fence=HELD)) == []


def test_the_plan_knows_what_is_promised() -> None:
    plan = given(*LATER).plan
    assert (plan.project, list(plan.promised)) == (PROJECT, ["2"])
    assert not given(*LATER, claimed("1")).when(CompleteTask, key="1", fence=HELD).plan.promised
