"""Agents: list, register (with a token), read, revise, measure, stop, and a fresh token for one that lost its own."""

from collections.abc import Iterable
from typing import Annotated

import msgspec
from django.http import HttpResponse
from django.utils import timezone
from msgspec import UNSET, Meta, UnsetType

from agents.commands import RegisterAgent, ReviseAgent, StopAgent
from agents.plan import KEPT_STINTS
from coordinator import plans
from coordinator.access.tokens import revoke_others, token_for_agent
from coordinator.api.door import Ask, Door, address, answer, operation, told
from coordinator.api.reading import Key, Line, Strict, Text, Words, given
from coordinator.api.rows import AGENTS, At, Moment, Page, moment
from coordinator.api.versions import etag, expected
from coordinator.api.wire.agents import (
    Agent, AgentList, AgentMetrics, AgentWithToken, draw_agent, draw_metrics, with_token,
)
from coordinator.command_handler import Receipt
from coordinator.eventlog.models import Event
from coordinator.eventlog.rows import Row
from coordinator.liveliness import NO_SIGNS, signs_of
from coordinator.projections.people import agent_row
from tracks import errors


class NewAgent(Strict):
    name: Key
    kind: Annotated[str, Meta(description="person, external, process or llm")] = "external"
    title: Annotated[str, Meta(max_length=300)] = ""
    role: Text = ""
    capabilities: Words = ()
    capacity: Annotated[int, Meta(ge=1, le=1_000, description="How many tasks it takes at once.")] = 1
    working_directory: Line = ""
    incarnation: Annotated[str, Meta(max_length=100, description="What its process chose to be called when it began.")] = ""


class AgentEdit(Strict):
    """What is to be different; what is left out stays."""

    kind: Annotated[str, Meta(description="person, external, process or llm")] | UnsetType = UNSET
    title: Annotated[str, Meta(max_length=300)] | UnsetType = UNSET
    role: Text | UnsetType = UNSET
    capabilities: Words | UnsetType = UNSET
    capacity: Annotated[int, Meta(ge=1, le=1_000)] | UnsetType = UNSET
    working_directory: Line | UnsetType = UNSET


class MetricsQuery(At):
    last: Annotated[int, Meta(ge=1, le=KEPT_STINTS, description="Of how many of the last tasks times are told.")] = 20


class Stop(Strict):
    reason: Text = ""


class Agents(Door):
    @operation("List the agents by name", query=Page, answers={200: (AgentList, "A page of agents.")})
    def get(self, ask: Ask) -> HttpResponse:
        place = moment(ask.head(), ask.query.at)
        rows, cursor = place.page(AGENTS, ask.query)
        return answer(AgentList(drawn(place, rows), cursor, place.sequence))

    @operation(
        "Let an agent join; its token is shown this once", needs="work", body=NewAgent,
        answers={201: (AgentWithToken, "It may begin. With the same Idempotency-Key the same token is given again.")},
        refusals=(errors.AgentExists,),
        example={"name": "ada", "kind": "llm", "capabilities": ["python", "sql"], "capacity": 1},
    )
    def post(self, ask: Ask) -> HttpResponse:
        body: NewAgent = ask.body
        ask.act_as(body.name)
        receipt = ask.tell(RegisterAgent(
            project=ask.project, name=body.name, kind=body.kind, title=body.title, role=body.role,
            capabilities=body.capabilities, capacity=body.capacity, working_directory=body.working_directory,
            incarnation=body.incarnation,
        ))
        token = token_for_agent(receipt.head, body.name, ask.key, ask.caller.actor)
        return told(receipt, with_token(after(receipt, body.name), token), 201, Location=address(ask, body.name))


class OneAgent(Door):
    @operation("Read an agent", query=At, answers={200: (Agent, "The agent.")}, refusals=(errors.UnknownAgent,))
    def get(self, ask: Ask, name: str) -> HttpResponse:
        place = moment(ask.head(), ask.query.at)
        row = known_row(ask, place, name)
        return answer(drawn(place, [row])[0], ETag=etag(row["version"]))

    @operation(
        "Say anew what an agent is and can do; with If-Match only if nobody else has since", needs="work", body=AgentEdit,
        answers={200: (Agent, "The agent as it is now.")}, refusals=(errors.UnknownAgent, errors.VersionMismatch),
        example={"capabilities": ["python", "sql", "rust"], "capacity": 2},
    )
    def patch(self, ask: Ask, name: str) -> HttpResponse:
        if ask.act_as(name) != ask.caller.agent:
            ask.need("operate")
        receipt = ask.tell(ReviseAgent(project=ask.project, name=name, expected_version=expected(ask), **given(ask.body)))
        shown = after(receipt, name)
        return told(receipt, shown, ETag=etag(shown.version))


class MetricsOf(Door):
    @operation(
        "Read how an agent has done", query=MetricsQuery, answers={200: (AgentMetrics, "Counted from the log.")},
        refusals=(errors.UnknownAgent,),
    )
    def get(self, ask: Ask, name: str) -> HttpResponse:
        place = moment(ask.head(), ask.query.at)
        counted = msgspec.structs.asdict(draw_metrics(known_row(ask, place, name), ask.query.last))
        acted = Event.objects.filter(project=place.head.id, actor=f"agent/{name}", sequence__lte=place.sequence)
        last = acted.order_by("-sequence").values_list("recorded_at", flat=True).first()
        return answer(AgentMetrics(**counted, agent=name, last_activity=last, head=place.sequence))


class StopOne(Door):
    @operation(
        "Let an agent leave; what it holds is released", needs="work", body=Stop,
        answers={200: (Agent, "It has stopped.")}, refusals=(errors.UnknownAgent,), example={"reason": "done for today"},
    )
    def post(self, ask: Ask, name: str) -> HttpResponse:
        if ask.act_as(name) != ask.caller.agent:
            ask.need("operate")
        receipt = ask.tell(StopAgent(project=ask.project, name=name, reason=ask.body.reason))
        return told(receipt, after(receipt, name))


class FreshToken(Door):
    @operation(
        "Give an agent a fresh token; those it had are revoked", needs="operate",
        answers={201: (AgentWithToken, "The token is shown this once.")}, refusals=(errors.UnknownAgent,),
    )
    def post(self, ask: Ask, name: str) -> HttpResponse:
        head = ask.head()
        plan = plans.catch_up(head)
        agent = plan.agents.get(name)
        if agent is None:
            raise errors.UnknownAgent(name=name, project=ask.project)
        token = token_for_agent(head, name, ask.key and f"fresh:{ask.key}", ask.caller.actor)
        revoke_others(head.id, name, token, ask.caller.actor)
        return answer(with_token(draw_agent(agent_row(plan, agent)), token), 201)


def drawn(place: Moment, rows: Iterable[Row]) -> list[Agent]:
    """The agents of these rows, with their signs of life: two more queries. Of the past none are kept."""
    rows = list(rows)
    if place.plan is not None:
        return [draw_agent(row) for row in rows]
    signs, now = signs_of(place.head.id, [row["key"] for row in rows]), timezone.now()
    return [draw_agent(row, signs.get(row["key"], NO_SIGNS), now) for row in rows]


def after(receipt: Receipt, name: str) -> Agent:
    """The agent as a command left it. Signs of life are not among what commands change, so the answer has none."""
    return draw_agent(agent_row(receipt.plan, receipt.plan.agents[name]))


def known_row(ask: Ask, place: Moment, name: str) -> Row:
    return place.known(AGENTS, name, errors.UnknownAgent(name=name, project=ask.project))
