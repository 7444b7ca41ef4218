"""Anything may be asked in any order: the rules hold, and what the fold keeps up to date is what follows from the facts."""

from datetime import datetime, timedelta
from itertools import combinations
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from agents.commands import AcknowledgeMessage, RegisterAgent, ResolveMessage, SendMessage, StopAgent
from tests.support.documents import (
    agent_names,
    documents,
    items,
    point_keys,
    references,
    short_texts,
    task_keys,
    track_keys,
)
from tests.support.given import NOON, PROJECT
from tests.support.recount import Recount, assert_follows
from tracks import commands as c
from tracks import events as e
from tracks.decider import decide
from tracks.document import Document
from tracks.errors import Refusal
from tracks.evolve import evolve, fold
from tracks.facts import Facts, Pulse
from tracks.happened import Happened
from tracks.paths import overlap
from tracks.plan import Plan
from tracks.reasons import because, why_nothing
from tracks.terms import Retry, Terms
from tracks.work import Step

capabilities = st.sampled_from([(), (), ("python",)])
estimates = st.sampled_from([None, 0, 30, 500])
fences = st.one_of(st.none(), st.just(-1), st.integers(1, 40))  # -1: the fence of the present holder
several = st.lists(references, max_size=2).map(tuple)

path_sets = st.lists(st.sampled_from(["src", "src/a.py", "src/*.py", "**/a.py", "docs", "no path/../"]), max_size=2).map(tuple)

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
        if isinstance(event, e.TaskHandedOver):
            task, agent = self.plan.tasks[event.key], self.plan.agents[event.agent]
            assert task.lease and task.lease.agent == event.giver != event.agent
            assert agent.load < agent.capacity and agent.joined and not agent.stopped
            assert set(task.capabilities) <= set(agent.capabilities)
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
        estimate=estimates, required=capabilities, priority=st.sampled_from(["low", "critical", "odd"]), paths=path_sets,
    )
    def add_task(
        self, key: str, track: str, parent: str, needs: tuple[str, ...], estimate: int | None, required: tuple[str, ...],
        priority: str, paths: tuple[str, ...],
    ) -> None:
        self.ask(c.AddTask(
            project=PROJECT, key=key, title="T", track=track, parent=parent, depends_on=needs, estimate=estimate,
            capabilities=required, priority=priority, paths=paths, steps=(Step("one"), Step("two")),
        ))

    @rule(
        key=task_keys, track=st.one_of(st.none(), st.just(""), track_keys), estimate=estimates,
        priority=st.sampled_from([None, "", "high"]), paths=st.one_of(st.none(), path_sets),
    )
    def revise_task(
        self, key: str, track: str | None, estimate: int | None, priority: str | None, paths: tuple[str, ...] | None
    ) -> None:
        self.ask(c.ReviseTask(project=PROJECT, key=key, track=track, estimate=estimate, priority=priority, paths=paths))

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

    @rule(key=task_keys, agent=agent_names, despite=st.booleans())
    def claim(self, key: str, agent: str, despite: bool) -> None:
        held = others_hold(self.plan, key, agent)
        events = self.ask(c.ClaimTask(project=PROJECT, key=key, agent=agent, despite_conflicts=despite))
        assert not events or not held or despite, "given out although others hold its paths"
        assert not events or any(isinstance(event, e.ConflictAccepted) for event in events) == held

    @rule(agent=agent_names, count=st.integers(1, 3), tracks=st.one_of(st.just(()), st.lists(track_keys, max_size=2).map(tuple)))
    def claim_next(self, agent: str, count: int, tracks: tuple[str, ...]) -> None:
        before = self.plan
        events = self.ask(c.ClaimNext(project=PROJECT, agent=agent, count=count, tracks=tracks))
        for event in events or ():
            task = before.tasks[event.key]
            assert not others_hold(before, event.key, agent) and (not tracks or task.track in tracks)
            assert because(self.plan, self.plan.tasks[event.key], self.plan.agents[agent], tracks)
        if events == []:
            why = why_nothing(before, agent, tracks)
            assert why.detail and why.next and "{" not in why.detail
            could = [
                rank for rank in before.ready if before.agents[agent].offers(before.tasks[rank[3]].capabilities)
                and not others_hold(before, rank[3], agent) and (not tracks or before.tasks[rank[3]].track in tracks)
            ]
            assert not could or why.code == "agent_is_full", "there was something to give"

    @rule(
        agent=agent_names, paths=path_sets, mode=st.sampled_from(["exclusive", "shared", "odd"]),
        task=st.one_of(st.just(""), task_keys), time=st.sampled_from([None, 0, 60, 5_000]),
    )
    def reserve(self, agent: str, paths: tuple[str, ...], mode: str, task: str, time: int | None) -> None:
        fence = self.fence_of(task, -1) if task else None
        time = None if task and time else time
        self.ask(c.ReservePaths(
            project=PROJECT, agent=agent, paths=paths, mode=mode, task=task, fence=fence if fence != -1 else None, expires_in=time
        ))

    @precondition(lambda self: self.plan.reservations)
    @rule(
        data=st.data(), later=st.booleans(),
        what=st.sampled_from([c.ReleaseReservation, c.ExpireReservation, c.ExtendReservation]),
    )
    def end_reservation(self, data: st.DataObject, what: Any, later: bool) -> None:
        key = data.draw(st.sampled_from(sorted(self.plan.reservations)))
        until = self.plan.reservations[key].until
        if later and until:
            self.now = max(self.now, until)
        fields = {"expires_in": 100} if what is c.ExtendReservation else {}
        events = self.ask(what(project=PROJECT, key=key, **fields))
        if what is c.ExpireReservation:
            assert events == [] or (until and until <= self.now), "it ended before its time"

    @rule(command=st.sampled_from(LIFE), key=task_keys, fence=fences, operator=st.booleans(), step_in=st.booleans())
    def live(self, command: type[c.OfTask], key: str, fence: int | None, operator: bool, step_in: bool) -> None:
        before, fence = self.plan.tasks.get(key), self.fence_of(key, fence)
        events = self.ask(command(project=PROJECT, key=key, fence=fence, step_in=step_in), operator)
        if events and before and fence is not None:
            assert before.lease and before.lease.fence == fence, "a stale fence changed something"

    @rule(
        key=st.one_of(task_keys, track_keys), check=st.sampled_from(["", "make"]), review=st.booleans(),
        retry=st.sampled_from([None, Retry(2), Retry(3, 60, 2)]), of_track=st.booleans(),
    )
    def set_terms(self, key: str, check: str, review: bool, retry: Retry | None, of_track: bool) -> None:
        command = c.SetTrackTerms if of_track else c.SetTaskTerms
        self.ask(command(project=PROJECT, key=key, terms=Terms(check=check, review=review, retry=retry)))

    @rule(key=task_keys)
    def try_again(self, key: str) -> None:
        self.ask(c.RetryDue(project=PROJECT, key=key))

    @rule(key=task_keys, fence=fences, summary=st.sampled_from(["", "one", "two"]))
    def offer(self, key: str, fence: int | None, summary: str) -> None:
        fence = self.fence_of(key, fence) or 1
        self.ask(c.OfferResult(project=PROJECT, key=key, fence=fence, verb="complete", summary=summary))

    @rule(key=task_keys, command=st.sampled_from([c.AcceptOffer, c.DismissOffer]), fence=fences, data=st.data())
    def answer_offer(self, key: str, command: type[Any], fence: int | None, data: st.DataObject) -> None:
        offered = self.plan.tasks[key].offered if key in self.plan.tasks else ()
        offer = data.draw(st.sampled_from(offered or (1,)))
        self.ask(command(project=PROJECT, key=key, offer=offer, fence=self.fence_of(key, fence), step_in=True))

    @rule(
        key=task_keys, keys=st.lists(st.one_of(st.just(""), task_keys), min_size=1, max_size=3), fence=fences,
        needs=st.lists(st.one_of(references, st.integers(0, 3)), max_size=2).map(tuple), step_in=st.booleans(),
    )
    def decompose(
        self, key: str, keys: list[str], fence: int | None, needs: tuple[str | int, ...], step_in: bool
    ) -> None:
        parts = tuple(c.Subtask(key=one, title="T", depends_on=needs if place == 0 else ()) for place, one in enumerate(keys))
        fence = self.fence_of(key, fence)
        self.ask(c.DecomposeTask(project=PROJECT, key=key, fence=fence, step_in=step_in, subtasks=parts))

    @rule(key=task_keys, to=agent_names, fence=fences, step_in=st.booleans())
    def hand_over(self, key: str, to: str, fence: int | None, step_in: bool) -> None:
        self.ask(c.HandOverTask(project=PROJECT, key=key, to=to, fence=self.fence_of(key, fence), step_in=step_in))

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

    # Talking ----------------------------------------------------------------------------------------------------------

    @rule(
        sender=agent_names, to=st.sampled_from(["everyone", "person", "track/A", "agent/ada"]),
        kind=st.sampled_from(["note", "question", "blocker"]), data=st.data(),
    )
    def write(self, sender: str, to: str, kind: str, data: st.DataObject) -> None:
        reply_to = data.draw(st.sampled_from(["", *sorted(self.plan.messages)]))
        command = SendMessage(project=PROJECT, text="T", to=to, kind=kind, sender=f"agent/{sender}", reply_to=reply_to)
        if events := self.ask(command):
            assert events[-1].key == str(self.plan.sequence) and f"agent/{sender}" not in events[-1].recipients

    @precondition(lambda self: self.plan.deliveries)
    @rule(data=st.data())
    def read(self, data: st.DataObject) -> None:
        delivery = self.plan.deliveries[data.draw(st.sampled_from(sorted(self.plan.deliveries)))]
        command = AcknowledgeMessage(project=PROJECT, key=delivery.message, recipient=delivery.recipient)
        assert self.ask(command)
        assert not self.ask(command)

    @precondition(lambda self: self.plan.unsettled)
    @rule(data=st.data())
    def resolve(self, data: st.DataObject) -> None:
        assert self.ask(ResolveMessage(project=PROJECT, key=data.draw(st.sampled_from(sorted(self.plan.unsettled)))))

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
    def no_two_reservations_of_different_agents_keep_each_other_out(self) -> None:
        for one, other in combinations(self.plan.reservations.values(), 2):
            if one.agent != other.agent and not one.mode == other.mode == "shared":
                assert not any(overlap(mine, theirs) for mine in one.paths for theirs in other.paths)

    @invariant()
    def nobody_holds_more_than_it_can(self) -> None:
        for agent in self.plan.agents.values():
            assert 0 <= agent.load <= agent.capacity

    @invariant()
    def every_offer_is_known_by_its_task(self) -> None:
        offered = {str(fence) for task in self.plan.tasks.values() for fence in task.offered}
        assert offered == set(self.plan.offers)

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


def others_hold(plan: Plan, key: str, agent: str) -> bool:
    task = plan.tasks.get(key)
    return bool(task and set(Recount(plan).held(task)) - {agent})


TestProject = Project.TestCase
TestProject.settings = settings(
    max_examples=60, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True
)
