"""Sync points: the gates that a person passes once what comes before them is done and checked."""

from django.http import HttpResponse
from msgspec import Struct

from coordinator.api.door import Ask, Door, answer, operation, told
from coordinator.api.reading import Strict, Text
from coordinator.api.rows import SYNC_POINTS, Page, moment
from coordinator.api.wire.plan import SyncPoint, draw_sync_point
from coordinator.command_handler import Receipt
from coordinator.projector import sync_point_row
from tracks import errors
from tracks.commands import PassSyncPoint, ReopenSyncPoint


class SyncPointList(Struct, frozen=True):
    sync_points: list[SyncPoint]
    cursor: str | None
    head: int


class PassBody(Strict):
    """What the check showed."""

    note: Text = ""


class ReopenBody(Strict):
    reason: Text = ""


class SyncPoints(Door):
    @operation("List the sync points in plan order", query=Page, answers={200: (SyncPointList, "A page of sync points.")})
    def get(self, ask: Ask) -> HttpResponse:
        place = moment(ask.head(), ask.query.at)
        rows, cursor = place.page(SYNC_POINTS, ask.query)
        return answer(SyncPointList([draw_sync_point(row) for row in rows], cursor, place.sequence))


class Pass(Door):
    @operation(
        "Pass a sync point: what waits for it may start", needs="operate", body=PassBody,
        answers={200: (SyncPoint, "It is passed.")}, refusals=(errors.UnknownSyncPoint, errors.SyncPointIsEarly),
        example={"note": "schema and pages agree"},
    )
    def post(self, ask: Ask, key: str) -> HttpResponse:
        return point_told(ask.tell(PassSyncPoint(project=ask.project, key=key, note=ask.body.note)), key)


class Reopen(Door):
    @operation(
        "Close a sync point again", needs="operate", body=ReopenBody, answers={200: (SyncPoint, "It is open.")},
        refusals=(errors.UnknownSyncPoint,), example={"reason": "the schema changed"},
    )
    def post(self, ask: Ask, key: str) -> HttpResponse:
        return point_told(ask.tell(ReopenSyncPoint(project=ask.project, key=key, reason=ask.body.reason)), key)


def point_told(receipt: Receipt, key: str) -> HttpResponse:
    return told(receipt, draw_sync_point(sync_point_row(receipt.plan, receipt.plan.sync_points[key])))
