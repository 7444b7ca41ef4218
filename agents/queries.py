"""The only reader of the agents' status tables and of their pulse. Each function is a fixed number of queries.

`tables` are a project's, now or as they stood. Changes nothing.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, Q

from agents.models import Agent, LeaseBeat, Presence
from agents.tables import Tables


def beat(seen_at: datetime | None, now: datetime) -> str:
    if seen_at is None:
        return ""
    silence = (now - seen_at).total_seconds()
    return "active" if silence < settings.STALE_SECONDS else "stale" if silence < settings.LOST_SECONDS else "lost"


def lost_candidates(now: datetime, limit: int) -> list[tuple[str, str]]:
    """Project and agent of those that owe a beat and were silent for too long, and are not noted as lost yet."""
    working = Agent.objects.filter(project=OuterRef("project"), key=OuterRef("agent"), state__in=("idle", "busy"))
    rows = Presence.objects.filter(seen_at__lt=now - timedelta(seconds=settings.LOST_SECONDS))
    owing = rows.filter(Exists(working), Q(beats=True) | Exists(working.filter(load__gt=0)))
    return list(owing.order_by("seen_at").values_list("project__project", "agent")[:limit])


def stale_after() -> timedelta:
    return timedelta(seconds=settings.STALE_SECONDS)


def live_leases(tables: Tables, limit: int) -> list[LeaseBeat]:
    """Leases with their pulse, the oldest first."""
    return list(tables.of(LeaseBeat).order_by("fence")[:limit])


def lease_count(tables: Tables) -> int:
    return tables.of(LeaseBeat).count()


def busy_agents(tables: Tables) -> int:
    return tables.of(Agent).filter(load__gt=0).count()


def lease(tables: Tables, task: str) -> LeaseBeat | None:
    return tables.of(LeaseBeat).filter(task=task).first()


def leases_of_tasks(tables: Tables, tasks: Collection[str]) -> dict[str, LeaseBeat]:
    return {row.task: row for row in tables.of(LeaseBeat).filter(task__in=tasks)} if tasks else {}


def silent_leases(tables: Tables, now: datetime, limit: int) -> list[LeaseBeat]:
    """Leases whose holder has missed its beats, the longest silence first."""
    rows = tables.of(LeaseBeat).filter(beat_at__lt=now - stale_after())
    return list(rows.order_by("beat_at")[:limit])
