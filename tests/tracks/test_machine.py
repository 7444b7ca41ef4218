"""Anything may be asked in any order: the rules hold, and what the fold keeps up to date is what follows from the facts."""

from datetime import datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from agents.commands import RegisterAgent, StopAgent
from tests.support.documents import (
    agent_names, documents, items, point_keys, references, short_texts, task_keys, track_keys,
)
from tests.support.given import NOON, PROJECT
from tests.support.recount import Recount, assert_follows
from tracks import commands as c
from tracks import events as e
from tracks.decider import decide
from tracks.document import Document
from tracks.errors import Refusal
from tracks.evolve import Happened, evolve, fold
from tracks.facts import Facts, Pulse
from tracks.plan import Plan, Step

capabilities = st.sampled_from([(), (), ("python",)])
estimates = st.sampled_from([None, 0, 30, 500])
fences = st.one_of(st.none(), st.just(-1), st.integers(1, 40))  # -1: the fence of the present holder
several = st.lists(references, max_size=2).map(tuple)

LIFE = (
    c.StartTask, c.BlockTask, c.UnblockTask, c.SubmitTask, c.ApproveTask, c.RejectTask, c.CompleteTask, c.FailTask,
    c.RetryTask, c.ReleaseTask, c.CancelTask, c.DeferTask, c.ReopenTask,
)


