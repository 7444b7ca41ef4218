"""What stands where tracks meet, as rows."""

from typing import Any

from coordinator.eventlog.rows import Row
from coordinator.projections.projection import Projection
from tracks.blockers import blockers_of_sync_point, check_holds
from tracks.meeting import IntegrationPoint, Standing
from tracks.plan import Plan


def sync_point_row(plan: Plan, one: Any) -> Row:
    return {
        "key": one.key, "version": one.version, "title": one.title, "after": one.after, "check_text": one.check,
        "checks": [check_drawn(plan, number, standing) for number, standing in enumerate(one.checks, 1)],
        "blockers": blockers_of_sync_point(plan, one), "auto": one.auto, "reopened": one.reopened,
        "passed_by": one.passed_by, "passed_at": one.passed_at, "note": one.note, "despite": one.despite,
        "status": "passed" if one.passed else "open", "position": one.position, "source_line": one.line,
    }


def check_drawn(plan: Plan, number: int, standing: Standing) -> dict[str, Any]:
    check, answer = standing.check, standing.answer
    return {
        "number": number, "kind": check.kind, "text": check.text, "metric": check.metric or None,
        "comparison": check.comparison or None, "value": check.value or None, "holds": check_holds(plan, standing),
        "answer": answer and {
            "holds": answer.holds, "text": answer.text, "exit_status": answer.exit_status, "digest": answer.digest,
            "actor": answer.actor, "recorded_at": answer.at, "sequence": answer.sequence,
        },
    }


def conflict_area_row(plan: Plan, one: Any) -> Row:
    return {
        "key": one.key, "version": one.version, "area": one.area, "tracks": one.tracks, "resolution": one.resolution,
        "first": one.first, "paths": one.paths, "status": one.status, "waits": one.waits, "resolved_at": one.resolved_at,
        "resolved_by": one.resolved_by, "position": one.position, "source_line": one.line,
    }


def integration_point_row(plan: Plan, one: Any) -> Row:
    return {
        "key": one.key, "version": one.version, "title": one.title, "parties": one.parties, "items": one.items,
        "refs": one.refs, "status": one.status, "readiness": readiness(one), "integrated_by": one.integrated_by,
        "integrated_at": one.integrated_at, "note": one.note, "evidence": one.evidence,
        "position": one.position, "source_line": one.line,
    }


def readiness(point: IntegrationPoint) -> list[dict[str, Any]]:
    said = {one.party: one for one in point.ready}
    return [
        {"party": party, "ready": True, "note": one.note, "actor": one.actor, "at": one.at}
        if (one := said.get(party)) else {"party": party, "ready": False, "note": "", "actor": None, "at": None}
        for party in point.parties or said
    ]


PROJECTIONS = (
    Projection("tracks_syncpoint", "sync_points", sync_point_row),
    Projection("tracks_conflictarea", "conflict_areas", conflict_area_row),
    Projection("tracks_integrationpoint", "integration_points", integration_point_row),
)
