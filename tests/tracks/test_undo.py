"""Undo: what one command did is put back, where nothing was built on it; else it says what stands in the way."""

import random
from itertools import groupby
from typing import Any

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from agents.events import AgentRegistered
from tests.support.given import NOON, PROJECT, WORLD, claimed, task, track
from tests.support.random_history import anything, history
from tests.support.recount import assert_follows
from tests.tracks.test_rollback import after, restorable
from tracks import commands as c
from tracks import events as e
from tracks.decider import decide
from tracks.errors import LeasesAreLive, LooseEnds, MuchFollowed, NothingToUndo, PlanMoved, Refusal
from tracks.evolve import fold
from tracks.facts import Facts
from tracks.happened import Done, Happened
from tracks.plan import Plan


class Story:
    """What was done, command by command: each is a list of events."""

    def __init__(self, *commands: list[Any], actors: tuple[str, ...] = ()) -> None:
        self.done: list[Done] = []
        self.plans = [Plan()]
        for place, events in enumerate([list(WORLD), *commands]):
            self.add(events, actors[place - 1] if place and actors else "maria")

    def add(self, events: list[Any], actor: str = "maria", correlation: str = "") -> "Story":
        start = self.now.sequence + 1
        happened = tuple(Happened(event, place, NOON, actor) for place, event in enumerate(events, start))
        self.done.append(Done(happened, type(events[0]).__name__, actor, correlation or f"c{start}"))
        self.plans.append(fold(self.now, happened)[0])
        return self

    @property
    def now(self) -> Plan:
        return self.plans[-1]

    def undo(self, place: int, **fields: Any) -> list[Any]:
        """The events of undoing the command at `place`, counted from 1 after the world was made."""
        since = tuple(self.done[place:])
        facts = Facts(NOON, "maria", may_step_in=True, then=self.plans[place], since=since)
        return decide(self.now, c.Undo(project=PROJECT, sequence=since[0].first, **fields), facts)

    def undone(self, place: int, **fields: Any) -> Plan:
        return after(self.now, self.undo(place, **fields))


def test_what_was_added_is_gone_and_the_last_event_says_why() -> None:
    story = Story([task("1")], [task("2"), e.DependencyAdded(item="task/2", needs="task/1")])
    events = story.undo(2)
    first = story.done[2].first
    changes = (("added", 0), ("changed", 0), ("removed", 1))
    assert events[-1] == e.CommandUndone(undone=((first, first + 1),), changes=changes)
    assert restorable(after(story.now, events), story.now) == restorable(story.plans[2], story.now)


def test_another_title_goes_back_whatever_happened_in_the_tasks_life() -> None:
    renamed = e.TaskRevised(key="1", title="Other", position=1, track="web")
    story = Story([task("1")], [renamed], [claimed("1")], [e.TaskProgressed(key="1", percent=40)])
    one = story.undone(2).tasks["1"]
    assert (one.title, one.percent, one.lease) == ("Task 1", 40, story.now.tasks["1"].lease)


def test_what_was_changed_again_since_stands_in_the_way() -> None:
    names = [e.TaskRevised(key="1", title=title, position=1, track="web") for title in ("Other", "Another")]
    story = Story([task("1")], [names[0]], [names[1]])
    with pytest.raises(MuchFollowed) as refused:
        story.undo(2)
    assert refused.value.facts == {"count": 1, "sequence": story.done[3].first, "type": "TaskRevised", "actor": "maria"}
    assert story.undone(2, with_what_followed=True).tasks["1"].title == "Task 1"
    assert story.undone(3).tasks["1"].title == "Other"


def test_what_came_to_wait_for_it_stands_in_the_way() -> None:
    story = Story([task("1")], [task("2")], [e.DependencyAdded(item="task/1", needs="task/2")])
    with pytest.raises(MuchFollowed):
        story.undo(2)
    result = story.undone(2, with_what_followed=True)
    assert set(result.tasks) == {"1"} and not result.dependencies


@pytest.mark.parametrize("later", [
    task("2", parent="1"), task("2", track="A"), e.SyncPointAdded(key="1", title="S", position=1, after=("task/1",)),
], ids=["subtask", "track", "sync point"])
def test_what_was_put_into_it_or_after_it_stands_in_the_way(later: Any) -> None:
    story = Story([task("1"), track("A")], [later])
    with pytest.raises(MuchFollowed):
        story.undo(1)
    result = story.undone(1, with_what_followed=True)
    assert not result.tasks and not result.sync_points and set(result.tracks) == {"web"}


