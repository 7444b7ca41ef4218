"""What needs a person comes in one queue, ranked by the work it holds up, each with why, since when, who, and what to do."""

from datetime import timedelta
from typing import Any

from agents.events import AgentLost, AgentRegistered, MessageAcknowledged, MessageSent
from tests.support.given import NOON, claimed, given, task, track
from tracks.attention.items import Item
from tracks.attention.people import Silence
from tracks.attention.queue import queue
from tracks.events import (
    ConflictAreaAdded, DependencyAdded, ImportApplied, ResultOffered, SyncPointAdded, SyncPointPassed, TaskBlocked,
    TaskCompleted, TaskFailed, TaskSubmitted,
)

FEW = (AgentRegistered(name="ada", capacity=9),)


def items(*events: Any, silent: tuple[Silence, ...] = (), now: Any = NOON) -> list[Item]:
    return [one.draw() for one in queue(given(*FEW, *events).plan, now, silent)]


def blocked(key: str) -> tuple[Any, ...]:
    return claimed(key), TaskBlocked(key=key, reason="no key")


def written(key: str, **fields: Any) -> MessageSent:
    return MessageSent(**{
        "key": key, "thread": key, "kind": "note", "sender": "agent/ada", "to": "person", "recipients": ("person",), "text": "T",
        **fields,
    })


def labels(item: Item) -> list[str]:
    return [one.label for one in item.actions]


def needs(item: str, other: str) -> DependencyAdded:
    return DependencyAdded(item=item, needs=other)


def test_nothing_needs_a_person_while_everything_goes_its_way() -> None:
    assert items(task("1"), claimed("1")) == []


def test_blocked_failed_and_offered_work_is_ranked_by_the_longest_path_behind_it() -> None:
    found = items(
        task("1", estimate=60), task("2", estimate=60), task("3", estimate=60), task("4", estimate=60), task("5", estimate=600),
        needs("task/4", "task/3"), needs("task/5", "task/2"), claimed("1"), TaskFailed(key="1", reason="timeout"), *blocked("2"),
        claimed("3"), TaskSubmitted(key="3", summary="please look"),
    )
    assert [(item.key, item.kind, item.holds_up) for item in found] == [
        ("2", "blocked", 660), ("3", "in_review", 120), ("1", "failed", 60),
    ]
    assert [item.consequence for item in found] == [
        "1 item waits for it · 10 hours of work behind it", "1 item waits for it · 1 hour of work behind it",
        "Nothing waits for it",
    ]
    assert [item.reason for item in found] == ["Task 2: no key", "Task 3: please look", "Task 1: timeout"]
    assert {item.who for item in found} == {"agent/ada"}
    assert [labels(item) for item in found] == [
        ["Unblock", "Write to its holder", "Defer", "Cancel"], ["Approve", "Send back"], ["Try again", "Defer", "Cancel"],
    ]


def test_a_parent_is_not_listed_beside_its_blocked_subtask() -> None:
    assert [item.key for item in items(task("1"), task("11", parent="1"), *blocked("11"))] == ["11"]


def test_a_track_without_an_owner_counts_once_another_waits_for_it() -> None:
    found = items(
        track("A", title="Schema"), track("B", owner="Bob"), track("C", owner="Cyd"), track("D", title="Alone"),
        task("1", track="A", assignee="ada"), needs("track/B", "task/1"), needs("track/C", "track/A"),
    )
    assert [(item.reason, item.consequence, item.holds_up) for item in found] == [
        ("Nobody owns track A, Schema", "Tracks B, C wait for it", 120)
    ]


def test_ready_work_that_begins_the_longest_path_and_that_nobody_has_needs_somebody() -> None:
    long = (task("1"), task("2", estimate=600), needs("task/2", "task/1"), task("3"))
    assert [(item.about, item.kind) for item in items(*long)] == [("task/1", "unowned")]
    assert items(*long, claimed("1")) == []
    assert items(task("1", assignee="bob"), *long[1:]) == []
    assert items(track("A", owner="Ada"), task("1", track="A"), *long[1:]) == []


def test_a_sync_point_whose_time_has_come_waits_to_be_passed() -> None:
    gate = (task("1"), task("2"), SyncPointAdded(key="1", title="Gate", position=1, after=("task/1",), check="all agree"))
    early = (*gate, needs("task/2", "sync/1"), claimed("1"))
    assert items(*early) == []
    [item] = items(*early, TaskCompleted(key="1"))
    assert (item.kind, item.about, item.holds_up, labels(item)) == ("sync", "sync/1", 60, ["Pass"])
    assert items(*early, TaskCompleted(key="1"), SyncPointPassed(key="1")) == []


