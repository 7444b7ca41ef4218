"""Who may take which task, and which one is best taken next.

Best first: the longest path of work behind it, then priority, then plan order. `plan.ready` keeps that order, so
nothing is sorted here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from agents.plan import Agent
from tracks import commands as c
from tracks import events as e
from tracks.errors import (
    AgentHasStopped, AgentIsFull, CapabilityMissing, InvalidField, TaskHasSubtasks, TaskIsLeased, TaskIsNotReady,
    TaskIsWaiting, UnknownAgent, UnknownTask,
)
from tracks.facts import Facts
from tracks.plan import Plan, Task, blockers_of_task, waiting_word

MOST_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Nothing:
    """Why there is nothing to take: `code` for programs, `detail` and `next` in words."""

    code: str
    detail: str
    next: str


def claim_task(plan: Plan, command: c.ClaimTask, facts: Facts) -> list[Any]:
    agent = working_agent(plan, command.agent)
    task: Task | None = plan.tasks.get(command.key)
    if task is None:
        raise UnknownTask(key=command.key, project=plan.project)
    check_free(plan, task, facts)
    missing = sorted(set(task.capabilities) - set(agent.capabilities))
    if missing:
        raise CapabilityMissing(agent=agent.name, missing=", ".join(missing), key=task.key)
    if not agent.has_room:
        raise AgentIsFull(agent=agent.name, load=agent.load, capacity=agent.capacity, held=held_by(plan, agent))
    return [claimed(task, agent, facts)]


def claim_next(plan: Plan, command: c.ClaimNext, facts: Facts) -> list[Any]:
    if not 1 <= command.count <= MOST_AT_ONCE:
        raise InvalidField(field="count", problem=f"must be from 1 to {MOST_AT_ONCE}")
    agent = working_agent(plan, command.agent)
    room = min(command.count, agent.capacity - agent.load)
    return [claimed(task, agent, facts) for task in islice(fitting(plan, agent), max(0, room))]


def why_nothing(plan: Plan, name: str) -> Nothing:
    """Why `claim_next` gave nothing to this agent, in words a person and an agent can act on."""
    agent = plan.agents[name]
    if not agent.has_room:
        held = held_by(plan, agent)
        return Nothing("agent_is_full", f"{name} holds {agent.load} of {agent.capacity} tasks: {held}.",
                       "Finish or release one of them first.")
    tally = plan.tally("tasks")
    if not tally.total:
        return Nothing("no_tasks", "This project has no tasks.", "Import a plan or add tasks.")
    if tally.is_settled:
        return Nothing("all_done", "Every task is done.", "There is nothing left to do here.")
    if len(plan.ready):
        lacking = sorted({need for task in ready_tasks(plan) for need in task.capabilities} - set(agent.capabilities))
        return Nothing("capability_missing", f"{len(plan.ready)} tasks are ready, none fits: they need "
                       f"{', '.join(lacking)}.", "Register the capability, or let another agent take them.")
    return Nothing("nothing_ready", what_waits(plan), "Ask again when something is finished; `wait` waits for it.")


def what_waits(plan: Plan) -> str:
    """What keeps the tasks that are left from being ready: the commonest gates first, with who works on them."""
    waiting: dict[str, int] = {}
    for task in plan.tasks.values():
        if task.status == "pending":
            for gate in plan.unmet(task):
                waiting[gate] = waiting.get(gate, 0) + 1
    worst = sorted(waiting.items(), key=lambda gate: (-gate[1], gate[0]))[:3]
    sentences = [f"{count} {'tasks wait' if count > 1 else 'task waits'} for {who_has(plan, gate)}" for gate, count in worst]
    running = plan.tally("tasks").of("claimed", "in_progress")
    blocked = plan.tally("tasks").of("blocked", "failed")
    if running:
        sentences.append(f"{running} {'are' if running > 1 else 'is'} being worked on")
    if blocked:
        sentences.append(f"{blocked} blocked or failed")
    return "; ".join(sentences) + "." if sentences else "Nothing is ready."


def who_has(plan: Plan, reference: str) -> str:
    task = plan.tasks.get(reference.removeprefix("task/")) if reference.startswith("task/") else None
    holder = f", held by {task.lease.agent}" if task and task.lease else ""
    return f"{waiting_word(reference)}{holder}"


def ready_tasks(plan: Plan) -> Iterator[Task]:
    return (plan.tasks[rank[3]] for rank in plan.ready)


def fitting(plan: Plan, agent: Agent) -> Iterator[Task]:
    """What this agent may take, best first."""
    return (task for task in ready_tasks(plan) if agent.offers(task.capabilities))


def working_agent(plan: Plan, name: str) -> Agent:
    agent: Agent | None = plan.agents.get(name)
    if agent is None:
        raise UnknownAgent(name=name, project=plan.project)
    if agent.stopped:
        raise AgentHasStopped(agent=name)
    return agent


def check_free(plan: Plan, task: Task, facts: Facts) -> None:
    if plan.has_subtasks(task.key):
        raise TaskHasSubtasks(key=task.key, subtasks=", ".join(member.key for member in plan.members_of(task.ref)[:8]))
    if task.lease:
        pulse = facts.pulses.get(task.key)
        until = pulse.until if pulse else task.lease.until
        raise TaskIsLeased(key=task.key, agent=task.lease.agent, until=f"{until:%H:%M:%S} UTC", fence=task.lease.fence)
    if task.is_free and plan.unmet(task):
        raise TaskIsWaiting(key=task.key, blockers=", ".join(blockers_of_task(plan, task)))
    if not task.is_free:
        raise TaskIsNotReady(key=task.key, status=task.status)


def held_by(plan: Plan, agent: Agent) -> str:
    return ", ".join(task.key for task in plan.leased_tasks(agent.name))


def claimed(task: Task, agent: Agent, facts: Facts) -> e.TaskClaimed:
    return e.TaskClaimed(key=task.key, agent=agent.name, lease_until=facts.now + facts.lease_for)
