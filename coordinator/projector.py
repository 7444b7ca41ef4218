"""What `evolve` changed, into tables: one function per kind of thing, from a value to its row.

Only this module writes the status tables. Rebuild and parity use the same rows, so there is no second opinion.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from coordinator.eventlog.rows import Row, delete, insert
from coordinator.eventlog.store import Head
from tracks.draft import Changes
from tracks.plan import Plan, Task, Track, blockers_of_task, blockers_of_track, track_status


@dataclass(frozen=True, slots=True)
class Projection:
    """A status table: which of the plan's maps it shows, and how a value becomes its row."""

    table: str
    kind: str
    row: Callable[[Plan, Any], Row]


def track_row(plan: Plan, track: Track) -> Row:
    tally = plan.tally(f"track/{track.key}")
    status = track_status(plan, track)
    return {
        "key": track.key, "version": track.version, "title": track.title, "focus": track.focus, "owner": track.owner,
        "position": track.position, "status": status,
        "percent": tally.percent if tally.total else 100 if status == "done" else 0, "counts": tally.as_counts(),
        "blockers": blockers_of_track(plan, track), "depends_on": track.depends_on,
        "deliverables": track.deliverables, "weeks": track.weeks, "parallelizable": track.parallelizable,
        "key_files": track.key_files, "working_directory": track.working_directory, "notes": track.notes,
        "status_word": track.source.status_word, "source_line": track.source.line,
    }


def task_row(plan: Plan, task: Task) -> Row:
    return {
        "key": task.key, "version": task.version, "title": task.title, "track": task.track, "parent": task.parent,
        "position": task.position, "status": task.status, "priority": task.priority, "percent": task.percent,
        "estimate": task.estimate, "tail": task.tail, "assignee": task.assignee, "parallel": task.parallel,
        "capabilities": task.capabilities, "paths": task.paths, "steps": task.steps, "depends_on": task.depends_on,
        "blocked_by": blockers_of_task(plan, task), "agent": task.lease.agent if task.lease else "",
        "fence": task.lease.fence if task.lease else None, "reason": task.reason, "summary": task.summary,
        "evidence": task.evidence, "notes": task.notes, "status_word": task.source.status_word,
        "source_line": task.source.line, "created_at": task.created_at, "started_at": task.started_at,
        "changed_at": task.changed_at, "finished_at": task.finished_at,
    }


def dependency_row(plan: Plan, one: Any) -> Row:
    return {
        "key": one.key, "version": one.version, "item": one.item, "needs": one.needs, "text": one.text,
        "source_line": one.line,
    }


def agent_row(plan: Plan, one: Any) -> Row:
    return {
        "key": one.name, "version": one.version, "kind": one.kind, "title": one.title, "role": one.role,
        "capabilities": one.capabilities, "capacity": one.capacity, "focus": one.focus,
        "working_directory": one.working_directory, "key_files": one.key_files, "tracks": one.tracks,
        "notes": one.notes, "state": one.state, "load": one.load, "tasks_done": one.tasks_done,
        "tasks_failed": one.tasks_failed, "leases_lost": one.leases_lost, "source_line": one.source_line,
    }


def sync_point_row(plan: Plan, one: Any) -> Row:
    return {
        "key": one.key, "version": one.version, "title": one.title, "after": one.after, "check_text": one.check,
        "status": "passed" if one.passed else "open", "position": one.position, "source_line": one.line,
    }


def conflict_area_row(plan: Plan, one: Any) -> Row:
    return {
        "key": one.key, "version": one.version, "area": one.area, "tracks": one.tracks, "resolution": one.resolution,
        "first": one.first, "position": one.position, "source_line": one.line,
    }


def integration_point_row(plan: Plan, one: Any) -> Row:
    return {
        "key": one.key, "version": one.version, "title": one.title, "parties": one.parties, "items": one.items,
        "refs": one.refs, "status": one.status, "position": one.position, "source_line": one.line,
    }


def allocation_row(plan: Plan, one: Any) -> Row:
    return {
        "key": one.key, "version": one.version, "scenario": one.scenario, "who": one.who, "text": one.text,
        "tracks": one.tracks, "position": one.position, "source_line": one.line,
    }


def note_row(plan: Plan, one: Any) -> Row:
    return {
        "key": one.key, "version": one.version, "kind": one.kind, "text": one.text, "about": one.about,
        "date": one.date, "position": one.position, "source_line": one.line,
    }


def import_row(plan: Plan, one: Any) -> Row:
    return {
        "key": one.key, "version": one.version, "format": one.format, "filename": one.filename, "digest": one.digest,
        "counts": dict(one.counts), "changes": dict(one.changes),
        "problems": [dict(zip(("line", "text", "reason", "severity"), problem, strict=True)) for problem in one.problems],
        "repairs": [dict(zip(("line", "before", "after", "how"), repair, strict=True)) for repair in one.repairs],
        "actor": one.actor, "recorded_at": one.recorded_at,
    }


PROJECTIONS = (
    Projection("tracks_track", "tracks", track_row),
    Projection("tracks_task", "tasks", task_row),
    Projection("tracks_dependency", "dependencies", dependency_row),
    Projection("agents_agent", "agents", agent_row),
    Projection("tracks_syncpoint", "sync_points", sync_point_row),
    Projection("tracks_conflictarea", "conflict_areas", conflict_area_row),
    Projection("tracks_integrationpoint", "integration_points", integration_point_row),
    Projection("tracks_allocation", "allocations", allocation_row),
    Projection("tracks_note", "notes", note_row),
    Projection("tracks_importreport", "imports", import_row),
)

SUMMARY_TABLE = "tracks_projectsummary"


def summary_row(plan: Plan) -> Row:
    tasks, subtasks = plan.tally("tasks"), plan.tally("subtasks")
    return {
        "key": plan.project, "version": 0, "name": plan.name, "percent": tasks.percent,
        "counts": tasks.as_counts(), "subtask_counts": subtasks.as_counts(), "created_at": plan.created_at,
    }


def project(head: Head, before: Plan, plan: Plan, changes: Changes) -> None:
    """Brings the tables from `before` to `plan`, writing only the rows that `changes` names."""
    for projection in PROJECTIONS:
        changed = changes.of_kind.get(projection.kind, {})
        rows = [projection.row(plan, value) for value in changed.values() if value is not None]
        insert(projection.table, of_project(head, rows), unique=("project_id", "key"))
        delete(projection.table, "key", head.id, [key for key, value in changed.items() if value is None])
    if summary_row(before) != summary_row(plan):
        insert(SUMMARY_TABLE, of_project(head, [summary_row(plan)]), unique=("project_id", "key"))


def all_rows(plan: Plan) -> Iterable[tuple[str, list[Row]]]:
    """Every status table as the plan would have it."""
    for projection in PROJECTIONS:
        yield projection.table, [projection.row(plan, value) for value in getattr(plan, projection.kind).values()]
    yield SUMMARY_TABLE, [summary_row(plan)]


def of_project(head: Head, rows: list[Row]) -> list[Row]:
    return [{"project_id": head.id, **row} for row in rows]

