"""The numbers of the last days: flow, cycle times, time blocked, shares, and how far a project is."""

from typing import Any, cast

from coordinator.eventlog.store import Head
from coordinator.reports.blocked_time import blocked_time
from coordinator.reports.cycle_times import cycle_times
from coordinator.reports.flow import flow
from coordinator.reports.moments import Moment
from coordinator.reports.periods import Period, midnight
from coordinator.reports.shares import agent_shares
from coordinator.reports.standing import standing
from tests.support.chronicles import at, followed, over_days
from tests.support.given import WORLD, claimed, given, task, track
from tracks.events import (
    DependencyAdded, LeaseExpired, TaskApproved, TaskBlocked, TaskCancelled, TaskCompleted, TaskFailed, TaskReleased,
    TaskReopened, TaskSubmitted, TaskUnblocked,
)
from tracks.evolve import fold
from tracks.plan import Plan

ONE, TWO, THREE = at(0).date(), at(1).date(), at(2).date()


def span_over(*days: list[Any], first: int = 0, until_minute: float = 600) -> Period:
    """The days from number `first` on, seen from so many minutes after noon on the last of them."""
    happened = over_days([*WORLD, *days[0]], *days[1:])
    known, plan = followed(happened), fold(Plan(), happened)[0]
    moment = Moment(cast(Head, None), plan, "hash", happened[-1].at, is_now=True)
    shown = tuple(at(number).date() for number in range(first, len(days)))
    places = range(known.place_at(midnight(shown[0]).timestamp()), len(known.sequences))
    return Period(moment, at(len(days) - 1, until_minute), shown, known, places)


def test_each_day_counts_what_happened_and_what_stood_at_its_end() -> None:
    span = span_over(
        [task("1"), task("2"), task("3"), claimed("1"), TaskCompleted(key="1")],
        [claimed("2"), TaskFailed(key="2", reason="no"), TaskReopened(key="1"), TaskCancelled(key="3")],
        [],
    )
    first, second, third = flow(span).days
    assert (first.date, first.added, first.begun, first.done) == (ONE, 3, 1, 1)
    assert (second.begun, second.failed, second.reopened, second.cancelled, second.done) == (1, 1, 1, 1, 0)
    assert {state: count for state, count in first.standing.items() if count} == {"open": 2, "done": 1}
    assert {state: count for state, count in second.standing.items() if count} == {"open": 1, "failed": 1, "cancelled": 1}
    assert third.standing == second.standing
    assert third.date == THREE
    assert flow(span).throughput == 0.33


def test_what_was_before_the_days_shown_counts_in_what_stands_and_nowhere_else() -> None:
    later = flow(span_over([task("1"), task("2")], [claimed("1")], first=1)).days
    assert [(day.date, day.added, day.begun, day.standing["open"]) for day in later] == [(TWO, 0, 1, 1)]


def test_a_task_that_is_split_up_is_no_work_of_its_own_any_more() -> None:
    (day,) = flow(span_over([task("1"), task("1.1", parent="1"), task("1.2", parent="1")])).days
    assert (day.added, day.standing["open"]) == (3, 2)


def test_cycle_times_go_from_the_first_claim_to_the_end_and_are_told_by_track() -> None:
    events = [
        track("data"), task("1"), task("2", track="data"), task("3"), claimed("1"), TaskReleased(key="1"), claimed("1"),
        TaskCompleted(key="1"), claimed("2"), TaskSubmitted(key="2"), TaskApproved(key="2"), TaskCompleted(key="3"),
    ]
    everything, data, web = cycle_times(span_over(events))
    assert (everything.track, everything.timed, everything.p50) == (None, 2, 2.5)
    assert [(one.track, one.timed, one.p50, one.p95) for one in (data, web)] == [("data", 1, 2, 2), ("web", 1, 3, 3)]
    assert [one.p50 for one in cycle_times(span_over([task("1")]))] == [None]


def test_blocked_time_is_added_up_by_cause_and_goes_on_until_now() -> None:
    span = span_over(
        [task("1"), task("2"), task("3"), *(claimed(key) for key in "12"), TaskBlocked(key="1", reason="no key"),
         TaskBlocked(key="2", reason="no key"), TaskUnblocked(key="1"), TaskBlocked(key="3", reason="the weather")],
        until_minute=20,
    )
    assert [(one.cause, one.times, one.minutes, one.now) for one in blocked_time(span)] == [
        ("no key", 2, 2 + 20 - len(WORLD) - 6, 1), ("the weather", 1, 20 - len(WORLD) - 8, 1),
    ]


def test_time_blocked_before_the_days_shown_is_not_counted() -> None:
    (one,) = blocked_time(span_over([task("1"), TaskBlocked(key="1", reason="x")], [TaskUnblocked(key="1")], first=1))
    assert (one.times, one.minutes, one.now) == (1, 12 * 60, 0)


def test_each_agent_has_its_share() -> None:
    events = [task("1"), task("2"), task("3"), claimed("1"), TaskCompleted(key="1"), claimed("2"), TaskSubmitted(key="2"),
              TaskApproved(key="2")]
    more = [claimed("3", "bob"), LeaseExpired(key="3", agent="bob", fence=1), claimed("3", "bob"), TaskCompleted(key="3")]
    ada, bob = agent_shares(span_over([*events, *more]))
    assert (ada.agent, ada.claimed, ada.done, ada.share, ada.minutes) == ("ada", 2, 2, 0.6667, 3)
    assert (bob.agent, bob.leases_lost, bob.done, bob.share) == ("bob", 1, 1, 0.3333)
    assert agent_shares(span_over([])) == []


def test_tasks_and_subtasks_are_completed_apart() -> None:
    seen = standing(given(task("1"), task("2"), task("2.1", parent="2"), task("3"), TaskCompleted(key="1"),
                          TaskCancelled(key="3")).plan)
    assert (seen.tasks.total, seen.tasks.done, seen.tasks.cancelled, seen.tasks.completed) == (3, 1, 1, 50)
    assert (seen.subtasks.total, seen.subtasks.done, seen.subtasks.completed) == (1, 0, 0)


def test_what_is_urgent_and_what_nobody_has_comes_by_the_work_behind_it() -> None:
    tasks = [
        task("1", priority="high"), task("2", priority="critical", assignee="eva"), task("3"), task("4", track="owned"),
        task("5", priority="high"),
    ]
    events = [track("owned", owner="maria"), *tasks, DependencyAdded(item="task/3", needs="task/2"), claimed("5")]
    seen = standing(given(*events).plan)
    assert [(one.key, one.waits) for one in seen.high_priority] == [("2", False), ("1", False)]
    assert seen.high_priority_pending == 2
    assert (seen.unassigned, seen.unassigned_tasks) == (2, ["1", "3"])
    assert (seen.in_progress, seen.ready, seen.blocked) == (1, 3, 0)