def test_a_result_that_came_too_late_waits_to_be_accepted_or_dismissed() -> None:
    late = ResultOffered(key="1", agent="bob", fence=6, verb="complete", summary="all of it", evidence=())
    [item] = items(task("1"), late)
    assert (item.kind, item.reason) == ("offer", "bob finished Task 1 after its lease was over: all of it")
    assert labels(item) == ["Accept", "Dismiss"]


def test_blockers_questions_to_people_and_what_they_have_not_read_stand_in_the_queue() -> None:
    found = items(
        task("1", estimate=600), claimed("1"), written("8"), written("9", kind="question"),
        written("10", kind="blocker", to="agent/bob", recipients=("agent/bob",), about="task/1"),
        written("11", kind="question", to="agent/bob", recipients=("agent/bob",)), written("12"),
        MessageAcknowledged(key="12", recipient="person"),
    )
    assert [(item.id, item.kind, item.holds_up) for item in found] == [
        ("message/10", "blocker", 600), ("message/8", "message", 600), ("message/9", "question", 600),
    ]
    assert [labels(item) for item in found] == [["Answer", "Settle"], ["Read", "Answer"], ["Answer", "Settle"]]


def test_a_question_that_is_past_its_time_needs_a_person_whomever_it_was_put_to() -> None:
    asked = written("6", kind="question", to="agent/bob", recipients=("agent/bob",), deadline=NOON)
    assert [item.kind for item in items(asked)] == ["question"]
    assert items(asked, now=NOON - timedelta(seconds=1)) == []


def test_a_lost_agent_needs_a_person_while_it_holds_work() -> None:
    lost = AgentLost(name="ada", seen_at=NOON - timedelta(minutes=6))
    assert items(lost) == []
    [item] = items(task("1"), claimed("1"), lost, silent=(Silence("ada", "1", NOON - timedelta(minutes=6)),))
    assert (item.kind, item.reason, item.since) == ("lost", "ada is lost and holds 1", NOON - timedelta(minutes=6))


def test_a_holder_that_missed_its_beats_needs_a_look() -> None:
    [item] = items(task("1"), claimed("1"), silent=(Silence("ada", "1", NOON - timedelta(minutes=3)),))
    assert item.reason == "No heartbeat from ada for 3 min"
    assert item.consequence == "Task 1 becomes free when its lease ends. Nothing waits for it"


def test_two_agents_on_the_same_paths_need_somebody_to_part_them() -> None:
    both = (task("1", paths=("src/**",), estimate=600), task("2", paths=("src/a.py",)))
    [item] = items(*both, claimed("1"), claimed("2", "bob"))
    assert (item.kind, item.about, item.holds_up, item.who) == ("conflict", "task/2", 600, "agent/bob")
    assert item.reason == "bob (2) and ada (1) both have src/a.py"
    assert [one.address for one in item.actions] == ["tasks/2/release", "messages"]


def test_a_declared_area_needs_a_resolution_while_two_of_its_tracks_have_work() -> None:
    two = (track("A", owner="Ada"), track("B", owner="Bob"), task("1", track="A"), task("2", track="B", estimate=90))
    area = ConflictAreaAdded(key="settings", area="settings.py", position=1, tracks=("A", "B"))
    [item] = items(*two, area)
    assert (item.kind, item.holds_up, item.actions[0].address) == ("conflict", 90, "conflicts/settings/resolve")
    assert items(*two, area, claimed("1"), TaskCompleted(key="1")) == []
    assert items(*two, ConflictAreaAdded(key="s", area="s", position=1, tracks=("A", "B"), resolution="A first")) == []


def test_an_import_with_lines_in_doubt_comes_last() -> None:
    report = ImportApplied(
        format="markdown", filename="PLAN.md", digest="d", counts=(), changes=(), problems=((3, "x", "odd", "warning"),),
    )
    found = items(report, task("1"), *blocked("1"))
    assert [item.kind for item in found] == ["blocked", "import"]
    assert found[1].reason == "1 line of PLAN.md is in doubt"


def test_what_is_equally_pressing_comes_in_the_same_order_every_time() -> None:
    events = [task(str(number)) for number in range(1, 6)] + [one for number in range(1, 6) for one in blocked(str(number))]
    assert [item.key for item in items(*events)] == ["1", "2", "3", "4", "5"]
