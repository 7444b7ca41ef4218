"""The rules of coming and going: who may join, and what happens to the work of one that leaves."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from agents import commands as c
from agents import events as agent_events
from agents.plan import KINDS, Agent
from tracks import events as e
from tracks.being_there import beginning
from tracks.checks import check_key, check_lengths
from tracks.errors import AgentExists, InvalidField, UnknownAgent, VersionMismatch
from tracks.facts import Facts
from tracks.plan import Plan

MOST_TASKS_AT_ONCE = 1_000


def register_agent(plan: Plan, command: c.RegisterAgent, facts: Facts) -> list[Any]:
    """A name that a document mentions may join, and one that stopped may come back; a working one is taken."""
    check_key(command.name)
    check_agent(command)
    before = plan.agents.get(command.name)
    if before and before.joined and not before.stopped:
        raise AgentExists(name=command.name)
    values = stated(command)
    began = beginning(before or Agent(command.name), command.incarnation) if command.incarnation else []
    if before is None:
        return [agent_events.AgentRegistered(**values), *began]
    for name in ("title", "role", "working_directory"):
        values[name] = values[name] or getattr(before, name)
    return [agent_events.AgentRevised(**values, **told_of(before)), *began]


def revise_agent(plan: Plan, command: c.ReviseAgent, facts: Facts) -> list[Any]:
    before: Agent | None = plan.agents.get(command.name)
    if before is None:
        raise UnknownAgent(name=command.name, project=plan.project)
    if command.expected_version not in (None, before.version):
        raise VersionMismatch(key=command.name, version=before.version, expected=command.expected_version)
    wanted = replace(before, **{name: value for name, value in stated(command).items() if value is not None})
    check_agent(wanted)
    if wanted == before:
        return []
    return [agent_events.AgentRevised(
        **stated(wanted), **told_of(before), joined=before.joined, stopped=before.stopped
    )]


def check_agent(one: Any) -> None:
    check_lengths(one)
    if len(one.title) > 300:
        raise InvalidField(field="title", problem="must be at most 300 characters")
    if one.kind not in KINDS:
        raise InvalidField(field="kind", problem=f"must be one of {', '.join(KINDS)}")
    if not 1 <= one.capacity <= MOST_TASKS_AT_ONCE:
        raise InvalidField(field="capacity", problem=f"must be from 1 to {MOST_TASKS_AT_ONCE}")


def stated(one: Any) -> dict[str, Any]:
    """What an agent, or somebody for it, says of itself."""
    names = ("name", "kind", "title", "role", "capabilities", "capacity", "working_directory")
    return {name: getattr(one, name) for name in names}


def told_of(agent: Agent) -> dict[str, Any]:
    """What a document says of it."""
    return dict(
        focus=agent.focus, key_files=agent.key_files, tracks=agent.tracks, notes=agent.notes, digest=agent.digest,
        line=agent.source_line,
    )


def stop_agent(plan: Plan, command: c.StopAgent, facts: Facts) -> list[Any]:
    agent = plan.agents.get(command.name)
    if agent is None:
        raise UnknownAgent(name=command.name, project=plan.project)
    if agent.stopped:
        return []
    reason = command.reason or f"{command.name} stopped"
    released: list[Any] = [e.TaskReleased(key=task.key, reason=reason) for task in plan.leased_tasks(command.name)]
    released += [
        e.ReservationReleased(key=key, agent=command.name, reason=reason)
        for key in sorted(plan.reserved.get(f"agent/{command.name}", ())) if not plan.reservations[key].task
    ]
    return [*released, agent_events.AgentStopped(name=command.name, reason=command.reason)]


DECIDE: dict[type, Callable[[Plan, Any, Facts], list[Any]]] = {
    c.RegisterAgent: register_agent,
    c.ReviseAgent: revise_agent,
    c.StopAgent: stop_agent,
}
