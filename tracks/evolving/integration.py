"""What the events change where parties meet."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tracks import events as e
from tracks.draft import Draft
from tracks.happened import Happened
from tracks.meeting import IntegrationPoint, Ready


def integration_point_added(draft: Draft, event: e.IntegrationPointAdded, at: Happened) -> None:
    before: IntegrationPoint = draft.integration_points.get(event.key) or IntegrationPoint(
        event.key, event.title, event.position
    )
    draft.integration_points[event.key] = replace(
        before, title=event.title, position=event.position, parties=event.parties, items=event.items, refs=event.refs,
        ready=tuple(one for one in before.ready if one.party in (event.parties or ("",))), digest=event.digest,
        line=event.line, version=at.sequence,
    )


def integration_point_removed(draft: Draft, event: e.IntegrationPointRemoved, at: Happened) -> None:
    del draft.integration_points[event.key]


def party_ready(draft: Draft, event: e.PartyReady, at: Happened) -> None:
    point = draft.integration_points[event.key]
    ready = Ready(event.party, event.note, at.actor, at.at)
    others = tuple(one for one in point.ready if one.party != event.party)
    draft.integration_points[event.key] = replace(point, ready=(*others, ready), version=at.sequence)


def party_not_ready(draft: Draft, event: e.PartyNotReady, at: Happened) -> None:
    point = draft.integration_points[event.key]
    others = tuple(one for one in point.ready if one.party != event.party)
    draft.integration_points[event.key] = replace(point, ready=others, version=at.sequence)


def integrated(draft: Draft, event: e.IntegrationPointIntegrated, at: Happened) -> None:
    draft.integration_points[event.key] = replace(
        draft.integration_points[event.key], integrated=True, integrated_by=at.actor, integrated_at=at.at,
        note=event.note, evidence=event.evidence, version=at.sequence,
    )


def reopened(draft: Draft, event: e.IntegrationPointReopened, at: Happened) -> None:
    draft.integration_points[event.key] = replace(
        draft.integration_points[event.key], ready=(), integrated=False, integrated_by="", integrated_at=None, note="",
        evidence=(), version=at.sequence,
    )


EVOLVE: dict[type, Callable[[Draft, Any, Happened], None]] = {
    e.IntegrationPointAdded: integration_point_added,
    e.IntegrationPointRevised: integration_point_added,
    e.IntegrationPointRemoved: integration_point_removed,
    e.PartyReady: party_ready,
    e.PartyNotReady: party_not_ready,
    e.IntegrationPointIntegrated: integrated,
    e.IntegrationPointReopened: reopened,
}
