"""The only reader of the status tables of the plan. Each function is a fixed number of queries, whatever the plan holds.

Functions are named for what they return; `project` is the id of the project's log. Changes nothing.
"""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q

from tracks.models import Dependency, ImportReport, Note, ProjectSummary, SyncPoint, Task, Track
from tracks.plan import split

RISK = {"blocked": 0, "in_progress": 1, "ready": 2, "not_started": 3, "done": 4}
NEEDS_A_PERSON = ("blocked", "failed", "in_review")


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


def track_titles(project: int) -> dict[str, str]:
    """Keys and titles in plan order, for filters and forms."""
    return dict(Track.objects.filter(project=project).values_list("key", "title"))


def unowned_tracks_others_wait_for(project: int) -> list[tuple[Track, list[str]]]:
    """Unfinished tracks without an owner, each with the keys of the tracks that wait for it or for a task of it."""
    tracks = {row.key: row for row in Track.objects.filter(project=project)}
    unowned = {key for key, row in tracks.items() if not row.owner and row.status != "done"}
    if not unowned:
        return []
    needs = {(row.key, *split(reference)) for row in tracks.values() for reference in row.depends_on}
    track_of = dict(
        Task.objects.filter(project=project, key__in={key for _, kind, key in needs if kind == "task"}).values_list(
            "key", "track"
        )
    )
    waiting: dict[str, set[str]] = {}
    for waiter, kind, key in needs:
        needed = key if kind == "track" else track_of.get(key, "")
        if needed in unowned and needed != waiter:
            waiting.setdefault(needed, set()).add(waiter)
    return [(tracks[key], sorted(waiters)) for key, waiters in sorted(waiting.items())]


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


def tasks_that_need_a_person(project: int, limit: int) -> list[Task]:
    """Blocked, failed and in review, the longest path of work behind them first. A parent's state is its subtasks' affair."""
    # That `parent` is not empty goes without saying, but only a query that says it may use the index of subtasks.
    parts = Task.objects.filter(~Q(parent=""), project=OuterRef("project"), parent=OuterRef("key"))
    rows = Task.objects.filter(~Exists(parts), project=project, status__in=NEEDS_A_PERSON)
    return list(rows.order_by("-tail", "changed_at")[:limit])


def held_by(project: int, agents: Collection[str]) -> dict[str, list[Task]]:
    """What each of these agents works on, in plan order."""
    held: dict[str, list[Task]] = {}
    for row in Task.objects.filter(project=project, agent__in=agents).order_by("position"):
        held.setdefault(row.agent, []).append(row)
    return held


# Dependencies and the rest -------------------------------------------------------------------------------------------


def dependents(project: int, reference: str) -> list[str]:
    """References of what waits for `reference` directly."""
    return list(Dependency.objects.filter(project=project, needs=reference).order_by("item").values_list("item", flat=True))


def dependent_counts(project: int, references: Collection[str]) -> dict[str, int]:
    """How many tasks and tracks wait directly for each of `references`; those with none are left out."""
    rows = Dependency.objects.filter(project=project, needs__in=references)
    return dict(rows.order_by().values_list("needs").annotate(count=Count("id")))


def notes_about(project: int, reference: str) -> list[Note]:
    return list(Note.objects.filter(project=project, about=reference))


def latest_import(project: int) -> ImportReport | None:
    return ImportReport.objects.filter(project=project).order_by("-version").first()


def import_report(project: int, key: str) -> ImportReport | None:
    return ImportReport.objects.filter(project=project, key=key).first()

