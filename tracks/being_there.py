"""The rules of presence: which process of an agent counts, and when an agent is lost and back again."""

from collections.abc import Callable
from typing import Any

from agents import commands as c
from agents import events as e
from agents.plan import Agent
from tracks.errors import InvalidField, Superseded, UnknownAgent
from tracks.facts import Facts
from tracks.plan import Plan

LONGEST_INCARNATION = 100


def begin_incarnation(plan: Plan, command: c.BeginIncarnation, facts: Facts) -> list[Any]:
    return beginning(known_agent(plan, command.name), command.incarnation)


def beginning(agent: Agent, incarnation: str) -> list[Any]:
    """The newest process counts. One that began before it and beats again is told so: there are two under one name."""
    if not 0 < len(incarnation) <= LONGEST_INCARNATION or not incarnation.isprintable():
        problem = f"must be 1 to {LONGEST_INCARNATION} printable characters"
        raise InvalidField(field="incarnation", problem=problem)
    if incarnation in agent.former:
        since = f"{agent.began_at:%H:%M:%S} UTC" if agent.began_at else "another time"
        raise Superseded(name=agent.name, incarnation=incarnation, since=since)
    return [] if incarnation == agent.incarnation else [e.AgentStarted(name=agent.name, incarnation=incarnation)]


def lose_agent(plan: Plan, command: c.LoseAgent, facts: Facts) -> list[Any]:
    """What was seen under the lock counts: a beat that came first wins."""
    agent = known_agent(plan, command.name)
    seen_at = facts.seen.get(agent.name)
    if not agent.may_be_lost or seen_at is None or facts.now - seen_at < facts.lost_after:
        return []
    return [e.AgentLost(name=agent.name, seen_at=seen_at)]


def return_agent(plan: Plan, command: c.ReturnAgent, facts: Facts) -> list[Any]:
    agent = known_agent(plan, command.name)
    if agent.silent_since is None:
        return []
    silence = facts.now - agent.silent_since
    return [e.AgentReturned(name=agent.name, silent_seconds=max(0, int(silence.total_seconds())))]


def known_agent(plan: Plan, name: str) -> Agent:
    agent: Agent | None = plan.agents.get(name)
    if agent is None:
        raise UnknownAgent(name=name, project=plan.project)
    return agent


DECIDE: dict[type, Callable[[Plan, Any, Facts], list[Any]]] = {
    c.BeginIncarnation: begin_incarnation,
    c.LoseAgent: lose_agent,
    c.ReturnAgent: return_agent,
}