class Project(RuleBasedStateMachine):
    """One project to which hypothesis sends whatever comes to its mind."""

    def __init__(self) -> None:
        super().__init__()
        self.history: list[Happened] = []
        self.plan = Plan()
        self.now: datetime = NOON
        self.fences: dict[str, int] = {}
        self.ask(c.CreateProject(project=PROJECT, name="Site"))
        for name in ("ada", "bob"):
            self.ask(RegisterAgent(project=PROJECT, name=name, capacity=2, capabilities=("python",) if name == "ada" else ()))

    def ask(self, command: Any, operator: bool = True, pulses: dict[str, Pulse] | None = None) -> list[Any] | None:
        """The events, None where it was refused. Every event is folded by itself."""
        self.now += timedelta(seconds=20)
        before = self.plan
        try:
            events = decide(before, command, Facts(self.now, "maria", operator, timedelta(seconds=90), pulses or {}))
        except Refusal as refusal:
            assert refusal.detail and "{" not in refusal.detail + refusal.advice
            return None
        finally:
            assert before == fold(Plan(), self.history)[0]
        for event in events:
            happened = Happened(event, self.plan.sequence + 1, self.now, "maria")
            self.check(happened)
            self.history.append(happened)
            self.plan = evolve(self.plan, happened)
            assert_follows(self.plan)
        return events

    def check(self, happened: Happened) -> None:
        """What an event must never say, given what happened before."""
        event, recount = happened.event, Recount(self.plan)
        if isinstance(event, e.TaskClaimed):
            task, agent = self.plan.tasks[event.key], self.plan.agents[event.agent]
            assert task.lease is None, "two leases on one task"
            assert all(map(recount.is_settled, recount.gates(task))), "begun before what it waits for"
            assert agent.load < agent.capacity and not agent.stopped
            assert set(task.capabilities) <= set(agent.capabilities)
            assert happened.sequence > self.fences.get(event.key, 0), "fences must grow"
            self.fences[event.key] = happened.sequence

    def fence_of(self, key: str, fence: int | None) -> int | None:
        task = self.plan.tasks.get(key)
        return task.lease.fence if fence == -1 and task and task.lease else fence

    # Making a plan ----------------------------------------------------------------------------------------------------

    @rule(key=track_keys, needs=several)
    def add_track(self, key: str, needs: tuple[str, ...]) -> None:
        self.ask(c.AddTrack(project=PROJECT, key=key, title="T", depends_on=needs))

    @rule(key=track_keys, title=short_texts)
    def revise_track(self, key: str, title: str) -> None:
        self.ask(c.ReviseTrack(project=PROJECT, key=key, title=title))

    @rule(key=track_keys)
    def remove_track(self, key: str) -> None:
        self.ask(c.RemoveTrack(project=PROJECT, key=key))

    @rule(
        key=task_keys, track=st.one_of(st.just(""), track_keys), parent=st.one_of(st.just(""), task_keys), needs=several,
        estimate=estimates, required=capabilities, priority=st.sampled_from(["low", "critical", "odd"]),
    )
    def add_task(
        self, key: str, track: str, parent: str, needs: tuple[str, ...], estimate: int | None, required: tuple[str, ...],
        priority: str,
    ) -> None:
        self.ask(c.AddTask(
            project=PROJECT, key=key, title="T", track=track, parent=parent, depends_on=needs, estimate=estimate,
            capabilities=required, priority=priority, steps=(Step("one"), Step("two")),
        ))

    @rule(
        key=task_keys, track=st.one_of(st.none(), st.just(""), track_keys), estimate=estimates,
        priority=st.sampled_from([None, "", "high"]),
    )
    def revise_task(self, key: str, track: str | None, estimate: int | None, priority: str | None) -> None:
        self.ask(c.ReviseTask(project=PROJECT, key=key, track=track, estimate=estimate, priority=priority))

    @rule(key=task_keys)
    def remove_task(self, key: str) -> None:
        self.ask(c.RemoveTask(project=PROJECT, key=key))

    @rule(item=items, needs=references)
    def add_dependency(self, item: str, needs: str) -> None:
        self.ask(c.AddDependency(project=PROJECT, item=item, needs=needs))

    @precondition(lambda self: self.plan.dependencies)
    @rule(data=st.data())
    def remove_dependency(self, data: st.DataObject) -> None:
        dependency = self.plan.dependencies[data.draw(st.sampled_from(sorted(self.plan.dependencies)))]
        assert self.ask(c.RemoveDependency(project=PROJECT, item=dependency.item, needs=dependency.needs))

    # Working it off ---------------------------------------------------------------------------------------------------

    @rule(name=agent_names, capacity=st.integers(1, 3))
    def register(self, name: str, capacity: int) -> None:
        self.ask(RegisterAgent(project=PROJECT, name=name, capacity=capacity))

    @rule(name=agent_names)
    def stop(self, name: str) -> None:
        self.ask(StopAgent(project=PROJECT, name=name))

    @rule(key=task_keys, agent=agent_names)
    def claim(self, key: str, agent: str) -> None:
        self.ask(c.ClaimTask(project=PROJECT, key=key, agent=agent))

    @rule(agent=agent_names, count=st.integers(1, 3))
    def claim_next(self, agent: str, count: int) -> None:
        self.ask(c.ClaimNext(project=PROJECT, agent=agent, count=count))

    @rule(command=st.sampled_from(LIFE), key=task_keys, fence=fences, operator=st.booleans(), step_in=st.booleans())
    def live(self, command: type[c.OfTask], key: str, fence: int | None, operator: bool, step_in: bool) -> None:
        before, fence = self.plan.tasks.get(key), self.fence_of(key, fence)
        events = self.ask(command(project=PROJECT, key=key, fence=fence, step_in=step_in), operator)
        if events and before and fence is not None:
            assert before.lease and before.lease.fence == fence, "a stale fence changed something"

    @rule(
        key=task_keys, fence=fences, percent=st.sampled_from([None, 0, 70, 100, 101]),
        steps=st.lists(st.tuples(st.integers(0, 2), st.booleans()), max_size=2).map(tuple),
    )
    def progress(self, key: str, fence: int | None, percent: int | None, steps: tuple[tuple[int, bool], ...]) -> None:
        self.ask(c.ReportProgress(project=PROJECT, key=key, fence=self.fence_of(key, fence), percent=percent, steps=steps))

    @rule(key=task_keys, late=st.booleans(), beats=st.booleans())
    def expire(self, key: str, late: bool, beats: bool) -> None:
        task = self.plan.tasks.get(key)
        if task and task.lease:
            self.now = max(self.now, task.lease.until) if late else self.now
            until = self.now + timedelta(seconds=60)
            pulses = {key: Pulse(task.lease.fence, until, self.now)} if beats else {}
            events = self.ask(c.ExpireLease(project=PROJECT, key=key, fence=task.lease.fence), pulses=pulses)
            assert events is None or not beats, "a beating lease expired"

    @rule(key=point_keys)
    def pass_point(self, key: str) -> None:
        after = self.plan.sync_points[key].after if key in self.plan.sync_points else ()
        if self.ask(c.PassSyncPoint(project=PROJECT, key=key)):
            assert all(map(Recount(self.plan).is_settled, after)), "passed too early"

    @rule(key=point_keys)
    def reopen_point(self, key: str) -> None:
        self.ask(c.ReopenSyncPoint(project=PROJECT, key=key))

    # Documents --------------------------------------------------------------------------------------------------------

    @rule(document=documents)
    def import_document(self, document: Document) -> None:
        leases = {key: task.lease for key, task in self.plan.tasks.items() if task.lease}
        command = c.ImportDocument(project=PROJECT, document=document)
        assert self.ask(command) is not None
        assert {key: task.lease for key, task in self.plan.tasks.items() if task.lease} == leases
        assert all(not self.plan.has_subtasks(key) for key in leases), "a held task was divided"
        assert self.ask(command) == [], "the same document again changed something"

    # What holds at any time -------------------------------------------------------------------------------------------

    @invariant()
    def nobody_holds_more_than_it_can(self) -> None:
        for agent in self.plan.agents.values():
            assert 0 <= agent.load <= agent.capacity

    @invariant()
    def nothing_hangs_in_the_air(self) -> None:
        for task in self.plan.tasks.values():
            assert not task.parent or self.plan.tasks[task.parent].track == task.track
            assert not task.track or task.track in self.plan.tracks
            assert task.lease is None or task.state in ("claimed", "in_progress", "blocked")
        for dependency in self.plan.dependencies.values():
            assert self.plan.exists(dependency.item) and self.plan.exists(dependency.needs)
        for point in self.plan.sync_points.values():
            assert all(map(self.plan.exists, point.after))

    def teardown(self) -> None:
        assert fold(Plan(), self.history)[0] == self.plan, "folding in one go gives another plan"


TestProject = Project.TestCase
TestProject.settings = settings(
    max_examples=60, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True
)
