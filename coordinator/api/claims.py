"""Claims: the next task an agent is able to do, or a named one, with the lease and fencing token to work on it.

A claim may wait for something to become ready; it holds no thread meanwhile.
"""

import time
from datetime import datetime
from typing import Annotated

import msgspec
from django.http import HttpResponse
from msgspec import Meta, Struct

from coordinator import plans, presence
from coordinator.api.door import JSON, Ask, Door, operation, told
from coordinator.api.reading import Strict
from coordinator.api.tasks import after
from coordinator.api.wire.tasks import Task
from coordinator.command_handler import Receipt
from coordinator.eventlog import store
from coordinator.eventlog.store import Head
from coordinator.live.hub import Stopped, the_hub
from coordinator.one_hop import Parked
from tracks import errors
from tracks.claiming import fitting, why_nothing
from tracks.commands import ClaimNext, ClaimTask
from tracks.plan import Plan, split

AgentName = Annotated[str, Meta(max_length=100, description="Left out, the agent whose token this is.")]
LONGEST_WAIT = 60
DEADLINE = "signalbox.deadline"  # where a request that waits keeps it, from one run to the next


class NextTask(Strict):
    agent: AgentName = ""
    count: Annotated[int, Meta(ge=1, le=50, description="How many tasks at most.")] = 1
    wait: Annotated[float, Meta(ge=0, le=LONGEST_WAIT, description="How many seconds to wait for one, at most.")] = 0


class ThisTask(Strict):
    agent: AgentName = ""


class Claim(Struct, frozen=True):
    """A task and the right to work on it: every write about it carries `fence`; without a beat it ends at `lease_until`."""

    task: Task
    fence: int
    lease_until: datetime


class Claimed(Struct, frozen=True):
    claims: list[Claim]


class Reason(Struct, frozen=True):
    """Why there is nothing to claim, and what to do now."""

    code: str
    detail: str
    next: str


class NothingClaimed(Struct, frozen=True):
    claims: list[Claim]
    reason: Reason


class Claims(Door):
    @operation(
        "Claim the next task that fits, or several", needs="work", body=NextTask,
        answers={201: (Claimed, "Best first."), 200: (NothingClaimed, "Nothing fits, and why.")},
        refusals=(errors.UnknownAgent, errors.AgentHasStopped), example={"agent": "ada", "count": 1, "wait": 30},
    )
    def post(self, ask: Ask) -> HttpResponse:
        agent = who_claims(ask)
        if waits := parked(ask, agent):
            return waits
        receipt = ask.tell(ClaimNext(project=ask.project, agent=agent, count=ask.body.count))
        lost_the_race = not receipt.events and not ask.key
        return (lost_the_race and parked(ask, agent)) or claims_told(receipt, agent)


class ClaimThis(Door):
    @operation(
        "Claim this task", needs="work", body=ThisTask, answers={201: (Claim, "It is the agent's.")},
        refusals=(
            errors.UnknownTask, errors.UnknownAgent, errors.TaskIsLeased, errors.TaskIsWaiting, errors.TaskIsNotReady,
            errors.TaskHasSubtasks, errors.CapabilityMissing, errors.AgentIsFull, errors.AgentHasStopped,
        ),
        example={"agent": "ada"},
    )
    def post(self, ask: Ask, key: str) -> HttpResponse:
        receipt = ask.tell(ClaimTask(project=ask.project, key=key, agent=who_claims(ask)))
        return told(receipt, claim_of(receipt, key), 201)


def who_claims(ask: Ask) -> str:
    agent = ask.act_as(ask.body.agent)
    if not agent:
        raise errors.InvalidField(field="agent", problem="is required with a token that is no agent's")
    return agent


def claims_told(receipt: Receipt, agent: str) -> HttpResponse:
    claims = [claim_of(receipt, split(event.subject)[1]) for event in receipt.events if event.type == "task.claimed"]
    return told(receipt, Claimed(claims), 201) if claims else told(receipt, nothing(receipt.plan, agent))


def claim_of(receipt: Receipt, key: str) -> Claim:
    lease = receipt.plan.tasks[key].lease
    assert lease is not None
    return Claim(after(receipt, key), lease.fence, lease.until)


def nothing(plan: Plan, agent: str) -> NothingClaimed:
    why = why_nothing(plan, agent)
    return NothingClaimed([], Reason(why.code, why.detail, why.next))


# Waiting -------------------------------------------------------------------------------------------------------------


def parked(ask: Ask, agent: str) -> Parked | None:
    """The wait for something to claim; none where there is something, or where nothing is to be waited for any more."""
    scope = getattr(ask.request, "scope", None)
    if not ask.body.wait or scope is None:
        return None
    deadline: float = scope.setdefault(DEADLINE, time.monotonic() + ask.body.wait)
    if time.monotonic() >= deadline:
        return None
    head = ask.head()
    plan = plans.catch_up(head)
    if can_be_answered(plan, agent) or (ask.key and store.find_receipts(head, [ask.key])):
        return None
    if not ask.is_resumed:
        presence.seen(head.id, [agent], store.clock())  # whoever waits for work is there
    shown = msgspec.json.encode(nothing(plan, agent))
    return Parked(shown, content_type=JSON, until=lambda: worth_asking_again(head, agent, deadline))


async def worth_asking_again(head: Head, agent: str, deadline: float) -> bool:
    """Waits on the event loop until there may be something for the agent, or the deadline. False when the server stops."""
    beyond = head.sequence
    try:
        while await the_hub().grows_beyond(head.id, beyond, deadline - time.monotonic()):
            newest = plans.known(head)
            if newest is None or newest.sequence <= beyond or can_be_answered(newest, agent):
                return True  # asked again it reads what another process wrote, too
            beyond = newest.sequence
    except Stopped:
        return False
    return True


def can_be_answered(plan: Plan, name: str) -> bool:
    """Whether asking the rules would give something: a task, or a refusal."""
    agent = plan.agents.get(name)
    if agent is None or agent.stopped:
        return True
    return agent.has_room and next(fitting(plan, agent), None) is not None
