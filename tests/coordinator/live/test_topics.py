"""Whatever an event changes anywhere in the plan, some topic that pages listen for names it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from agents.models import LeaseBeat
from coordinator import plans
from coordinator.catalog import EVENTS
from coordinator.eventlog import store
from coordinator.eventlog.models import LogHead
from coordinator.live.reading import opening
from coordinator.live.topics import FAMILIES, STAYS, topics_of
from tests.support.world import a_task, a_track, an_agent, by_holder, claimed, told
from tracks.commands import (
    AddDependency, BlockTask, CancelTask, CompleteTask, DecomposeTask, DeferTask, ExpireLease, FailTask,
    HandOverTask, RejectTask, ReleaseTask, RemoveTask, ReopenTask, ReportProgress, RetryTask, ReviseTask,
    SetTaskTerms, StartTask, SubmitTask, Subtask, UnblockTask,
)
from tracks.evolve import fold
from tracks.plan import Plan
from tracks.terms import Retry, Terms


def topics(type: str, subject: str = "task/A.1", actor: str = "maria", body: str = "{}", *within: str) -> frozenset[str]:
    return topics_of(type, subject, actor, body, within)


@pytest.mark.parametrize("type", sorted(EVENTS))
def test_the_kind_of_every_event_is_in_the_table(type: str) -> None:
    assert type.partition(".")[0] in FAMILIES


def test_the_exceptions_are_events_that_exist() -> None:
    assert not STAYS - EVENTS.keys()


def test_an_event_moves_its_subject_what_that_is_part_of_and_the_feed() -> None:
    assert {"activity", "task/21.4", "task/21", "track/A", "tasks", "tracks"} <= topics(
        "task.started", "task/21.4", "maria", "{}", "task/21", "track/A"
    )


def test_an_agent_moves_by_what_it_does_and_by_what_is_done_to_it() -> None:
    assert "agent/ada" in topics("task.started", actor="agent/ada")
    assert "agent/ada" in topics("lease.expired", actor="system/sweeper", body='{"agent":"ada","fence":3,"key":"A.1"}')


def test_an_unknown_kind_moves_everything() -> None:
    assert {"plan", "tasks", "tracks", "agents", "attention", "overview"} <= topics("weather.changed", "weather")


def test_each_thing_that_an_event_changes_is_named_by_its_topics(project: LogHead) -> None:
    live_a_little()
    newest = opening(project.pk)
    assert newest is not None
    entries = {entry.sequence: entry for entry in newest.entries}
    seen = set()
    for sequence, changes in changes_by_event(project):
        entry = entries[sequence]
        seen.add(entry.type)
        for kind, prefix in (("tasks", "task"), ("tracks", "track")):
            for key in changes.get(kind, ()):
                assert {f"{prefix}/{key}", "plan"} & entry.topics, f"{entry.type} changes {prefix} {key} in silence"
        for kind in ("tasks", "tracks", "agents"):
            assert kind in entry.topics or not changes.get(kind), f"{entry.type} changes {kind} in silence"
    assert {name for name in EVENTS if name.startswith(("task.", "lease."))} - seen <= {"task.restated", "task.approved"}


def changes_by_event(project: LogHead) -> Iterator[tuple[int, dict[str, Any]]]:
    """What the fold says that each event made different; removals and values that came out equal are told apart."""
    plan = Plan()
    for recorded in store.read(project.pk):
        before = plan
        plan, changes = fold(plan, [plans.happened(recorded)])
        yield recorded.sequence, {
            kind: {key for key, value in values.items() if getattr(before, kind, {}).get(key) != value}
            for kind, values in changes.of_kind.items()
        }


def live_a_little() -> None:
    """Two tracks that wait for each other's work, a task with subtasks, and every turn that a task's life can take."""
    an_agent("ada", capacity=5)
    a_track("B", depends_on=("track/A",))
    for key in ("A.1", "A.2", "A.3"):
        a_task(key, track="A")
    a_task("A.1.1", parent="A.1")
    a_task("A.1.2", parent="A.1")
    a_task("B.1", track="B")
    a_task("C.1", depends_on=("task/A.1",))
    told(AddDependency(project="web", item="task/A.3", needs="task/A.2"))
    told(ReviseTask(project="web", key="A.3", title="Another title"))
    first = claimed("A.1.1")
    by_holder(StartTask, "A.1.1", first)
    by_holder(ReportProgress, "A.1.1", first, percent=40)
    by_holder(BlockTask, "A.1.1", first, reason="No key")
    by_holder(UnblockTask, "A.1.1", first)
    by_holder(SubmitTask, "A.1.1", first, summary="Look")
    told(RejectTask(project="web", key="A.1.1", reason="Not yet"))
    by_holder(ReleaseTask, "A.1.1", claimed("A.1.1"))
    by_holder(FailTask, "A.1.1", claimed("A.1.1"), reason="Broken")
    told(RetryTask(project="web", key="A.1.1"))
    by_holder(CompleteTask, "A.1.1", claimed("A.1.1"), summary="There")
    by_holder(CompleteTask, "A.1.2", claimed("A.1.2"), summary="There")
    told(ReopenTask(project="web", key="A.1.2"))
    by_holder(CompleteTask, "A.1.2", claimed("A.1.2"), summary="There")
    told(DeferTask(project="web", key="A.2"))
    told(ReopenTask(project="web", key="A.2"))
    fence = claimed("A.2")
    let_it_run_out("A.2")
    told(ExpireLease(project="web", key="A.2", fence=fence), actor="system/sweeper")
    told(CancelTask(project="web", key="A.2"))
    told(RemoveTask(project="web", key="A.3"))
    by_holder(CompleteTask, "B.1", claimed("B.1"), summary="There")
    an_agent("bob")
    a_task("A.4", track="A")
    by_holder(HandOverTask, "A.4", claimed("A.4"), to="bob")
    a_task("A.5", track="A")
    told(SetTaskTerms(project="web", key="A.5", terms=Terms(retry=Retry(max_attempts=2, backoff=60))))
    by_holder(FailTask, "A.5", claimed("A.5"), reason="Not today")
    a_task("A.6", track="A")
    told(DecomposeTask(project="web", key="A.6", subtasks=(Subtask(title="One"), Subtask(title="Two", depends_on=(0,)))))


def let_it_run_out(key: str) -> None:
    LeaseBeat.objects.filter(task=key).update(until=store.clock() - timedelta(seconds=1))
