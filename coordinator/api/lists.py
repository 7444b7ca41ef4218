"""What else a plan holds and can only be read here: conflict areas, integration points, allocations, notes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from msgspec import Struct

from coordinator.api.door import Ask, Door, answer, operation
from coordinator.api.rows import ALLOCATIONS, CONFLICT_AREAS, INTEGRATION_POINTS, NOTES, Kind, Page, moment
from coordinator.api.wire import plan as wire
from coordinator.eventlog.rows import Row


class ConflictAreaList(Struct, frozen=True):
    conflicts: list[wire.ConflictArea]
    cursor: str | None
    head: int


class IntegrationPointList(Struct, frozen=True):
    integration_points: list[wire.IntegrationPoint]
    cursor: str | None
    head: int


class AllocationList(Struct, frozen=True):
    allocations: list[wire.Allocation]
    cursor: str | None
    head: int


class NoteList(Struct, frozen=True):
    notes: list[wire.Note]
    cursor: str | None
    head: int


@dataclass(frozen=True, slots=True)
class Listed:
    """A kind of thing under its address, how one of it is drawn, and the shape of the whole list."""

    address: str
    kind: Kind
    draw: Callable[[Row], Any]
    shape: Callable[[list[Any], str | None, int], Struct]
    summary: str


LISTS = (
    Listed("conflicts", CONFLICT_AREAS, wire.draw_conflict_area, ConflictAreaList,
           "List what several tracks touch, and how that is resolved"),
    Listed("integration-points", INTEGRATION_POINTS, wire.draw_integration_point, IntegrationPointList,
           "List where parties meet"),
    Listed("allocations", ALLOCATIONS, wire.draw_allocation, AllocationList, "List who would do which tracks"),
    Listed("notes", NOTES, wire.draw_note, NoteList, "List the texts that belong to the plan"),
)


def door_of(listed: Listed) -> type[Door]:
    class List(Door):
        @operation(listed.summary, query=Page, answers={200: (listed.shape, "A page, in plan order.")})
        def get(self, ask: Ask) -> HttpResponse:
            place = moment(ask.head(), ask.query.at)
            rows, cursor = place.page(listed.kind, ask.query)
            return answer(listed.shape([listed.draw(row) for row in rows], cursor, place.sequence))

    List.__name__ = List.__qualname__ = f"{listed.kind.model.__name__}s"
    return List
