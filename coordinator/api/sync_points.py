"""Sync points: the gates between tracks. Make them, make their checks, pass them, close them again."""

from typing import Annotated, Any, Literal

from django.http import HttpResponse
from msgspec import UNSET, Meta, UnsetType

from coordinator.api.door import Ask, Door, address, answer, gone, operation, told
from coordinator.api.measurements import Comparison, Number
from coordinator.api.reading import Key, Line, Reference, Strict, Text, given
from coordinator.api.references import typed
from coordinator.api.rows import SYNC_POINTS, At, Page, moment
from coordinator.api.verbs import Digest, ExitStatus
from coordinator.api.versions import etag, expected
from coordinator.api.wire.sync_points import Reopened, SyncPoint, SyncPointList, draw_sync_point
from coordinator.command_handler import Receipt
from coordinator.projections.meeting import sync_point_row
from tracks import commands as c
from tracks import errors
from tracks.gating import behind
from tracks.meeting import Check
from tracks.work import RUNNING

MOST_TOLD = 100


class NewCheck(Strict):
    """What must hold. A text check needs `text`, a command check its command there, a metric `metric` and its target."""

    kind: Literal["text", "command", "metric"] = "text"
    text: Annotated[str, Meta(max_length=2_000)] = ""
    metric: Annotated[str, Meta(max_length=100)] = ""
    comparison: Comparison = ""
    value: Number | Literal[""] = ""


After = Annotated[tuple[Reference, ...], Meta(max_length=1_000, description="What comes before it.")]
Checks = Annotated[tuple[NewCheck, ...], Meta(max_length=50)]


class NewSyncPoint(Strict):
    """`auto`: it opens by itself, once, when everything before it is done and every check holds."""

    key: Key
    title: Line
    after: After = ()
    checks: Checks = ()
    auto: bool = False


class SyncPointEdit(Strict):
    """What is to be different; what is left out stays. A check that is said again keeps what was found."""

    title: Line | UnsetType = UNSET
    after: After | UnsetType = UNSET
    checks: Checks | UnsetType = UNSET
    auto: bool | UnsetType = UNSET


class Found(Strict):
    """What came of a check. A person says whether it `holds`; of a command its exit status says so."""

    holds: bool = True
    text: Text = ""
    exit_status: ExitStatus | None = None
    digest: Digest = ""
    withdraw: Annotated[bool, Meta(description="What was found before counts no more; `text` says why.")] = False


class PassBody(Strict):
    """What was seen. `despite`: why it is passed although some check does not hold."""

    note: Text = ""
    despite: Text = ""


class ReopenBody(Strict):
    reason: Text = ""


class SyncPoints(Door):
    @operation("List the sync points in plan order", query=Page, answers={200: (SyncPointList, "A page of sync points.")})
    def get(self, ask: Ask) -> HttpResponse:
        place = moment(ask.head(), ask.query.at)
        rows, cursor = place.page(SYNC_POINTS, ask.query)
        return answer(SyncPointList([draw_sync_point(row) for row in rows], cursor, place.sequence))

    @operation(
        "Add a sync point", needs="operate", body=NewSyncPoint, answers={201: (SyncPoint, "It is in the plan.")},
        refusals=(errors.SyncPointExists, errors.UnknownReference, errors.DependencyCycle, errors.DependsOnItself),
        example={"key": "1", "title": "The schema stands", "after": ["A", "B.2"], "checks": [
            {"text": "both teams have read it"}, {"kind": "command", "text": "make check"},
            {"kind": "metric", "metric": "compilation errors", "comparison": "<=", "value": 0},
        ]},
    )
    def post(self, ask: Ask) -> HttpResponse:
        receipt = ask.tell(c.AddSyncPoint(project=ask.project, **stated(ask)))
        return point_told(receipt, ask.body.key, 201, Location=address(ask, ask.body.key))


