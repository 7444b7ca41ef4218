"""Measurements: record one, read what is measured and how it went, say what it should come to."""

from typing import Annotated

import msgspec
from django.http import HttpResponse
from msgspec import Meta

from coordinator.api.brief import PLACES
from coordinator.api.door import Ask, Door, answer, gone, operation, told
from coordinator.api.reading import LARGEST_INTEGER, Key, Reference, Strict, Text
from coordinator.api.references import typed
from coordinator.api.rows import MEASUREMENTS, MOST, At, Page, moment
from coordinator.api.table import Wanted
from coordinator.api.versions import etag
from coordinator.api.wire.measurements import Measurement, MeasurementList, Reading, ReadingList, draw_measurement
from coordinator.command_handler import Receipt
from coordinator.eventlog.models import Event
from coordinator.projections.measuring import measurement_row
from tracks import errors
from tracks.commands import DropTarget, RecordMeasurement, SetTarget
from tracks.events import MeasurementRecorded

Number = Annotated[int, Meta(ge=-(10**15), le=10**15)] | Annotated[
    str, Meta(max_length=26, description="A whole number, or an exact decimal as text: 200 or \"99.95\".")
]
Comparison = Annotated[str, Meta(max_length=2, description="<, <=, =, >= or >")]


class NewReading(Strict):
    """What was measured. `of`: how much there is in all, as in 5 of 7. Fractions are sent as text, so none is rounded."""

    name: Key
    value: Number
    of: Number | None = None
    unit: Annotated[str, Meta(max_length=40)] = ""
    about: Reference | None = None
    text: Text = ""


class NewTarget(Strict):
    comparison: Comparison
    value: Number


class Named(Page):
    """Which measurements: all, or those of this name."""

    name: Annotated[str, Meta(max_length=100)] = ""


class Since(At, dict=True):
    after: Annotated[int, Meta(ge=0, le=LARGEST_INTEGER, description="Readings beyond this sequence.")] = 0
    limit: Annotated[int, Meta(ge=1, le=MOST, description="How many at most.")] = MOST


class Measurements(Door):
    @operation("List what is measured, by name", query=Named, answers={200: (MeasurementList, "A page of measurements.")})
    def get(self, ask: Ask) -> HttpResponse:
        place = moment(ask.head(), ask.query.at)
        wanted = Wanted({"key": [ask.query.name]} if ask.query.name else {})
        rows, cursor = place.page(MEASUREMENTS, ask.query, wanted)
        return answer(MeasurementList([draw_measurement(row) for row in rows], cursor, place.sequence))

    @operation(
        "Record a measurement", needs="work", body=NewReading, answers={201: (Measurement, "It is in the series.")},
        refusals=(errors.UnknownReference,),
        example={"name": "compilation errors", "value": 200, "about": "track/B", "text": "223 before"},
    )
    def post(self, ask: Ask) -> HttpResponse:
        body: NewReading = ask.body
        about = typed(ask, [body.about])[0] if body.about else ""
        receipt = ask.tell(RecordMeasurement(
            project=ask.project, name=body.name, value=str(body.value), of="" if body.of is None else str(body.of),
            unit=body.unit, about=about, text=body.text,
        ))
        return measurement_told(receipt, body.name, 201)


class OneMeasurement(Door):
    @operation(
        "Read what is measured under a name", query=At, answers={200: (Measurement, "The newest of it.")},
        refusals=(errors.UnknownMeasurement,),
    )
    def get(self, ask: Ask, name: str) -> HttpResponse:
        place = moment(ask.head(), ask.query.at)
        row = place.known(MEASUREMENTS, name, errors.UnknownMeasurement(name=name, project=ask.project))
        return answer(draw_measurement(row), ETag=etag(row["version"]))


class Readings(Door):
    @operation(
        "Read the whole series of a name", query=Since, answers={200: (ReadingList, "The oldest first.")},
        refusals=(errors.UnknownMeasurement,),
    )
    def get(self, ask: Ask, name: str) -> HttpResponse:
        place = moment(ask.head(), ask.query.at)
        place.known(MEASUREMENTS, name, errors.UnknownMeasurement(name=name, project=ask.project))
        events = Event.objects.filter(
            project=place.head.id, subject=f"measurement/{name}", type="measurement.recorded",
            sequence__gt=ask.query.after, sequence__lte=place.sequence,
        )
        found = list(events.order_by("sequence")[: ask.query.limit + 1])
        readings = [reading_of(event) for event in found[: ask.query.limit]]
        next_after = readings[-1].sequence if len(found) > ask.query.limit else None
        vars(ask.query)[PLACES] = [[reading.sequence] for reading in readings]
        return answer(ReadingList(readings, name, next_after, place.sequence))


class TargetOf(Door):
    @operation(
        "Say what a measurement should come to", needs="operate", body=NewTarget,
        answers={200: (Measurement, "It is held against that from now on.")}, example={"comparison": "<=", "value": 0},
    )
    def put(self, ask: Ask, name: str) -> HttpResponse:
        body: NewTarget = ask.body
        command = SetTarget(project=ask.project, name=name, comparison=body.comparison, value=str(body.value))
        return measurement_told(ask.tell(command), name)

    @operation(
        "Take a target away", needs="operate", answers={204: (None, "It is measured, and nothing more.")},
        refusals=(errors.UnknownMeasurement,),
    )
    def delete(self, ask: Ask, name: str) -> HttpResponse:
        return gone(ask.tell(DropTarget(project=ask.project, name=name)))


def reading_of(event: Event) -> Reading:
    said = msgspec.json.decode(event.body, type=MeasurementRecorded)
    return Reading(
        said.value, said.of or None, said.about or None, said.text, event.actor, event.recorded_at, event.sequence
    )


def measurement_told(receipt: Receipt, name: str, status: int = 200) -> HttpResponse:
    measurement = receipt.plan.measurements[name]
    row = measurement_row(receipt.plan, measurement)
    return told(receipt, draw_measurement(row), status, ETag=etag(measurement.version))
