"""The moves of tasks in columns: what the fold says, only quicker; and never what another history said."""

from datetime import timedelta

import pytest

from coordinator.catalog import EVENTS
from coordinator.eventlog import store
from coordinator.eventlog.models import LogHead
from coordinator.reports.chronicle import chronicle
from coordinator.reports.moves import MOVES
from tests.support.chronicles import followed
from tests.support.given import NOON
from tests.support.random_history import history
from tests.support.world import PROJECT, a_task, an_agent, by_holder, claimed, told
from tracks import commands as c
from tracks.decider import decide
from tracks.evolve import fold
from tracks.facts import Facts
from tracks.happened import Happened
from tracks.plan import Plan

def leaves(plan: Plan) -> dict[str, str]:
    return {task.key: task.state for task in plan.tasks.values() if not plan.has_subtasks(task.key)}


def put_back(happened: list[Happened], to: int) -> list[Happened]:
    """The same history with a rollback at its end."""
    plan, before = fold(Plan(), happened)[0], fold(Plan(), happened[:to])[0]
    facts = Facts(NOON + timedelta(hours=1), "maria", may_step_in=True, then=before)
    events = decide(plan, c.Rollback(project=plan.project, to=to, despite_leases=True), facts)
    return happened + [Happened(one, plan.sequence + place, facts.now, "maria") for place, one in enumerate(events, 1)]


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("to", [0, 30, 100])
def test_every_state_is_the_one_the_fold_finds(seed: int, to: int) -> None:
    happened = history(seed, 400)
    happened = put_back(happened, to) if to else happened
    known = followed(happened)
    for until in (len(happened) // 3, len(happened)):
        plan = fold(Plan(), happened[:until])[0]
        states = leaves(plan)
        counted = known.standing(known.place(plan.sequence))
        assert counted == {state: list(states.values()).count(state) for state in counted}
    assert {key: life.state for key, life in known.lives.items() if life.state != "group"} == leaves(plan)
    holders = {task.key: task.lease.agent if task.lease else "" for task in plan.tasks.values()}
    assert {key: life.holder for key, life in known.lives.items()} == holders


def test_events_that_change_no_state_are_the_only_ones_passed_over() -> None:
    passed_over = {name for name in EVENTS if name.startswith(("task.", "lease."))} - set(MOVES)
    assert passed_over <= {"task.revised", "task.progressed", "task.terms_set", "task.retry_scheduled"}


def test_a_task_takes_from_its_first_claim_to_its_end(project: LogHead) -> None:
    an_agent("ada", capacity=5)
    a_task("1")
    fence = claimed("1")
    by_holder(c.ReleaseTask, "1", fence)
    by_holder(c.CompleteTask, "1", claimed("1"))
    head = store.find_head(PROJECT)
    assert head is not None
    (move,) = chronicle(head).finished(head.sequence, 10)
    times = {one.sequence: one.recorded_at for one in store.read(head.id)}
    assert move.minutes == pytest.approx((times[head.sequence] - times[fence]) / timedelta(minutes=1), abs=1e-4)
    assert (move.key, move.agent, move.before, move.after) == ("1", "ada", "claimed", "done")


def test_what_nobody_claimed_was_not_timed(project: LogHead) -> None:
    a_task("1")
    told(c.CompleteTask(project=PROJECT, key="1"))
    head = store.find_head(PROJECT)
    assert head is not None
    assert chronicle(head).finished(head.sequence, 10)[0].minutes is None


def test_only_the_newest_events_are_read_again(project: LogHead) -> None:
    a_task("1")
    head = store.find_head(PROJECT)
    assert head is not None
    first = chronicle(head)
    a_task("2")
    later = store.find_head(PROJECT)
    assert later is not None
    assert chronicle(later) is first
    assert [move.key for move in first.moves(0, first.place(later.sequence))] == ["1", "2"]
    assert [move.key for move in first.moves(0, first.place(head.sequence))] == ["1"]
    assert chronicle(head) is first  # whoever still holds the older head is served as well


def test_another_history_under_the_same_log_is_read_anew(project: LogHead) -> None:
    a_task("1")
    head = store.find_head(PROJECT)
    assert head is not None
    first = chronicle(head)
    first.hash = "0" * 64
    assert chronicle(head) is not first


def test_time_blocked_is_counted_with_its_cause(project: LogHead) -> None:
    an_agent("ada")
    a_task("1")
    fence = claimed("1")
    by_holder(c.BlockTask, "1", fence, reason="no key")
    by_holder(c.UnblockTask, "1", fence)
    head = store.find_head(PROJECT)
    assert head is not None
    known = chronicle(head)
    *_, move = known.moves(0, known.place(head.sequence))
    assert (move.before, move.after, move.cause) == ("blocked", "in_progress", "no key")
    assert move.minutes is not None and move.minutes >= 0
    assert known.standing(known.place(head.sequence))["in_progress"] == 1


def test_moves_can_be_found_by_time() -> None:
    known = followed(history(3, 200))
    half = (NOON + timedelta(seconds=100)).timestamp()
    place = known.place_at(half)
    assert all(move.at < half for move in known.moves(0, place))
    assert all(move.at >= half for move in known.moves(place, len(known.sequences)))
