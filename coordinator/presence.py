"""How alive agents and leases are: rows that heartbeats move on, outside the log.

A beat locks its own lease row only, so it never waits for a writer of the project, nor a writer for it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from coordinator.eventlog.rows import delete, insert, loaded_time, stored_time
from coordinator.eventlog.store import Head, clock
from tracks.facts import Pulse
from tracks.plan import Plan


@dataclass(frozen=True, slots=True)
class Beat:
    """What an agent says of one lease: `progress` in percent, or None."""

    task: str
    fence: int
    progress: int | None = None


@dataclass(frozen=True, slots=True)
class BeatAnswer:
    """The leases that go on, with their new ends, and those that are lost."""

    until: dict[str, datetime]
    lost: list[Beat]


def beat(project_id: int, agent: str, beats: Sequence[Beat], lease_for: timedelta) -> BeatAnswer:
    """Keeps the agent's leases alive. A late beat still counts while nobody has recorded the lease as expired."""
    now = clock()
    seen(project_id, [agent], now)
    kept: dict[str, datetime] = {}
    lost = []
    until = now + lease_for
    for one in beats:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE agents_leasebeat SET until = %s, beat_at = %s, progress = COALESCE(%s, progress)"
                " WHERE project_id = %s AND task = %s AND fence = %s AND agent = %s",
                [stored(until), stored(now), one.progress, project_id, one.task, one.fence, agent],
            )
            if cursor.rowcount:
                kept[one.task] = until
            else:
                lost.append(one)
    return BeatAnswer(kept, lost)


def seen(project_id: int, agents: Iterable[str], now: datetime) -> None:
    """Notes that these agents were heard of at `now`."""
    rows = [{"project_id": project_id, "agent": agent, "seen_at": now} for agent in sorted(set(agents))]
    insert("agents_presence", rows, unique=("project_id", "agent"))


def record(head: Head, before: Plan, after: Plan, changed_tasks: Iterable[str], now: datetime) -> None:
    """Gives each lease that was granted a pulse and takes it from each that ended, in the writer's transaction."""
    granted, ended = [], []
    for key in changed_tasks:
        old, new = before.tasks.get(key), after.tasks.get(key)
        was, is_now = old.lease if old else None, new.lease if new else None
        if is_now and is_now != was:
            granted.append({
                "project_id": head.id, "task": key, "agent": is_now.agent, "fence": is_now.fence,
                "until": is_now.until, "beat_at": now, "progress": 0,
            })
        elif was and not is_now:
            ended.append(key)
    insert("agents_leasebeat", granted, unique=("project_id", "task"))
    delete("agents_leasebeat", "task", head.id, ended)
    seen(head.id, [row["agent"] for row in granted], now)


def pulses(project_id: int, tasks: Sequence[str], lock: bool = False) -> dict[str, Pulse]:
    """The pulse of the leases on these tasks; `lock` holds the rows so that no beat comes in between."""
    if not tasks:
        return {}
    marks = ", ".join(["%s"] * len(tasks))
    locking = " FOR UPDATE" if lock and connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT task, fence, until, beat_at FROM agents_leasebeat"
            f" WHERE project_id = %s AND task IN ({marks}) ORDER BY task{locking}",
            [project_id, *tasks],
        )
        return {task: Pulse(fence, loaded_time(until), loaded_time(at)) for task, fence, until, at in cursor.fetchall()}


def stored(moment: datetime) -> datetime | str:
    return moment if connection.vendor == "postgresql" else stored_time(moment)
