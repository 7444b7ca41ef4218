"""What of the agents needs a person: those that are lost with work in hand, and those whose beats are overdue."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from agents.plan import Agent
from tracks.attention.items import Item, post
from tracks.attention.weights import behind_it, consequence, weight
from tracks.attention.work import Drawn
from tracks.plan import Plan
from tracks.spans import span
from tracks.work import Task


@dataclass(frozen=True, slots=True)
class Silence:
    """A lease whose holder has missed its beats."""

    agent: str
    task: str
    beat_at: datetime


def lost_agents(plan: Plan) -> Iterator[Drawn]:
    for agent in plan.agents.values():
        if agent.load and agent.state == "lost":
            yield weight(plan, f"agent/{agent.name}"), f"lost/{agent.name}", partial(lost, plan, agent)


def lost(plan: Plan, agent: Agent, holds_up: int, id: str) -> Item:
    held = ", ".join(task.key for task in plan.leased_tasks(agent.name)[:8])
    return Item(
        id, "lost", f"agent/{agent.name}", f"{agent.name} is lost and holds {held}", behind_it(holds_up), agent.silent_since,
        f"agent/{agent.name}", holds_up, (post("Stop it and free its work", "agents", agent.name, "stop", reason=""),),
    )


def silent_holders(plan: Plan, silent: Sequence[Silence], now: datetime | None) -> Iterator[Drawn]:
    for one in silent:
        task = plan.tasks.get(one.task)
        agent = plan.agents.get(one.agent)
        if task and task.lease and now and not (agent and agent.state == "lost"):
            seconds = max(0, round((now - one.beat_at).total_seconds()))
            yield task.tail, f"silent/{one.agent}/{one.task}", partial(overdue, plan, one, task, seconds)


def overdue(plan: Plan, silence: Silence, task: Task, seconds: int, holds_up: int, id: str) -> Item:
    return Item(
        id, "lost", task.ref, f"No heartbeat from {silence.agent} for {span(seconds)}",
        f"{task.title} becomes free when its lease ends. {consequence(plan, task)}", silence.beat_at,
        f"agent/{silence.agent}", holds_up, (post("Free it now", "tasks", task.key, "release", step_in=True, reason=""),),
    )
