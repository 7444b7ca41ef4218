"""Deliverables: what tracks promise, that it is there and what shows it, over all tracks or of one."""

from typing import Annotated, Any

from django.http import HttpResponse
from msgspec import UNSET, Meta, UnsetType

from coordinator.api.door import Ask, Door, answer, gone, operation, told
from coordinator.api.reading import Line, Strict, Text
from coordinator.api.rows import TRACKS, At, moment
from coordinator.api.table import Wanted
from coordinator.api.verbs import Proof, proven
from coordinator.api.wire.deliverables import DeliverableList, TrackDeliverable, draw_deliverables
from coordinator.command_handler import Receipt
from coordinator.projections.work import track_row
from tracks import commands as c
from tracks import errors


class Which(At):
    """Which deliverables: those of a track, those that are there or are not, those that are verified or are not."""

    track: Annotated[str, Meta(max_length=160)] = ""
    met: bool | UnsetType = UNSET
    verified: bool | UnsetType = UNSET


class Promised(Strict):
    text: Line


class Met(Strict):
    note: Text = ""
    evidence: Annotated[tuple[Proof, ...], Meta(max_length=100)] = ()


class NotThere(Strict):
    reason: Text = ""


class Deliverables(Door):
    @operation("List what the tracks deliver", query=Which, answers={200: (DeliverableList, "In plan order.")})
    def get(self, ask: Ask) -> HttpResponse:
        query: Which = ask.query
        place = moment(ask.head(), query.at)
        rows = place.rows(TRACKS, Wanted({"key": [query.track]} if query.track else {}))
        listed = [one for row in rows for one in draw_deliverables(row)]
        kept = [one for one in listed if query.met in (UNSET, one.done) and query.verified in (UNSET, one.verified)]
        return answer(DeliverableList(kept, place.sequence))


class DeliverablesOfTrack(Door):
    @operation(
        "Add to what a track delivers", needs="operate", body=Promised,
        answers={201: (TrackDeliverable, "It is promised.")}, refusals=(errors.UnknownTrack,), example={"text": "the board"},
    )
    def post(self, ask: Ask, key: str) -> HttpResponse:
        receipt = ask.tell(c.AddDeliverable(project=ask.project, key=key, text=ask.body.text))
        return deliverable_told(receipt, key, receipt.plan.tracks[key].last_promise, 201)


class OneDeliverable(Door):
    @operation(
        "Say a deliverable in other words", needs="operate", body=Promised, answers={200: (TrackDeliverable, "The deliverable.")},
        refusals=(errors.UnknownTrack, errors.UnknownDeliverable), example={"text": "the board, live"},
    )
    def patch(self, ask: Ask, key: str, number: int) -> HttpResponse:
        command = c.RewordDeliverable(project=ask.project, key=key, number=number, text=ask.body.text)
        return deliverable_told(ask.tell(command), key, number)

    @operation(
        "Take a deliverable away; its history stays", needs="operate", answers={204: (None, "It is gone.")},
        refusals=(errors.UnknownTrack, errors.UnknownDeliverable),
    )
    def delete(self, ask: Ask, key: str, number: int) -> HttpResponse:
        return gone(ask.tell(c.RemoveDeliverable(project=ask.project, key=key, number=number)))


class MeetOne(Door):
    @operation(
        "Say that a deliverable is there, and what shows it", needs="work", body=Met,
        answers={200: (TrackDeliverable, "It is there: verified, or as claimed.")},
        refusals=(errors.UnknownTrack, errors.UnknownDeliverable),
        example={"evidence": [{"kind": "command", "text": "make board", "exit_status": 0, "digest": "0" * 64}]},
    )
    def post(self, ask: Ask, key: str, number: int) -> HttpResponse:
        evidence = proven(ask.body.evidence)
        command = c.MeetDeliverable(project=ask.project, key=key, number=number, note=ask.body.note, evidence=evidence)
        return deliverable_told(ask.tell(command), key, number)


class WithdrawOne(Door):
    @operation(
        "Say that a deliverable is not there after all", needs="work", body=NotThere,
        answers={200: (TrackDeliverable, "It is promised, and not there.")},
        refusals=(errors.UnknownTrack, errors.UnknownDeliverable), example={"reason": "it fell over"},
    )
    def post(self, ask: Ask, key: str, number: int) -> HttpResponse:
        command = c.WithdrawDeliverable(project=ask.project, key=key, number=number, reason=ask.body.reason)
        return deliverable_told(ask.tell(command), key, number)


def deliverable_told(receipt: Receipt, key: str, number: int, status: int = 200) -> HttpResponse:
    drawn: list[Any] = draw_deliverables(track_row(receipt.plan, receipt.plan.tracks[key]))
    return told(receipt, next(one for one in drawn if one.number == number), status)
