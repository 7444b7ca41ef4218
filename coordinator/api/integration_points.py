"""Integration points: where tracks or agents meet. Make them, say who is ready, say that it is integrated."""

from typing import Annotated, Any

from django.http import HttpResponse
from msgspec import UNSET, Meta, UnsetType

from coordinator.api.door import Ask, Door, address, answer, gone, operation, told
from coordinator.api.reading import Key, Line, Reference, Strict, Text, given
from coordinator.api.references import typed
from coordinator.api.rows import INTEGRATION_POINTS, At, Page, moment
from coordinator.api.verbs import Proof, proven
from coordinator.api.versions import etag, expected
from coordinator.api.wire.integration_points import IntegrationPoint, IntegrationPointList, draw_integration_point
from coordinator.command_handler import Receipt
from coordinator.projections.meeting import integration_point_row
from tracks import commands as c
from tracks import errors

Hundred = Annotated[tuple[Line, ...], Meta(max_length=100)]
Refs = Annotated[tuple[Reference, ...], Meta(max_length=100)]


class NewIntegrationPoint(Strict):
    """`parties`: tracks, agents or whoever meets there. `items`: what flows between them."""

    key: Key
    title: Line
    parties: Hundred = ()
    items: Hundred = ()
    refs: Refs = ()


class IntegrationPointEdit(Strict):
    """What is to be different; what is left out stays. A party that stays is as ready as it was."""

    title: Line | UnsetType = UNSET
    parties: Hundred | UnsetType = UNSET
    items: Hundred | UnsetType = UNSET
    refs: Refs | UnsetType = UNSET


class Readiness(Strict):
    """Which party is ready; without one, all that the caller speaks for. `withdraw`: it is not ready any more."""

    party: Line = ""
    note: Text = ""
    withdraw: bool = False


class Integrated(Strict):
    note: Text = ""
    evidence: Annotated[tuple[Proof, ...], Meta(max_length=100)] = ()


class WhyOpen(Strict):
    reason: Text = ""


class IntegrationPoints(Door):
    @operation("List where parties meet", query=Page, answers={200: (IntegrationPointList, "A page, in plan order.")})
    def get(self, ask: Ask) -> HttpResponse:
        place = moment(ask.head(), ask.query.at)
        rows, cursor = place.page(INTEGRATION_POINTS, ask.query)
        return answer(IntegrationPointList([draw_integration_point(row) for row in rows], cursor, place.sequence))

    @operation(
        "Add an integration point", needs="operate", body=NewIntegrationPoint,
        answers={201: (IntegrationPoint, "It is in the plan.")},
        refusals=(errors.IntegrationPointExists, errors.UnknownReference),
        example={"key": "schema", "title": "Pages read the schema", "parties": ["A", "B"], "items": ["the tables"],
                 "refs": ["A.1"]},
    )
    def post(self, ask: Ask) -> HttpResponse:
        receipt = ask.tell(c.AddIntegrationPoint(project=ask.project, **stated(ask)))
        return point_told(receipt, ask.body.key, 201, Location=address(ask, ask.body.key))


class OneIntegrationPoint(Door):
    @operation(
        "Read an integration point", query=At, answers={200: (IntegrationPoint, "Its version is the ETag.")},
        refusals=(errors.UnknownIntegrationPoint,),
    )
    def get(self, ask: Ask, key: str) -> HttpResponse:
        place = moment(ask.head(), ask.query.at)
        row = place.known(INTEGRATION_POINTS, key, errors.UnknownIntegrationPoint(key=key, project=ask.project))
        return answer(draw_integration_point(row), ETag=etag(row["version"]))

    @operation(
        "Edit an integration point; with If-Match only if nobody else has since", needs="operate",
        body=IntegrationPointEdit, answers={200: (IntegrationPoint, "The integration point as it is now.")},
        refusals=(errors.UnknownIntegrationPoint, errors.VersionMismatch, errors.UnknownReference),
        example={"parties": ["A", "B", "C"]},
    )
    def patch(self, ask: Ask, key: str) -> HttpResponse:
        command = c.ReviseIntegrationPoint(project=ask.project, key=key, expected_version=expected(ask), **stated(ask))
        return point_told(ask.tell(command), key)

    @operation(
        "Take an integration point out of the plan; its history stays", needs="operate",
        answers={204: (None, "It is gone.")}, refusals=(errors.UnknownIntegrationPoint, errors.VersionMismatch),
    )
    def delete(self, ask: Ask, key: str) -> HttpResponse:
        return gone(ask.tell(c.RemoveIntegrationPoint(project=ask.project, key=key, expected_version=expected(ask))))


class ReadyThere(Door):
    @operation(
        "Say that a party is ready, or is not any more", needs="work", body=Readiness,
        answers={200: (IntegrationPoint, "It is ready once every party is.")}, refusals=(errors.UnknownIntegrationPoint,),
        example={"party": "A", "note": "the tables stand"},
    )
    def post(self, ask: Ask, key: str) -> HttpResponse:
        body: Readiness = ask.body
        if body.withdraw:
            command: Any = c.WithdrawReady(project=ask.project, key=key, party=body.party, reason=body.note)
        else:
            command = c.ConfirmReady(project=ask.project, key=key, party=body.party, note=body.note)
        return point_told(ask.tell(command), key)


class IntegratedThere(Door):
    @operation(
        "Say that an integration point is integrated", needs="work", body=Integrated,
        answers={200: (IntegrationPoint, "It is integrated.")},
        refusals=(errors.UnknownIntegrationPoint, errors.IntegrationIsEarly),
        example={"evidence": [{"kind": "command", "text": "make integration", "exit_status": 0}]},
    )
    def post(self, ask: Ask, key: str) -> HttpResponse:
        command = c.MarkIntegrated(project=ask.project, key=key, note=ask.body.note, evidence=proven(ask.body.evidence))
        return point_told(ask.tell(command), key)


class ReopenThere(Door):
    @operation(
        "Open an integration point again: nobody is ready", needs="work", body=WhyOpen,
        answers={200: (IntegrationPoint, "It is open.")}, refusals=(errors.UnknownIntegrationPoint,),
        example={"reason": "the tables changed"},
    )
    def post(self, ask: Ask, key: str) -> HttpResponse:
        command = c.ReopenIntegrationPoint(project=ask.project, key=key, reason=ask.body.reason)
        return point_told(ask.tell(command), key)


def stated(ask: Ask) -> dict[str, Any]:
    values = given(ask.body)
    return values | ({"refs": typed(ask, values["refs"])} if "refs" in values else {})


def point_told(receipt: Receipt, key: str, status: int = 200, **headers: str) -> HttpResponse:
    point = receipt.plan.integration_points[key]
    drawn = draw_integration_point(integration_point_row(receipt.plan, point))
    return told(receipt, drawn, status, ETag=etag(point.version), **headers)
