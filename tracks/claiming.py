"""Who may take which task, and which one is best taken next.

Best first: the longest path of work behind it, then priority, then plan order. The plan keeps what is ready in that
order, in groups of which each is open to an agent or not (see `choices`), so nothing is sorted or skipped here.
"""

from collections.abc import Callable, Iterator
from heapq import merge
from itertools import islice
from typing import Any

from agents.plan import Agent
from tracks import commands as c
from tracks import events as e
from tracks.blockers import blockers_of_task
from tracks.checks import known_track
from tracks.choices import EVERYWHERE, NO_GROUPS
from tracks.contention import check_free_paths, clashes_of_task
from tracks.errors import (
    AgentHasStopped, AgentIsFull, AgentIsLost, CapabilityMissing, InvalidField, TaskHasSubtasks, TaskIsLeased, TaskIsNotReady,
    TaskIsWaiting, UnknownAgent, UnknownTask,
)
from tracks.facts import Facts
from tracks.holding import leased
from tracks.holds import Clash
from tracks.plan import Plan
from tracks.work import Task

MOST_AT_ONCE = 50
MOST_CLASHES = 20  # that an event tells of


def claim_task(plan: Plan, command: c.ClaimTask, facts: Facts) -> list[Any]:
    agent = working_agent(plan, command.agent)
    task: Task | None = plan.tasks.get(command.key)
    if task is None:
        raise UnknownTask(key=command.key, project=plan.project)
    check_free(plan, task, facts)
    check_fits(plan, task, agent)
    found = clashes_of_task(plan, task, agent.name)
    if not command.despite_conflicts:
        check_free_paths(plan, found, facts)
    taken = claimed(task, agent, facts)
    return [taken, accepted(task, agent, found)] if found else [taken]


def claim_next(plan: Plan, command: c.ClaimNext, facts: Facts) -> list[Any]:
    if not 1 <= command.count <= MOST_AT_ONCE:
        raise InvalidField(field="count", problem=f"must be from 1 to {MOST_AT_ONCE}")
    agent = working_agent(plan, command.agent)
    for key in command.tracks:
        known_track(plan, key)
    if missing := sorted(set(command.capabilities or ()) - set(agent.capabilities)):
        raise InvalidField(field="capabilities", problem=f"{agent.name} does not offer {', '.join(missing)}")
    room = min(command.count, agent.capacity - agent.load)
    best = fitting(plan, agent, command.tracks, command.capabilities)
    return [claimed(task, agent, facts) for task in islice(best, max(0, room))]


def fitting(
    plan: Plan, agent: Agent, tracks: tuple[str, ...] = (), capabilities: tuple[str, ...] | None = None
) -> Iterator[Task]:
    """What this agent may take, best first: whose paths nobody else holds. Its own tasks may touch the same paths."""
    offered = set(agent.capabilities if capabilities is None else capabilities)
    places = [f"track/{key}" for key in dict.fromkeys(tracks)] or [EVERYWHERE]
    open_to_it = [
        ranks for place in places for (needed, held), ranks in plan.choices.get(place, NO_GROUPS).items()
        if offered.issuperset(needed) and (not held or held == (agent.name,))
    ]
    return (plan.tasks[rank[3]] for rank in merge(*open_to_it))


def working_agent(plan: Plan, name: str) -> Agent:
    agent: Agent | None = plan.agents.get(name)
    if agent is None:
        raise UnknownAgent(name=name, project=plan.project)
    if agent.stopped:
        raise AgentHasStopped(agent=name)
    if agent.silent_since:
        raise AgentIsLost(agent=name, since=f"{agent.silent_since:%H:%M:%S} UTC")
    return agent


def check_free(plan: Plan, task: Task, facts: Facts) -> None:
    if plan.has_subtasks(task.key):
        raise TaskHasSubtasks(key=task.key, subtasks=", ".join(member.key for member in plan.members_of(task.ref)[:8]))
    if task.lease:
        raise TaskIsLeased(**leased(task, task.lease, facts))
    if task.is_free and plan.unmet(task):
        raise TaskIsWaiting(key=task.key, blockers=", ".join(blockers_of_task(plan, task)))
    if not task.is_free:
        raise TaskIsNotReady(key=task.key, status=task.status)


def check_fits(plan: Plan, task: Task, agent: Agent) -> None:
    missing = sorted(set(task.capabilities) - set(agent.capabilities))
    if missing:
        raise CapabilityMissing(agent=agent.name, missing=", ".join(missing), key=task.key)
    if not agent.has_room:
        raise AgentIsFull(agent=agent.name, load=agent.load, capacity=agent.capacity, tasks=held_by(plan, agent))


def held_by(plan: Plan, agent: Agent) -> str:
    return ", ".join(task.key for task in plan.leased_tasks(agent.name))


def claimed(task: Task, agent: Agent, facts: Facts) -> e.TaskClaimed:
    return e.TaskClaimed(key=task.key, agent=agent.name, lease_until=facts.now + facts.lease_for)


def accepted(task: Task, agent: Agent, found: list[Clash]) -> e.ConflictAccepted:
    clashes = tuple(e.PathClash(one.ours, one.theirs, one.hold.holder, one.hold.agent) for one in found[:MOST_CLASHES])
    return e.ConflictAccepted(key=task.key, agent=agent.name, clashes=clashes)


DECIDE: dict[type, Callable[[Plan, Any, Facts], list[Any]]] = {
    c.ClaimTask: claim_task,
    c.ClaimNext: claim_next,
}