class OneSyncPoint(Door):
    @operation(
        "Read a sync point", query=At, answers={200: (SyncPoint, "The sync point; its version is the ETag.")},
        refusals=(errors.UnknownSyncPoint,),
    )
    def get(self, ask: Ask, key: str) -> HttpResponse:
        place = moment(ask.head(), ask.query.at)
        row = place.known(SYNC_POINTS, key, errors.UnknownSyncPoint(key=key, project=ask.project))
        return answer(draw_sync_point(row), ETag=etag(row["version"]))

    @operation(
        "Edit a sync point; with If-Match only if nobody else has since", needs="operate", body=SyncPointEdit,
        answers={200: (SyncPoint, "The sync point as it is now.")},
        refusals=(errors.UnknownSyncPoint, errors.VersionMismatch, errors.UnknownReference, errors.DependencyCycle,
                  errors.DependsOnItself),
        example={"after": ["A", "B"], "auto": True},
    )
    def patch(self, ask: Ask, key: str) -> HttpResponse:
        command = c.ReviseSyncPoint(project=ask.project, key=key, expected_version=expected(ask), **stated(ask))
        return point_told(ask.tell(command), key)

    @operation(
        "Take a sync point out of the plan; its history stays", needs="operate", answers={204: (None, "It is gone.")},
        refusals=(errors.UnknownSyncPoint, errors.VersionMismatch, errors.StillNeeded),
    )
    def delete(self, ask: Ask, key: str) -> HttpResponse:
        return gone(ask.tell(c.RemoveSyncPoint(project=ask.project, key=key, expected_version=expected(ask))))


class OneCheck(Door):
    @operation(
        "Say what came of a check, or withdraw it", needs="work", body=Found,
        answers={200: (SyncPoint, "The sync point with what was found.")},
        refusals=(errors.UnknownSyncPoint, errors.UnknownCheck, errors.CheckIsMeasured),
        example={"exit_status": 0, "digest": "0" * 64, "text": "12 passed"},
    )
    def post(self, ask: Ask, key: str, number: int) -> HttpResponse:
        body: Found = ask.body
        if body.withdraw:
            return point_told(ask.tell(c.WithdrawCheck(project=ask.project, key=key, number=number, reason=body.text)), key)
        return point_told(ask.tell(c.AnswerCheck(
            project=ask.project, key=key, number=number, holds=body.holds, text=body.text, exit_status=body.exit_status,
            digest=body.digest,
        )), key)


class Pass(Door):
    @operation(
        "Pass a sync point: what waits for it may start", needs="operate", body=PassBody,
        answers={200: (SyncPoint, "It is passed.")},
        refusals=(errors.UnknownSyncPoint, errors.SyncPointIsEarly, errors.ChecksDoNotHold),
        example={"note": "schema and pages agree"},
    )
    def post(self, ask: Ask, key: str) -> HttpResponse:
        command = c.PassSyncPoint(project=ask.project, key=key, note=ask.body.note, despite=ask.body.despite)
        return point_told(ask.tell(command), key)


class Reopen(Door):
    @operation(
        "Close a sync point again: what has begun goes on, the rest waits", needs="operate", body=ReopenBody,
        answers={200: (Reopened, "It is open, and this is what waits again.")}, refusals=(errors.UnknownSyncPoint,),
        example={"reason": "the schema changed"},
    )
    def post(self, ask: Ask, key: str) -> HttpResponse:
        receipt = ask.tell(c.ReopenSyncPoint(project=ask.project, key=key, reason=ask.body.reason))
        held = sorted(behind(receipt.plan, f"sync/{key}"), key=lambda task: (task.position, task.key))
        begun = [task.key for task in held if task.lease or task.state in (*RUNNING, "in_review")]
        waiting = [task.key for task in held if task.status == "pending"]
        return told(receipt, draw_sync_point(
            sync_point_row(receipt.plan, receipt.plan.sync_points[key]), Reopened, goes_on=begun[:MOST_TOLD],
            waits_again=waiting[:MOST_TOLD],
        ), ETag=etag(receipt.plan.sync_points[key].version))


def stated(ask: Ask) -> dict[str, Any]:
    """What a body states, as a command takes it."""
    values = given(ask.body)
    if "after" in values:
        values["after"] = typed(ask, values["after"])
    if "checks" in values:
        values["checks"] = tuple(
            Check(one.kind, one.text, one.metric, one.comparison, str(one.value)) for one in values["checks"]
        )
    return values


def point_told(receipt: Receipt, key: str, status: int = 200, **headers: str) -> HttpResponse:
    point = receipt.plan.sync_points[key]
    drawn = draw_sync_point(sync_point_row(receipt.plan, point))
    return told(receipt, drawn, status, ETag=etag(point.version), **headers)
