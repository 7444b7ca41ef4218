"""The beat with which an agent keeps its leases. Not a command: it moves rows beside the log."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Annotated

from django.conf import settings
from django.http import HttpResponse
from msgspec import Meta, Struct

from coordinator import plans, presence
from coordinator.api.door import Ask, Door, answer, operation
from coordinator.api.reading import Fence, Percent, Strict
from tracks import errors
from tracks.plan import Plan


class BeatOfLease(Strict):
    task: Annotated[str, Meta(min_length=1, max_length=100)]
    fence: Fence
    progress: Percent | None = None


class Beat(Strict):
    """One entry for each lease the agent believes to hold; with none it merely says that it is there."""

    leases: Annotated[tuple[BeatOfLease, ...], Meta(max_length=1_000)] = ()


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
    """`head`: the newest event of the project; `messages`: how many wait for the agent."""

    head: int
    leases: list[KeptLease]
    lost: list[LostLease]
    messages: int


class Heartbeat(Door):
    @operation(
        "Keep the leases of an agent alive", needs="work", body=Beat,
        answers={200: (BeatAnswer, "Which go on, and until when; which are lost.")}, refusals=(errors.UnknownAgent,),
        example={"leases": [{"task": "B.4", "fence": 812, "progress": 40}]},
    )
    def post(self, ask: Ask, name: str) -> HttpResponse:
        agent = ask.act_as(name)
        head = ask.head()
        plan = plans.catch_up(head)
        if agent not in plan.agents:
            raise errors.UnknownAgent(name=agent, project=ask.project)
        said = [presence.Beat(one.task, one.fence, one.progress) for one in ask.body.leases]
        heard = presence.beat(head.id, agent, said, timedelta(seconds=settings.LEASE_SECONDS))
        lost = {(one.task, one.fence) for one in heard.lost}
        kept = [
            KeptLease(one.task, one.fence, heard.until[one.task]) for one in said if (one.task, one.fence) not in lost
        ]
        return answer(BeatAnswer(head.sequence, kept, list(gone(plan, heard.lost)), 0))


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
