"""The texts that belong to a plan, as rows."""

from typing import Any

from coordinator.eventlog.rows import Row
from coordinator.projections.projection import Projection
from tracks.plan import Plan


def allocation_row(plan: Plan, one: Any) -> Row:
    return {
        "key": one.key, "version": one.version, "scenario": one.scenario, "who": one.who, "text": one.text,
        "tracks": one.tracks, "position": one.position, "source_line": one.line,
    }


def note_row(plan: Plan, one: Any) -> Row:
    return {
        "key": one.key, "version": one.version, "kind": one.kind, "text": one.text, "about": one.about,
        "date": one.date, "state": one.state, "severity": one.severity, "owner": one.owner, "author": one.author,
        "written_at": one.written_at, "position": one.position, "source_line": one.line,
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
    Projection("tracks_allocation", "allocations", allocation_row),
    Projection("tracks_note", "notes", note_row),
    Projection("tracks_importreport", "imports", import_row),
)
