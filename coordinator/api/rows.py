"""Rows to be drawn, now or at an earlier moment: from the status tables, or from the plan as it stood then.

Both give the same rows in the same order, so nothing that draws them knows which it was.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any

from django.db.models import Model
from msgspec import Meta

from agents.models import Agent
from coordinator import plans, projections, projector
from coordinator.api.brief import PLACES
from coordinator.api.cursors import KeyPart, NumberPart, cursor_at, place_behind
from coordinator.api.reading import LARGEST_INTEGER, Strict
from coordinator.api.table import Table, Wanted
from coordinator.eventlog.rows import Row
from coordinator.eventlog.store import Head
from coordinator.travelling import sequence_of
from coordinator.webhooks.models import Webhook
from tracks.errors import Refusal
from tracks.models import (
    Allocation, ConflictArea, Dependency, ImportReport, IntegrationPoint, Measurement, Note, Offer, ProjectSummary,
    Reservation, SyncPoint, Task, Track,
)
from tracks.plan import Plan

MOST = 1_000
LEAST_TOKENS = 500


class Brief(Strict):
    """What every read may be asked: to say only so much."""

    fields: Annotated[str, Meta(max_length=1_000, description="Only these fields, with commas between them.")] = ""
    max_tokens: Annotated[
        int, Meta(ge=LEAST_TOKENS, le=LARGEST_INTEGER, description="Cut to fit into so many tokens: see /docs/prompts/.")
    ] | None = None


class At(Brief):
    """What every read may be asked: how it was at an earlier moment."""

    at: Annotated[str, Meta(max_length=40, description="A sequence, or an RFC 3339 time: the answer is as of then.")] = ""


class Page(At, dict=True):
    """What every list may be asked: how much at once, and from where on."""

    limit: Annotated[int, Meta(ge=1, le=MOST, description="How many at once.")] = MOST
    cursor: Annotated[str, Meta(description="The `cursor` of the page before this one.")] = ""


@dataclass(frozen=True)
class Kind:
    """A kind of thing: its table, its map in the plan, and what it is ordered by."""

    model: type[Model]
    plan_map: str
    order: tuple[str, ...] = ("position", "key")

    @cached_property
    def row(self) -> Callable[[Plan, Any], Row]:
        return next(one.row for one in projections.PROJECTIONS if one.kind == self.plan_map)

    @cached_property
    def table(self) -> Table:
        return Table(self.model, self.order)

    def place_behind(self, cursor: str) -> list[Any] | None:
        """Raises InvalidField for a cursor that was not given out here."""
        return place_behind(cursor, *(KeyPart if name == "key" else NumberPart for name in self.order))


TASKS = Kind(Task, "tasks")
TRACKS = Kind(Track, "tracks")
DEPENDENCIES = Kind(Dependency, "dependencies", ("key",))
AGENTS = Kind(Agent, "agents", ("key",))
SYNC_POINTS = Kind(SyncPoint, "sync_points")
CONFLICT_AREAS = Kind(ConflictArea, "conflict_areas")
INTEGRATION_POINTS = Kind(IntegrationPoint, "integration_points")
RESERVATIONS = Kind(Reservation, "reservations", ("version", "key"))
ALLOCATIONS = Kind(Allocation, "allocations")
NOTES = Kind(Note, "notes")
WEBHOOKS = Kind(Webhook, "webhooks", ("key",))
IMPORTS = Kind(ImportReport, "imports", ("version",))
MEASUREMENTS = Kind(Measurement, "measurements", ("key",))
OFFERS = Kind(Offer, "offers", ("fence",))

EVERYTHING = Wanted()


@dataclass(frozen=True, slots=True)
class Moment:
    """A project as it stands, or (with a plan) as it stood at the plan's sequence."""

    head: Head
    plan: Plan | None = None

    @property
    def sequence(self) -> int:
        return self.plan.sequence if self.plan else self.head.sequence

    def row(self, kind: Kind, key: str) -> Row | None:
        if self.plan is None:
            return next(iter(kind.table.rows(self.head.id, Wanted({"key": [key]}), None, 1)), None)
        value = getattr(self.plan, kind.plan_map).get(key)
        return kind.row(self.plan, value) if value is not None else None

    def known(self, kind: Kind, key: str, otherwise: Refusal) -> Row:
        """The row of something that callers name. Raises what is to be said where there is none."""
        row = self.row(kind, key)
        if row is None:
            raise otherwise
        return row

    def summary(self) -> Row | None:
        if self.plan is not None:
            return projector.summary_row(self.plan)
        return ProjectSummary.objects.filter(project=self.head.id).values().first()

    def rows(self, kind: Kind, wanted: Wanted = EVERYTHING) -> list[Row]:
        return self._select(kind, wanted, None, None)

    def page(self, kind: Kind, page: Page, wanted: Wanted = EVERYTHING) -> tuple[list[Row], str | None]:
        """A page of rows and the cursor of the next one."""
        rows = self._select(kind, wanted, kind.place_behind(page.cursor), page.limit + 1)
        if page.max_tokens:
            vars(page)[PLACES] = [[row[name] for name in kind.order] for row in rows]
        if len(rows) <= page.limit:
            return rows, None
        return rows[: page.limit], cursor_at([rows[page.limit - 1][name] for name in kind.order])

    def _select(self, kind: Kind, wanted: Wanted, after: list[Any] | None, limit: int | None) -> list[Row]:
        if self.plan is None:
            return kind.table.rows(self.head.id, wanted, after, limit)
        return rows_then(self.plan, kind, wanted, after, limit)


def moment(head: Head, at: str) -> Moment:
    """The project now, or at a sequence or time. Raises InvalidField for one that is not in its history."""
    if not at:
        return Moment(head)
    return Moment(head, plans.plan_at(head, sequence_of(head, at)))


# From a plan ---------------------------------------------------------------------------------------------------------


def rows_then(plan: Plan, kind: Kind, wanted: Wanted, after: list[Any] | None, limit: int | None) -> list[Row]:
    rows = [kind.row(plan, value) for value in getattr(plan, kind.plan_map).values()]
    rows = [row for row in rows if is_wanted(row, wanted)]
    rows.sort(key=lambda row: [row[name] for name in kind.order])
    return [row for row in rows if not after or [row[name] for name in kind.order] > after][:limit]


def is_wanted(row: Row, wanted: Wanted) -> bool:
    if any(row[column] not in values for column, values in wanted.among.items()):
        return False
    words = wanted.words.casefold()
    return not words or words in row["key"].casefold() or words in row["title"].casefold()
