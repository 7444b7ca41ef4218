"""Claims: the next task an agent is able to do, or a named one, with the lease and fencing token to work on it."""

from datetime import datetime
from typing import Annotated

import msgspec
from django.http import HttpResponse
from msgspec import Meta, Struct

from coordinator.api.door import JSON, Ask, Door, operation, told
from coordinator.api.reading import Strict, Words
from coordinator.api.tasks import after
from coordinator.api.waiting import Waits, claimed_or_waits
from coordinator.api.wire.tasks import Task
from coordinator.catalog import CODEC
from coordinator.command_handler import Receipt
from coordinator.one_hop import Parked
from tracks import errors
from tracks.commands import ClaimNext, ClaimTask
from tracks.plan import Plan
from tracks.reasons import because, why_nothing
from tracks.work import split

AgentName = Annotated[str, Meta(max_length=100, description="Left out, the agent whose token this is.")]
LONGEST_WAIT = 60


class NextTask(Strict):
    agent: AgentName = ""
    count: Annotated[int, Meta(ge=1, le=50, description="How many tasks at most.")] = 1
    wait: Annotated[float, Meta(ge=0, le=LONGEST_WAIT, description="How many seconds to wait for one, at most.")] = 0


    tracks: Annotated[
        tuple[str, ...], Meta(max_length=1_000, description="Only tasks of these tracks; left out, of all.")
    ] = ()
    capabilities: Annotated[
        Words | None, Meta(description="Only tasks that ask for no more than these of the agent's capabilities.")
    ] = None


class ThisTask(Strict):
    agent: AgentName = ""
    despite_conflicts: Annotated[
        bool, Meta(description="Also where others hold paths that the task would touch, which is then recorded.")
    ] = False


class Claim(Struct, frozen=True):
    """A task and the right to work on it: every write about it carries `fence`; without a beat it ends at `lease_until`.

    `because` says why it is this task, and what it steers clear of.
    """

    task: Task
    fence: int
    lease_until: datetime
    because: str


class Claimed(Struct, frozen=True):
    claims: list[Claim]


class Waiting(Struct, frozen=True):
    """`count` tasks cannot be taken because of `what`, a `gate`, a `capability` or a `path`; `holder` says who has it."""

    count: int
    sort: str
    what: str
    holder: str
    until: str


class Reason(Struct, frozen=True):
    """Why there is nothing to claim, and what to do now. `waiting` has what holds up the most tasks, `detail` says it."""

    code: str
    detail: str
    next: str
    waiting: list[Waiting]


class NothingClaimed(Struct, frozen=True):
    claims: list[Claim]
    reason: Reason


class Claims(Door):
    @operation(
        "Claim the next task that fits, or several", needs="work", scope="claims", body=NextTask,
        answers={201: (Claimed, "Best first."), 200: (NothingClaimed, "Nothing fits, and why.")},
        refusals=(errors.UnknownAgent, errors.AgentHasStopped, errors.AgentIsLost, errors.UnknownTrack),
        example={"agent": "ada", "count": 1, "wait": 30, "tracks": ["B"]},
    )
    def post(self, ask: Ask) -> HttpResponse:
        agent = who_claims(ask)
        body: NextTask = ask.body
        command = ClaimNext(
            project=ask.project, agent=agent, count=body.count, tracks=body.tracks, capabilities=body.capabilities
        )
        outcome = claimed_or_waits(ask, command)
        return shown_while(outcome, command) if isinstance(outcome, Waits) else claims_told(outcome, command)


class ClaimThis(Door):
    @operation(
        "Claim this task", needs="work", scope="claims", body=ThisTask, answers={201: (Claim, "It is the agent's.")},
        refusals=(
            errors.UnknownTask, errors.UnknownAgent, errors.TaskIsLeased, errors.TaskIsWaiting, errors.TaskIsNotReady,
            errors.TaskHasSubtasks, errors.CapabilityMissing, errors.AgentIsFull, errors.AgentHasStopped,
            errors.AgentIsLost, errors.PathsAreHeld,
        ),
        example={"agent": "ada"},
    )
    def post(self, ask: Ask, key: str) -> HttpResponse:
        body: ThisTask = ask.body
        command = ClaimTask(
            project=ask.project, key=key, agent=who_claims(ask), despite_conflicts=body.despite_conflicts
        )
        receipt = ask.tell(command)
        return told(receipt, claim_of(receipt, key, asked_for(receipt)), 201)


def who_claims(ask: Ask) -> str:
    agent = ask.act_as(ask.body.agent)
    if not agent:
        raise errors.InvalidField(field="agent", problem="is required with a token that is no agent's")
    return agent


def claims_told(receipt: Receipt, command: ClaimNext) -> HttpResponse:
    plan, agent = receipt.plan, receipt.plan.agents.get(command.agent)
    keys = [split(event.subject)[1] for event in receipt.events if event.type == "task.claimed"]
    if not keys or agent is None:
        return told(receipt, nothing(plan, command))
    claims = [claim_of(receipt, key, because(plan, plan.tasks[key], agent, command.tracks)) for key in keys]
    return told(receipt, Claimed(claims), 201)


def claim_of(receipt: Receipt, key: str, why: str) -> Claim:
    lease = receipt.plan.tasks[key].lease
    assert lease is not None
    return Claim(after(receipt, key), lease.fence, lease.until, why)


def asked_for(receipt: Receipt) -> str:
    """Why somebody has the task that it named itself."""
    accepted = next((event for event in receipt.events if event.type == "conflict.accepted"), None)
    if accepted is None:
        return "asked for by name"
    clash = CODEC.decode(accepted.type, accepted.version, accepted.body).clashes[0]
    return f"asked for by name, although {clash.agent} holds {clash.theirs}"


def shown_while(waits: Waits, command: ClaimNext) -> Parked:
    """What is answered where nobody can wait: why there is nothing just now."""
    return Parked(msgspec.json.encode(nothing(waits.plan, command)), content_type=JSON, until=waits.until)


def nothing(plan: Plan, command: ClaimNext) -> NothingClaimed:
    why = why_nothing(plan, command.agent, command.tracks, command.capabilities)
    waiting = [Waiting(one.count, one.sort, one.what, one.holder, one.until) for one in why.waiting]
    return NothingClaimed([], Reason(why.code, why.detail, why.next, waiting))
