"""The beat with which an agent keeps its leases. Not a command: it moves rows beside the log."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Annotated

from django.conf import settings
from django.http import HttpResponse
from msgspec import Meta, Struct

from agents.commands import BeginIncarnation, ReturnAgent
from coordinator import plans, presence
from coordinator.api.door import Ask, Door, answer, operation
from coordinator.api.reading import Fence, Percent, Strict
from coordinator.eventlog.store import Head
from tracks import errors
from tracks.plan import Plan


class BeatOfLease(Strict):
    task: Annotated[str, Meta(min_length=1, max_length=100)]
    fence: Fence
    progress: Percent | None = None


class Beat(Strict):
    """One entry for each lease the agent believes to hold; with none it merely says that it is there."""

    leases: Annotated[tuple[BeatOfLease, ...], Meta(max_length=1_000)] = ()
    incarnation: Annotated[str, Meta(max_length=100, description="What the process chose to be called when it began.")] = ""


class KeptLease(Struct, frozen=True):
    task: str
    fence: int
    until: datetime


class LostLease(Struct, frozen=True):
    """A lease that is over: stop working on the task. `detail` says how the task stands now."""

    task: str
    fence: int
    detail: str


class BeatAnswer(Struct, frozen=True):
    """`head`: the newest event of the project; `messages`: how many wait for the agent.

    `given` are leases that the agent has and did not name: handed over to it, or claimed while the answer got lost.
    `held_before` are those of them that were granted before this process began: go on with them, or release them.
    """

    head: int
    leases: list[KeptLease]
    lost: list[LostLease]
    given: list[KeptLease]
    held_before: list[KeptLease]
    messages: int


class Heartbeat(Door):
    @operation(
        "Keep the leases of an agent alive", needs="work", scope="beats", body=Beat,
        answers={200: (BeatAnswer, "Which go on, and until when; which are lost.")},
        refusals=(errors.UnknownAgent, errors.Superseded),
        example={"leases": [{"task": "B.4", "fence": 812, "progress": 40}], "incarnation": "5f0c1f6e"},
    )
    def post(self, ask: Ask, name: str) -> HttpResponse:
        agent = ask.act_as(name)
        head = ask.head()
        plan = plans.catch_up(head)
        if agent not in plan.agents:
            raise errors.UnknownAgent(name=agent, project=ask.project)
        if ask.body.incarnation not in ("", plan.agents[agent].incarnation):
            begin = BeginIncarnation(project=ask.project, name=agent, incarnation=ask.body.incarnation)
            plan = ask.tell(begin, key="").plan
        said = [presence.Beat(one.task, one.fence, one.progress) for one in ask.body.leases]
        heard = presence.beat(head.id, agent, said, timedelta(seconds=settings.LEASE_SECONDS))
        if plan.agents[agent].silent_since:
            plan = ask.tell(ReturnAgent(project=ask.project, name=agent), key="").plan
        lost = {(one.task, one.fence) for one in heard.lost}
        kept = [
            KeptLease(one.task, one.fence, heard.until[one.task]) for one in said if (one.task, one.fence) not in lost
        ]
        unread = len(plan.inboxes.get(f"agent/{agent}", ()))
        given = unnamed(head, plan, agent, said)
        before = [one for one in given if one.fence < plan.agents[agent].began]
        return answer(BeatAnswer(plan.sequence, kept, list(gone(plan, heard.lost)), given, before, unread))


def unnamed(head: Head, plan: Plan, agent: str, said: list[presence.Beat]) -> list[KeptLease]:
    """The agent's leases that its beat does not name, with their ends: one query where there are any."""
    named = {(one.task, one.fence) for one in said}
    leases = {task.key: task.lease for task in plan.leased_tasks(agent) if task.lease}
    others = {key: lease for key, lease in leases.items() if (key, lease.fence) not in named}
    ends = presence.pulses(head.id, list(others))
    return [KeptLease(key, one.fence, ends[key].until if key in ends else one.until) for key, one in others.items()]


def gone(plan: Plan, beats: list[presence.Beat]) -> Iterator[LostLease]:
    for beat in beats:
        task = plan.tasks.get(beat.task)
        if task is None:
            detail = "there is no such task"
        elif task.lease:
            detail = f"{task.lease.agent} holds it with fence {task.lease.fence}"
        else:
            detail = f"nobody holds it, it is {task.status}"
        yield LostLease(beat.task, beat.fence, detail)
