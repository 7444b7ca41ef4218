"""The only reader of the agents' status tables and of their pulse. Each function is a fixed number of queries.

`project` is the id of the project's log. Changes nothing.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from agents.models import Agent, LeaseBeat, Presence

STALE = timedelta(minutes=1)
LOST = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Worker:
    """An agent, when it was last heard of, and what that says: active, stale, lost, or empty where no beat is due."""

    agent: Agent
    seen_at: datetime | None
    beat: str

    @property
    def is_silent(self) -> bool:
        return self.beat in ("stale", "lost")


def beat(seen_at: datetime | None, now: datetime) -> str:
    if seen_at is None:
        return ""
    silence = now - seen_at
    return "active" if silence < STALE else "stale" if silence < LOST else "lost"


def workers(project: int, now: datetime) -> list[Worker]:
    """Everybody: those who hold work and are silent first, then those at work, the rest by name."""
    seen = dict(Presence.objects.filter(project=project).values_list("agent", "seen_at"))
    rows = []
    for agent in Agent.objects.filter(project=project):
        pulse = beat(seen.get(agent.key), now)
        # Only who holds work owes a beat; an idle one that went away is not a fault.
        rows.append(Worker(agent, seen.get(agent.key), pulse if agent.load or pulse == "active" else ""))
    return sorted(rows, key=lambda row: (not row.is_silent, not row.agent.load, row.agent.key))


def live_leases(project: int, limit: int) -> list[LeaseBeat]:
    """Leases with their pulse, the oldest first."""
    return list(LeaseBeat.objects.filter(project=project).order_by("fence")[:limit])


def lease_count(project: int) -> int:
    return LeaseBeat.objects.filter(project=project).count()


def busy_agents(project: int) -> int:
    return Agent.objects.filter(project=project, load__gt=0).count()


def lease(project: int, task: str) -> LeaseBeat | None:
    return LeaseBeat.objects.filter(project=project, task=task).first()


def leases_of_tasks(project: int, tasks: Collection[str]) -> dict[str, LeaseBeat]:
    return {row.task: row for row in LeaseBeat.objects.filter(project=project, task__in=tasks)} if tasks else {}


def silent_leases(project: int, now: datetime, limit: int) -> list[LeaseBeat]:
    """Leases whose holder has missed its beats, the longest silence first."""
    rows = LeaseBeat.objects.filter(project=project, beat_at__lt=now - STALE)
    return list(rows.order_by("beat_at")[:limit])
