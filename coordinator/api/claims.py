"""Claims: the next task an agent is able to do, or a named one, with the lease and fencing token to work on it."""

from datetime import datetime
from typing import Annotated

import msgspec
from django.http import HttpResponse
from msgspec import Meta, Struct

from coordinator.api.door import JSON, Ask, Door, operation, told
from coordinator.api.reading import Strict
from coordinator.api.tasks import after
from coordinator.api.waiting import Waits, claimed_or_waits
from coordinator.api.wire.tasks import Task
from coordinator.command_handler import Receipt
from coordinator.one_hop import Parked
from tracks import errors
from tracks.claiming import why_nothing
from tracks.commands import ClaimNext, ClaimTask
from tracks.plan import Plan, split

AgentName = Annotated[str, Meta(max_length=100, description="Left out, the agent whose token this is.")]
LONGEST_WAIT = 60


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
        command = ClaimNext(project=ask.project, agent=agent, count=ask.body.count)
        outcome = claimed_or_waits(ask, command)
        return shown_while(outcome, agent) if isinstance(outcome, Waits) else claims_told(outcome, agent)


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


def shown_while(waits: Waits, agent: str) -> Parked:
    """What is answered where nobody can wait: why there is nothing just now."""
    return Parked(msgspec.json.encode(nothing(waits.plan, agent)), content_type=JSON, until=waits.until)


def nothing(plan: Plan, agent: str) -> NothingClaimed:
    why = why_nothing(plan, agent)
    return NothingClaimed([], Reason(why.code, why.detail, why.next))
