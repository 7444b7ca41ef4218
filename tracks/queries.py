"""The only reader of the status tables of the plan. Each function is a fixed number of queries, whatever the plan holds.

Functions are named for what they return; `project` is the id of the project's log. Changes nothing.
"""

from collections.abc import Collection, Iterable
from datetime import datetime

from tracks.models import Dependency, ImportReport, Note, Offer, ProjectSummary, Reservation, SyncPoint, Task, Track
from tracks.offers import OPEN

RISK = {"blocked": 0, "in_progress": 1, "ready": 2, "not_started": 3, "done": 4}


def summary(project: int) -> ProjectSummary | None:
    """Name, percent and counts of one project; none in the moment before its first event is projected."""
    return ProjectSummary.objects.filter(project=project).first()


def summaries(projects: Iterable[int]) -> dict[int, ProjectSummary]:
    return {row.project_id: row for row in ProjectSummary.objects.filter(project__in=projects)}


def finished_since(project: int, moment: datetime) -> int:
    """How many tasks were finished after `moment`. A finished task was changed then at the latest, which is indexed."""
    return Task.objects.filter(project=project, changed_at__gte=moment, finished_at__gte=moment, status="done").count()


# Tracks --------------------------------------------------------------------------------------------------------------


def tracks_by_risk(project: int) -> list[Track]:
    """Blocked first, then those with failures or least done, what is done last."""
    return sorted(Track.objects.filter(project=project), key=risk)


def risk(track: Track) -> tuple[bool, int, int, int]:
    trouble = track.counts.get("failed", 0) + track.counts.get("blocked", 0)
    return (track.status == "done", RISK.get(track.status, 3), -trouble, track.position)


def track(project: int, key: str) -> Track | None:
    return Track.objects.filter(project=project, key=key).first()


# Tasks ---------------------------------------------------------------------------------------------------------------


def task(project: int, key: str) -> Task | None:
    return Task.objects.filter(project=project, key=key).first()


def tasks_by_key(project: int, keys: Collection[str]) -> dict[str, Task]:
    return {row.key: row for row in Task.objects.filter(project=project, key__in=keys)} if keys else {}


def containers(project: int, keys: Collection[str]) -> dict[str, tuple[str, str]]:
    """The track and the parent of each of these tasks; empty words where it has none."""
    rows = Task.objects.filter(project=project, key__in=keys).values_list("key", "track", "parent")
    return {key: (track, parent) for key, track, parent in rows} if keys else {}


def tracks_by_key(project: int, keys: Collection[str]) -> dict[str, Track]:
    return {row.key: row for row in Track.objects.filter(project=project, key__in=keys)} if keys else {}


def sync_points_by_key(project: int, keys: Collection[str]) -> dict[str, SyncPoint]:
    return {row.key: row for row in SyncPoint.objects.filter(project=project, key__in=keys)} if keys else {}


def subtasks(project: int, key: str) -> list[Task]:
    return list(Task.objects.filter(project=project, parent=key))


def task_page(
    project: int, *, status: str = "", track: str | None = None, after: int | None = None, limit: int
) -> list[Task]:
    """Up to `limit` tasks in plan order beyond position `after`."""
    rows = Task.objects.filter(project=project)
    if status:
        rows = rows.filter(status=status)
    if track is not None:
        rows = rows.filter(track=track)
    if after is not None:
        rows = rows.filter(position__gt=after)
    return list(rows.order_by("position", "key")[:limit])


def held_by(project: int, agents: Collection[str]) -> dict[str, list[Task]]:
    """What each of these agents works on, in plan order."""
    held: dict[str, list[Task]] = {}
    for row in Task.objects.filter(project=project, agent__in=agents).order_by("position"):
        held.setdefault(row.agent, []).append(row)
    return held


def reserved_by_agent(project: int, most: int = 500) -> dict[str, list[str]]:
    """The paths that each agent has reserved, the oldest reservations first."""
    reserved: dict[str, list[str]] = {}
    for row in Reservation.objects.filter(project=project).order_by("version")[:most]:
        reserved.setdefault(row.agent, []).extend(row.paths)
    return reserved


def offers(project: int, task: str) -> list[Offer]:
    """The open results that came too late for a task, the oldest lease first."""
    return list(Offer.objects.filter(project=project, task=task, state=OPEN))


# Dependencies and the rest -------------------------------------------------------------------------------------------


def dependents(project: int, reference: str) -> list[str]:
    """References of what waits for `reference` directly."""
    return list(Dependency.objects.filter(project=project, needs=reference).order_by("item").values_list("item", flat=True))


def notes_about(project: int, reference: str) -> list[Note]:
    return list(Note.objects.filter(project=project, about=reference))


def import_report(project: int, key: str) -> ImportReport | None:
    return ImportReport.objects.filter(project=project, key=key).first()

