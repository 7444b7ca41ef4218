"""decide(): all the rules, by command. Answers the events that follow, or raises the refusal that says why not."""

from collections.abc import Callable
from typing import Any

from agents import commands as agent_commands
from agents import events as agent_events
from agents.plan import KINDS
from tracks import commands as c
from tracks import events as e
from tracks.claiming import claim_next, claim_task
from tracks.errors import AgentExists, InvalidField, UnknownAgent
from tracks.facts import Facts
from tracks.importing import import_document
from tracks.lifecycle import DECISIONS, decide_life, expire_lease
from tracks.plan import Plan
from tracks.planning import (
    add_dependency, add_task, add_track, check_key, check_lengths, create_project, pass_sync_point, remove_dependency,
    remove_task, remove_track, reopen_sync_point, revise_task, revise_track,
)

MOST_TASKS_AT_ONCE = 1_000


def decide(plan: Plan, command: Any, facts: Facts) -> list[Any]:
    """The events that `command` leads to in `plan`; none when everything is so already. Raises a Refusal."""
    return DECIDE[type(command)](plan, command, facts)


def register_agent(plan: Plan, command: agent_commands.RegisterAgent, facts: Facts) -> list[Any]:
    """A name that a document mentions may join, and one that stopped may come back; a working one is taken."""
    check_key(command.name)
    check_lengths(command)
    if len(command.title) > 300:
        raise InvalidField(field="title", problem="must be at most 300 characters")
    if command.kind not in KINDS:
        raise InvalidField(field="kind", problem=f"must be one of {', '.join(KINDS)}")
    if not 1 <= command.capacity <= MOST_TASKS_AT_ONCE:
        raise InvalidField(field="capacity", problem=f"must be from 1 to {MOST_TASKS_AT_ONCE}")
    before = plan.agents.get(command.name)
    if before and before.joined and not before.stopped:
        raise AgentExists(name=command.name)
    values: dict[str, Any] = dict(
        name=command.name, kind=command.kind, title=command.title, role=command.role,
        capabilities=command.capabilities, capacity=command.capacity, working_directory=command.working_directory,
    )
    if before is None:
        return [agent_events.AgentRegistered(**values)]
    known = dict(
        focus=before.focus, key_files=before.key_files, tracks=before.tracks, notes=before.notes,
        digest=before.digest, line=before.source_line,
    )
    for name in ("title", "role", "working_directory"):
        values[name] = values[name] or getattr(before, name)
    return [agent_events.AgentRevised(**values, **known)]


def stop_agent(plan: Plan, command: agent_commands.StopAgent, facts: Facts) -> list[Any]:
    agent = plan.agents.get(command.name)
    if agent is None:
        raise UnknownAgent(name=command.name, project=plan.project)
    if agent.stopped:
        return []
    reason = command.reason or f"{command.name} stopped"
    released = [e.TaskReleased(key=task.key, reason=reason) for task in plan.leased_tasks(command.name)]
    return [*released, agent_events.AgentStopped(name=command.name, reason=command.reason)]


DECIDE: dict[type, Callable[[Plan, Any, Facts], list[Any]]] = {
    c.CreateProject: create_project,
    c.ImportDocument: import_document,
    c.AddTrack: add_track,
    c.ReviseTrack: revise_track,
    c.RemoveTrack: remove_track,
    c.AddTask: add_task,
    c.ReviseTask: revise_task,
    c.RemoveTask: remove_task,
    c.AddDependency: add_dependency,
    c.RemoveDependency: remove_dependency,
    c.ClaimTask: claim_task,
    c.ClaimNext: claim_next,
    **dict.fromkeys(DECISIONS, decide_life),
    c.ExpireLease: expire_lease,
    c.PassSyncPoint: pass_sync_point,
    c.ReopenSyncPoint: reopen_sync_point,
    agent_commands.RegisterAgent: register_agent,
    agent_commands.StopAgent: stop_agent,
}
