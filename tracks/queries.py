"""The only reader of the status tables of the plan. Each function is a fixed number of queries, whatever the plan holds.

Functions are named for what they return; `tables` are a project's, now or as they stood. Changes nothing.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from agents.tables import Tables
from tracks.models import Dependency, ImportReport, Note, Offer, ProjectSummary, Reservation, SyncPoint, Task, Track
from tracks.offers import OPEN
from tracks.work import PRIORITIES

Place = tuple[int, ...]
RISK = {"blocked": 0, "in_progress": 1, "ready": 2, "not_started": 3, "done": 4}


def summary(tables: Tables) -> ProjectSummary | None:
    """Name, percent and counts of one project; none in the moment before its first event is projected."""
    row: ProjectSummary | None = tables.of(ProjectSummary).first()
    return row


def summaries(projects: Iterable[int]) -> dict[int, ProjectSummary]:
    return {row.project_id: row for row in ProjectSummary.objects.filter(project__in=projects)}


def finished_since(tables: Tables, moment: datetime) -> int:
    """How many tasks were finished after `moment`. A finished task was changed then at the latest, which is indexed."""
    return tables.of(Task).filter(changed_at__gte=moment, finished_at__gte=moment, status="done").count()


# Tracks --------------------------------------------------------------------------------------------------------------


def tracks_by_risk(tables: Tables) -> list[Track]:
    """Blocked first, then those with failures or least done, what is done last."""
    return sorted(tables.of(Track), key=risk)


def risk(track: Track) -> tuple[bool, int, int, int]:
    trouble = track.counts.get("failed", 0) + track.counts.get("blocked", 0)
    return (track.status == "done", RISK.get(track.status, 3), -trouble, track.position)


def track(tables: Tables, key: str) -> Track | None:
    return tables.of(Track).filter(key=key).first()


# Tasks ---------------------------------------------------------------------------------------------------------------


def task(tables: Tables, key: str) -> Task | None:
    return tables.of(Task).filter(key=key).first()


def tasks_by_key(tables: Tables, keys: Collection[str]) -> dict[str, Task]:
    return {row.key: row for row in tables.of(Task).filter(key__in=keys)} if keys else {}


def containers(tables: Tables, keys: Collection[str]) -> dict[str, tuple[str, str]]:
    """The track and the parent of each of these tasks; empty words where it has none."""
    rows = tables.of(Task).filter(key__in=keys).values_list("key", "track", "parent")
    return {key: (track, parent) for key, track, parent in rows} if keys else {}


def tracks_by_key(tables: Tables, keys: Collection[str]) -> dict[str, Track]:
    return {row.key: row for row in tables.of(Track).filter(key__in=keys)} if keys else {}


def sync_points_by_key(tables: Tables, keys: Collection[str]) -> dict[str, SyncPoint]:
    return {row.key: row for row in tables.of(SyncPoint).filter(key__in=keys)} if keys else {}


def subtasks(tables: Tables, key: str) -> list[Task]:
    return list(tables.of(Task).filter(parent=key))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which tasks: each of these narrows. `who` holds them or is to have them; NOBODY means that nobody does."""

    statuses: tuple[str, ...] = ()
    track: str | None = None
    who: str = ""
    priority: str = ""
    words: str = ""


NOBODY = "-"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def tasks_wanted(tables: Tables, wanted: Wanted) -> Any:
    rows = tables.of(Task)
    if wanted.statuses:
        rows = rows.filter(status__in=wanted.statuses)
    if wanted.track is not None:
        rows = rows.filter(track=wanted.track)
    if wanted.who:
        who = "" if wanted.who == NOBODY else wanted.who
        rows = rows.filter(Q(agent=who) | Q(agent="", assignee=who) if who else Q(agent="", assignee=""))
    if wanted.priority:
        rows = rows.filter(priority=wanted.priority)
    if wanted.words:
        rows = rows.filter(Q(key__icontains=wanted.words) | Q(title__icontains=wanted.words))
    return rows


def task_counts(tables: Tables, wanted: Wanted) -> dict[str, int]:
    """How many of these tasks have each status."""
    rows = tasks_wanted(tables, wanted)
    if isinstance(rows, QuerySet):
        return dict(rows.order_by().values_list("status").annotate(count=Count("pk")))
    return Counter(row.status for row in rows)


# A page begins behind a place: the numbers by which its rows are ordered, as `task_place` says them of the last row before it.


def task_page(tables: Tables, wanted: Wanted, *, sort: str = "plan", after: Place = (), limit: int) -> list[Task]:
    """Up to `limit` of these tasks in an order of TASK_ORDERS, beyond a place. At most four queries."""
    return TASK_ORDERS[sort](tasks_wanted(tables, wanted), after, limit)


def task_place(row: Task, sort: str) -> Place:
    if sort == "priority":
        return PRIORITIES.index(row.priority), row.position
    if sort == "changed":
        return (row.changed_at - EPOCH) // timedelta(microseconds=1), row.position
    return (row.position,)


def in_plan_order(rows: Any, after: Place, limit: int) -> list[Task]:
    rows = rows.filter(position__gt=after[0]) if after else rows
    return list(rows.order_by("position", "key")[:limit])


def most_pressing_first(rows: Any, after: Place, limit: int) -> list[Task]:
    """One priority after the other: no index knows that critical comes before high."""
    first, position = after or (0, None)
    found: list[Task] = []
    for rank in range(first, len(PRIORITIES)):
        if len(found) < limit:
            behind = (position,) if rank == first and position is not None else ()
            found += in_plan_order(rows.filter(priority=PRIORITIES[rank]), behind, limit - len(found))
    return found


def last_changed_first(rows: Any, after: Place, limit: int) -> list[Task]:
    if after:
        moment = EPOCH + timedelta(microseconds=after[0])
        rows = rows.filter(Q(changed_at__lt=moment) | Q(changed_at=moment, position__lt=after[1]))
    return list(rows.order_by("-changed_at", "-position")[:limit])


TASK_ORDERS = {"plan": in_plan_order, "priority": most_pressing_first, "changed": last_changed_first}


def held_by(tables: Tables, agents: Collection[str]) -> dict[str, list[Task]]:
    """What each of these agents works on, in plan order."""
    held: dict[str, list[Task]] = {}
    for row in tables.of(Task).filter(agent__in=agents).order_by("position"):
        held.setdefault(row.agent, []).append(row)
    return held


def reserved_by_agent(tables: Tables, most: int = 500) -> dict[str, list[str]]:
    """The paths that each agent has reserved, the oldest reservations first."""
    reserved: dict[str, list[str]] = {}
    for row in tables.of(Reservation).order_by("version")[:most]:
        reserved.setdefault(row.agent, []).extend(row.paths)
    return reserved


def offers(tables: Tables, task: str) -> list[Offer]:
    """The open results that came too late for a task, the oldest lease first."""
    return list(tables.of(Offer).filter(task=task, state=OPEN))


# Dependencies and the rest -------------------------------------------------------------------------------------------


def dependents(tables: Tables, reference: str) -> list[str]:
    """References of what waits for `reference` directly."""
    return list(tables.of(Dependency).filter(needs=reference).order_by("item").values_list("item", flat=True))


def notes_about(tables: Tables, reference: str) -> list[Note]:
    return list(tables.of(Note).filter(about=reference))


def import_report(tables: Tables, key: str) -> ImportReport | None:
    return tables.of(ImportReport).filter(key=key).first()

