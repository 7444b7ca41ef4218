"""Agents: list, register (with a token), read, stop, and a fresh token for one that lost its own."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated

from django.http import HttpResponse
from django.utils import timezone
from msgspec import Meta

from agents import queries
from agents.commands import RegisterAgent, StopAgent
from agents.models import Presence
from coordinator import plans
from coordinator.access.tokens import revoke_others, token_for_agent
from coordinator.api.door import Ask, Door, address, answer, operation, told
from coordinator.api.reading import Key, Line, Strict, Text, Words
from coordinator.api.rows import AGENTS, At, Moment, Page, moment
from coordinator.api.versions import etag
from coordinator.api.wire.agents import Agent, AgentList, AgentWithToken, draw_agent, with_token
from coordinator.command_handler import Receipt
from coordinator.eventlog.rows import Row
from coordinator.projector import agent_row
from tracks import errors


class NewAgent(Strict):
    name: Key
    kind: Annotated[str, Meta(description="person, external, process or llm")] = "external"
    title: Annotated[str, Meta(max_length=300)] = ""
    role: Text = ""
    capabilities: Words = ()
    capacity: Annotated[int, Meta(ge=1, le=1_000, description="How many tasks it takes at once.")] = 1
    working_directory: Line = ""


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
        ))
        token = token_for_agent(receipt.head, body.name, ask.key)
        return told(receipt, with_token(after(receipt, body.name), token), 201, Location=address(ask, body.name))


class OneAgent(Door):
    @operation("Read an agent", query=At, answers={200: (Agent, "The agent.")}, refusals=(errors.UnknownAgent,))
    def get(self, ask: Ask, name: str) -> HttpResponse:
        place = moment(ask.head(), ask.query.at)
        row = place.row(AGENTS, name)
        if row is None:
            raise errors.UnknownAgent(name=name, project=ask.project)
        return answer(drawn(place, [row])[0], ETag=etag(row["version"]))


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
        token = token_for_agent(head, name, ask.key and f"fresh:{ask.key}")
        revoke_others(head.id, name, token)
        return answer(with_token(draw_agent(agent_row(plan, agent)), token), 201)


def drawn(place: Moment, rows: Iterable[Row]) -> list[Agent]:
    """The agents of these rows, with their signs of life: one more query. Of the past none are kept."""
    rows = list(rows)
    seen = seen_at(place.head.id, [row["key"] for row in rows]) if place.plan is None else {}
    return [drawn_with(row, seen.get(row["key"])) for row in rows]


def after(receipt: Receipt, name: str) -> Agent:
    """The agent as a command left it. Signs of life are not among what commands change, so the answer has none."""
    return draw_agent(agent_row(receipt.plan, receipt.plan.agents[name]))


def drawn_with(row: Row, seen: datetime | None) -> Agent:
    beat = queries.beat(seen, timezone.now())
    return draw_agent(row, seen, beat if row["load"] or beat == "active" else "")


def seen_at(project: int, names: list[str]) -> dict[str, datetime]:
    return dict(Presence.objects.filter(project=project, agent__in=names).values_list("agent", "seen_at"))
