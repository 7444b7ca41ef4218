"""Tracks, tasks and what they wait for, as rows."""

from dataclasses import asdict
from functools import lru_cache
from typing import Any

from coordinator.eventlog.rows import Row
from coordinator.projections.projection import Projection
from tracks.blockers import blockers_of_task, blockers_of_track, track_status
from tracks.offers import OPEN
from tracks.plan import Plan
from tracks.terms import Terms, demands, retry_of
from tracks.work import Promise, Task, Track


def track_row(plan: Plan, track: Track) -> Row:
    tally = plan.tally(f"track/{track.key}")
    status = track_status(plan, track)
    return {
        "key": track.key, "version": track.version, "title": track.title, "focus": track.focus, "owner": track.owner,
        "position": track.position, "status": status,
        "percent": tally.percent if tally.total else 100 if status == "done" else 0, "counts": tally.as_counts(),
        "blockers": blockers_of_track(plan, track), "depends_on": track.depends_on,
        "deliverables": list(map(promise_drawn, track.promises)), "weeks": track.weeks, "parallelizable": track.parallelizable,
        "key_files": track.key_files, "working_directory": track.working_directory, "notes": track.notes,
        "terms": stated(track.terms), "status_word": track.source.status_word, "source_line": track.source.line,
    }


def promise_drawn(one: Promise) -> dict[str, Any]:
    return {
        "number": one.number, "text": one.text, "done": one.done, "verified": one.verified, "actor": one.actor or None,
        "at": one.at, "note": one.note, "evidence": one.evidence,
    }


def task_row(plan: Plan, task: Task) -> Row:
    return {
        "key": task.key, "version": task.version, "title": task.title, "track": task.track, "parent": task.parent,
        "position": task.position, "status": task.status, "priority": task.priority, "percent": task.percent,
        "estimate": task.estimate, "tail": task.tail, "assignee": task.assignee, "parallel": task.parallel,
        "capabilities": task.capabilities, "paths": task.paths, "steps": task.steps, "depends_on": task.depends_on,
        "blocked_by": blockers_of_task(plan, task), "agent": task.lease.agent if task.lease else "",
        "fence": task.lease.fence if task.lease else None, "reason": task.reason, "summary": task.summary,
        "evidence": task.evidence, "waits_for": task.waits_for if task.state == "blocked" else (),
        "terms": stated(task.terms), "demands": demands(plan, task).in_words(), "verified": standing(plan, task),
        "attempts": task.attempts, "failures": task.failures, "max_attempts": most_attempts(plan, task),
        "retry_at": task.retry_at if task.state == "failed" else None,
        "offers": sum(plan.offers[str(fence)].state == OPEN for fence in task.offered), "notes": task.notes,
        "status_word": task.source.status_word, "source_line": task.source.line, "created_at": task.created_at,
        "started_at": task.started_at, "changed_at": task.changed_at, "finished_at": task.finished_at,
    }


@lru_cache(1_000)
def stated(terms: Terms) -> dict[str, Any]:
    return asdict(terms)


def standing(plan: Plan, task: Task) -> str:
    """no, claimed or verified: whether a task is done, and whether that is more than somebody's word."""
    if task.status != "done":
        return "no"
    if plan.has_subtasks(task.key):
        parts = (one for one in plan.members_of(task.ref) if one.status == "done")
        return "verified" if all(standing(plan, one) == "verified" for one in parts) else "claimed"
    return "verified" if task.verified else "claimed"


def most_attempts(plan: Plan, task: Task) -> int | None:
    retry = retry_of(plan, task)
    return retry.max_attempts if retry else None


def dependency_row(plan: Plan, one: Any) -> Row:
    return {
        "key": one.key, "version": one.version, "item": one.item, "needs": one.needs, "text": one.text,
        "source_line": one.line,
    }


PROJECTIONS = (
    Projection("tracks_track", "tracks", track_row),
    Projection("tracks_task", "tasks", task_row),
    Projection("tracks_dependency", "dependencies", dependency_row),
)
