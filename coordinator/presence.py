"""How alive agents and leases are: rows that heartbeats move on, outside the log.

A beat locks its own lease row only, so it never waits for a writer of the project, nor a writer for it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from agents.models import Presence
from coordinator.eventlog.rows import delete, insert, loaded_time, stored_time
from coordinator.eventlog.store import Head, clock
from tracks.draft import Changes
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
    row = {"project_id": project_id, "agent": agent, "seen_at": now, "beats": True}
    insert("agents_presence", [row], unique=("project_id", "agent"))
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


def heard(project_id: int, agents: Sequence[str]) -> dict[str, datetime]:
    """When these agents were last heard of; holds the rows, so that no beat comes in between."""
    if not agents:
        return {}
    rows = Presence.objects.filter(project=project_id, agent__in=agents).order_by("agent")
    return dict(rows.select_for_update().values_list("agent", "seen_at"))


def record(head: Head, before: Plan, after: Plan, changes: Changes, now: datetime) -> None:
    """Gives each lease that was granted a pulse and takes it from each that ended, in the writer's transaction."""
    granted, ended = [], []
    for key in changes.of_kind.get("tasks", ()):
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
    stopped = [name for name, agent in changes.of_kind.get("agents", {}).items() if agent and agent.stopped]
    if stopped:  # who has stopped owes no beat, also not when it comes back one day
        Presence.objects.filter(project=head.id, agent__in=stopped).update(beats=False)


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


class PulsesOf(Mapping[str, Pulse]):
    """The pulses of a project's leases, each read when a rule asks for it: hardly any command needs one.

    `known` are those that were read before, under a lock where that mattered.
    """

    def __init__(self, project_id: int, known: Mapping[str, Pulse]) -> None:
        self._project_id = project_id
        self._known: dict[str, Pulse | None] = dict(known)

    def __getitem__(self, task: str) -> Pulse:
        if task not in self._known:
            self._known[task] = pulses(self._project_id, [task]).get(task)
        if pulse := self._known[task]:
            return pulse
        raise KeyError(task)

    def __iter__(self) -> Iterator[str]:
        return iter([task for task, pulse in self._known.items() if pulse])

    def __len__(self) -> int:
        return len(list(iter(self)))


def stored(moment: datetime) -> datetime | str:
    return moment if connection.vendor == "postgresql" else stored_time(moment)
