"""Success criteria: what the plan shall come to, and how it stands now or stood then."""

from datetime import datetime
from typing import Annotated, Any

import msgspec
from django.http import HttpResponse
from msgspec import UNSET, Meta, Struct, UnsetType

from coordinator import plans
from coordinator.api.door import Ask, Door, address, answer, gone, operation, told
from coordinator.api.measurements import Comparison, Number
from coordinator.api.reading import Strict, Text, given
from coordinator.api.rows import At
from coordinator.api.versions import etag, expected
from coordinator.command_handler import Receipt
from coordinator.criteria import Judged, judged
from coordinator.travelling import sequence_of
from tracks import commands as c
from tracks import errors
from tracks.plan import Plan

Words = Annotated[str, Meta(max_length=2_000)]
Of = Annotated[
    str, Meta(max_length=180, description="Of completion: tasks, subtasks, tracks or track/<key>. Of a metric: its name.")
]
Value = Number | Annotated[str, Meta(max_length=26)]


class Criterion(Struct, frozen=True):
    """What the plan shall come to. `state`: met, unmet, or unknown while nothing can tell; `words` say why, `now` is the
    figure and `wanted` what it should be. `from_document`: an import brought it.

    `kind`: completion (share of what is done), assigned (every assigned task done), no_duplicates (no two begun tasks
    of one track or parent are called the same, no two agents work on overlapping paths), integration_points,
    sync_points, no_blocked, metric (a measurement), text (a person says so).
    """

    key: str
    kind: str
    text: str
    of: str | None
    comparison: str | None
    value: str | None
    state: str
    words: str
    now: str | None
    wanted: str | None
    by: str | None
    at: datetime | None
    note: str
    from_document: bool
    version: int


class CriterionList(Struct, frozen=True):
    """All success criteria: those of documents, then those stated here; and how many are met."""

    criteria: list[Criterion]
    met: int
    head: int


class NewCriterion(Strict):
    """`comparison` and `value` go with completion (in percent) and metric, `value` ready or integrated with integration_points.
    """

    kind: Annotated[str, Meta(max_length=20)]
    text: Words = ""
    of: Of = ""
    comparison: Comparison = ""
    value: Value = ""


class CriterionEdit(Strict):
    """What is to be different; what is left out stays."""

    text: Words | UnsetType = UNSET
    of: Of | UnsetType = UNSET
    comparison: Comparison | UnsetType = UNSET
    value: Value | UnsetType = UNSET


class Tick(Strict):
    met: bool = True
    note: Text = ""


class Criteria(Door):
    @operation("List the success criteria and how they stand", query=At, answers={200: (CriterionList, "All of them.")})
    def get(self, ask: Ask) -> HttpResponse:
        plan = plan_of(ask)
        drawn = [draw_criterion(one) for one in judged(plan)]
        listed = CriterionList(drawn, sum(one.state == "met" for one in drawn), plan.sequence)
        return answer(listed, ETag=etag(plan.sequence))

    @operation(
        "State a success criterion", needs="operate", body=NewCriterion,
        answers={201: (Criterion, "It is evaluated from now on.")}, refusals=(errors.UnknownReference,),
        example={"kind": "completion", "of": "tasks", "comparison": ">", "value": 80, "text": "Overall completion > 80 %"},
    )
    def post(self, ask: Ask) -> HttpResponse:
        receipt = ask.tell(c.AddCriterion(project=ask.project, **stated(ask)))
        key = msgspec.json.decode(receipt.events[0].body)["key"]
        return criterion_told(receipt, key, 201, Location=address(ask, key))


class OneCriterion(Door):
    @operation(
        "Read a success criterion and how it stands", query=At, answers={200: (Criterion, "Its version is the ETag.")},
        refusals=(errors.UnknownCriterion,),
    )
    def get(self, ask: Ask, key: str) -> HttpResponse:
        found = drawn_of(plan_of(ask), key)
        if found is None:
            raise errors.UnknownCriterion(key=key, project=ask.project)
        return answer(found, ETag=etag(found.version))

    @operation(
        "Edit a success criterion; with If-Match only if nobody else has since", needs="operate", body=CriterionEdit,
        answers={200: (Criterion, "The criterion as it is now.")},
        refusals=(errors.UnknownCriterion, errors.VersionMismatch, errors.UnknownReference), example={"value": 90},
    )
    def patch(self, ask: Ask, key: str) -> HttpResponse:
        command = c.ReviseCriterion(project=ask.project, key=key, expected_version=expected(ask), **stated(ask))
        return criterion_told(ask.tell(command), key)

    @operation(
        "Take a success criterion away; its history stays", needs="operate", answers={204: (None, "It is gone.")},
        refusals=(errors.UnknownCriterion, errors.VersionMismatch),
    )
    def delete(self, ask: Ask, key: str) -> HttpResponse:
        return gone(ask.tell(c.RemoveCriterion(project=ask.project, key=key, expected_version=expected(ask))))


class MeetCriterion(Door):
    @operation(
        "Say whether a text criterion holds", needs="operate", body=Tick, answers={200: (Criterion, "The criterion.")},
        refusals=(errors.UnknownCriterion, errors.CriterionIsEvaluated), example={"note": "seen on Friday"},
    )
    def post(self, ask: Ask, key: str) -> HttpResponse:
        command = c.TickCriterion(project=ask.project, key=key, met=ask.body.met, note=ask.body.note)
        return criterion_told(ask.tell(command), key)


def plan_of(ask: Ask) -> Plan:
    head = ask.head()
    return plans.plan_at(head, sequence_of(head, ask.query.at)) if ask.query.at else plans.catch_up(head)


def stated(ask: Ask) -> dict[str, Any]:
    values = given(ask.body)
    return values | ({"value": str(values["value"])} if "value" in values else {})


def drawn_of(plan: Plan, key: str) -> Criterion | None:
    return next((draw_criterion(one) for one in judged(plan) if one.criterion.key == key), None)


def draw_criterion(one: Judged) -> Criterion:
    criterion, verdict = one.criterion, one.verdict
    return Criterion(
        criterion.key, criterion.kind, criterion.said, criterion.of or None, criterion.comparison or None,
        criterion.value or None, verdict.state, verdict.words, verdict.now or None, verdict.wanted or None,
        criterion.by or None, criterion.at, criterion.note, one.told, criterion.version,
    )


def criterion_told(receipt: Receipt, key: str, status: int = 200, **headers: str) -> HttpResponse:
    drawn = drawn_of(receipt.plan, key)
    assert drawn is not None
    return told(receipt, drawn, status, ETag=etag(drawn.version), **headers)
