"""Allocations: who would do which tracks, as a document brought it. They can only be read here."""

from django.http import HttpResponse
from msgspec import Struct

from coordinator.api.door import Ask, Door, answer, operation
from coordinator.api.rows import ALLOCATIONS, Page, moment
from coordinator.api.wire.plan import Allocation, draw_allocation


class AllocationList(Struct, frozen=True):
    allocations: list[Allocation]
    cursor: str | None
    head: int


class Allocations(Door):
    @operation("List who would do which tracks", query=Page, answers={200: (AllocationList, "A page, in plan order.")})
    def get(self, ask: Ask) -> HttpResponse:
        place = moment(ask.head(), ask.query.at)
        rows, cursor = place.page(ALLOCATIONS, ask.query)
        return answer(AllocationList([draw_allocation(row) for row in rows], cursor, place.sequence))
