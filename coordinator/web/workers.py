"""Agents as pages show them: how each is in a word and in words, what it holds and until when, what it has not read."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Count

from agents import queries as agent_queries
from agents.models import Agent, LeaseBeat
from coordinator.eventlog import store
from coordinator.eventlog.models import Event
from coordinator.liveliness import NO_SIGNS, Signs, signs_of, status, verdict
from coordinator.web.pages import Place
from tracks import queries
from tracks.models import Task

ORDER = {state: place for place, state in enumerate(("lost", "stale", "busy", "idle", "named", "stopped"))}
BEATS = {"idle": "active", "busy": "active", "stale": "stale", "lost": "lost"}
FINISHED = ("task.completed", "task.submitted")
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Worker:
    """`status` and `verdict` are those of the API; in the past nobody knows who was heard of, and `verdict` is empty."""

    agent: Agent
    status: str
    verdict: str
    signs: Signs
    unread: int
    finished: int = 0
    held: list[Task] = field(default_factory=list)
    leases: dict[str, LeaseBeat] = field(default_factory=dict)
    reserved: list[str] = field(default_factory=list)

    @property
    def is_silent(self) -> bool:
        return self.status in ("stale", "lost")

    @property
    def seen_at(self) -> datetime | None:
        return self.signs.seen_at

    @property
    def beat(self) -> str:
        """What the dot of its sign says; nothing of one that was never heard of."""
        return BEATS.get(self.status, "") if self.seen_at or self.is_silent else ""

    @property
    def until(self) -> datetime | None:
        """When the first of its leases ends."""
        return min((lease.until for lease in self.leases.values()), default=None)


def at_a_glance(place: Place, rows: Collection[Agent]) -> list[Worker]:
    """How these agents are: the silent first, then those at work, who left last. Two queries now, none in the past."""
    names = [row.key for row in rows]
    signs = signs_of(place.id, names) if place.at is None else {}
    workers = [judged(place, row, signs.get(row.key, NO_SIGNS)) for row in rows]
    return sorted(workers, key=lambda one: (ORDER[one.status], one.agent.key))


def judged(place: Place, agent: Agent, signs: Signs) -> Worker:
    row = {"state": agent.state, "load": agent.load}
    words = verdict(row, signs, place.now) if place.at is None else ""
    unread = len(place.plan.inboxes.get(f"agent/{agent.key}", ()))
    return Worker(agent, status(row, signs, place.now), words, signs, unread)


def with_work(place: Place, workers: Collection[Worker]) -> list[Worker]:
    """The same with what each holds, has reserved and has finished since yesterday. Five queries."""
    names = [one.agent.key for one in workers]
    held = queries.held_by(place, names)
    leases = agent_queries.leases_of_tasks(place, [task.key for tasks in held.values() for task in tasks])
    reserved, finished = queries.reserved_by_agent(place), finished_lately(place)
    return [
        Worker(
            one.agent, one.status, one.verdict, one.signs, one.unread, finished.get(one.agent.key, 0), tasks,
            {task.key: leases[task.key] for task in tasks if task.key in leases}, reserved.get(one.agent.key, []),
        )
        for one in workers for tasks in [held.get(one.agent.key, [])]
    ]


def finished_lately(place: Place) -> dict[str, int]:
    """How many tasks each agent completed or handed in for review within a day."""
    first = store.sequence_at(place.id, place.now - A_DAY)
    rows = Event.objects.filter(
        project=place.id, type__in=FINISHED, sequence__gt=first, sequence__lte=place.sequence, actor__startswith="agent/"
    )
    counted = rows.order_by().values_list("actor").annotate(count=Count("sequence"))
    return {actor.removeprefix("agent/"): count for actor, count in counted}
