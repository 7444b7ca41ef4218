"""The only reader of the agents' status tables and of their pulse. Each function is a fixed number of queries.

`project` is the id of the project's log. Changes nothing.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, Q

from agents.models import Agent, LeaseBeat, Presence


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
    silence = (now - seen_at).total_seconds()
    return "active" if silence < settings.STALE_SECONDS else "stale" if silence < settings.LOST_SECONDS else "lost"


def workers(project: int, now: datetime) -> list[Worker]:
    """Everybody: those who hold work and are silent first, then those at work, the rest by name."""
    heard = {one.agent: one for one in Presence.objects.filter(project=project)}
    rows = [worker(agent, heard.get(agent.key), now) for agent in Agent.objects.filter(project=project)]
    return sorted(rows, key=lambda row: (not row.is_silent, not row.agent.load, row.agent.key))


def worker(agent: Agent, heard: Presence | None, now: datetime) -> Worker:
    """Whoever holds work owes a beat, and whoever has beaten before; that another idle one went away is not a fault."""
    seen_at = heard.seen_at if heard else None
    pulse = beat(seen_at, now) if agent.state != "stopped" else ""
    owes = agent.load or (heard and heard.beats)
    return Worker(agent, seen_at, "lost" if agent.state == "lost" else pulse if owes or pulse == "active" else "")


def lost_candidates(now: datetime, limit: int) -> list[tuple[str, str]]:
    """Project and agent of those that owe a beat and were silent for too long, and are not noted as lost yet."""
    working = Agent.objects.filter(project=OuterRef("project"), key=OuterRef("agent"), state__in=("idle", "busy"))
    rows = Presence.objects.filter(seen_at__lt=now - timedelta(seconds=settings.LOST_SECONDS))
    owing = rows.filter(Exists(working), Q(beats=True) | Exists(working.filter(load__gt=0)))
    return list(owing.order_by("seen_at").values_list("project__project", "agent")[:limit])


def stale_after() -> timedelta:
    return timedelta(seconds=settings.STALE_SECONDS)


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
    rows = LeaseBeat.objects.filter(project=project, beat_at__lt=now - stale_after())
    return list(rows.order_by("beat_at")[:limit])