def test_work_that_began_because_it_was_done_stands_in_the_way() -> None:
    needs = e.DependencyAdded(item="task/2", needs="task/1")
    done = [e.TaskCompleted(key="1")]
    story = Story([task("1"), task("2"), needs], [claimed("1")], done, [claimed("2")], [e.TaskCompleted(key="2")])
    with pytest.raises(MuchFollowed) as refused:
        story.undo(3)
    assert (refused.value.facts["count"], refused.value.facts["type"]) == (2, "TaskClaimed")
    result = story.undone(3, with_what_followed=True)
    assert (result.tasks["1"].status, result.tasks["2"].status) == ("ready", "pending")


def test_what_has_nothing_to_do_with_it_stays() -> None:
    story = Story([task("1")], [task("2")], [task("3"), claimed("2", by="bob")])
    assert set(story.undone(1).tasks) == {"2", "3"}


def test_all_that_one_agent_did_goes_and_what_others_did_stays() -> None:
    story = Story([task("1")], [task("2")], [task("3")], actors=("agent/ada", "agent/bob", "agent/ada"))
    assert set(story.undone(1, actor="agent/ada").tasks) == {"2"}


def test_all_of_one_correlation_goes() -> None:
    story = Story().add([task("1")], correlation="plan").add([task("2")]).add([task("3")], correlation="plan")
    assert set(story.undone(1, correlation="plan").tasks) == {"2"}


def test_a_claim_is_undone_only_if_its_lease_may_end() -> None:
    story = Story([task("1")], [claimed("1")])
    with pytest.raises(LeasesAreLive):
        story.undo(2)
    assert story.undone(2, despite_leases=True).tasks["1"].status == "ready"


def test_an_undo_can_be_undone() -> None:
    story = Story([task("1", title="One")], [task("2")])
    story.add(story.undo(1))
    assert set(story.now.tasks) == {"2"}
    assert story.undone(3).tasks["1"].title == "One"
    with pytest.raises(NothingToUndo, match="as it was before"):
        story.undo(1)


def test_what_cannot_be_undone_says_so() -> None:
    story = Story([AgentRegistered(name="cleo")], [e.MeasurementRecorded(name="errors", value="3")])
    for place in (1, 2):
        with pytest.raises(NothingToUndo):
            story.undo(place)
    with pytest.raises(NothingToUndo, match="no command there fits"):
        story.undo(1, actor="agent/nobody")


def test_a_plan_that_moved_on_since_the_preview_is_left_alone() -> None:
    story = Story([task("1")])
    with pytest.raises(PlanMoved):
        story.undo(1, expected_head=1)
    assert story.undo(1, expected_head=story.now.sequence)


def told(seed: int, commands: int) -> Story:
    """A random history, command by command: what happened in the same second was one."""
    story = Story.__new__(Story)
    story.done, story.plans = [], [Plan()]
    for _, group in groupby(history(seed, commands), key=lambda one: one.at):
        story.add([one.event for one in group])
    return story


@for_all(seed=st.integers(0, 10_000))
@settings(max_examples=40, deadline=None)
def test_undo_right_after_gives_the_plan_before(seed: int) -> None:
    story = told(seed, 60)
    chooser = random.Random(seed)
    for _ in range(30):
        try:
            facts = Facts(NOON, "maria", may_step_in=True)
            events = decide(story.now, anything(chooser, story.now), facts)
        except Refusal:
            continue
        if not events:
            continue
        story.add(events)
        try:
            result = story.undone(len(story.done) - 1, despite_leases=True)
        except NothingToUndo:
            assert restorable(story.now, story.now) == restorable(story.plans[-2], story.now)
        else:
            assert_follows(result)
            assert restorable(result, result) == restorable(story.plans[-2], story.now)


@for_all(seed=st.integers(0, 10_000), data=st.data())
@settings(max_examples=60, deadline=None)
def test_whatever_is_undone_with_all_that_followed_leaves_a_sound_plan(seed: int, data: st.DataObject) -> None:
    story = told(seed, 120)
    place = data.draw(st.integers(1, len(story.done) - 1))
    try:
        result = story.undone(place, with_what_followed=True, despite_leases=True)
    except (NothingToUndo, LooseEnds):
        return
    assert_follows(result)
