"""The status tables of one project: as they stand in the database, or as they stood, drawn from the plan of that moment.

Both answer the same questions with instances of the same models, so whatever reads one reads the other.
"""

import operator
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

import msgspec
from django.db.models import Model, Q, QuerySet

from agents.models import LeaseBeat, Presence
from coordinator import projections, projector
from coordinator.eventlog.rows import Row
from tracks.models import Decision, ProjectSummary
from tracks.plan import Plan


@dataclass(frozen=True, slots=True)
class Now:
    """The tables of the database."""

    project: int

    def of(self, model: type[Model]) -> "QuerySet[Any]":
        return model._default_manager.filter(project=self.project)


@dataclass(frozen=True, slots=True)
class Then:
    """The same, drawn from a plan. What leaves the plan once it is over keeps its rows, so those are read as they are."""

    project: int
    plan: Plan

    def of(self, model: type[Model]) -> "Rows | QuerySet[Any]":
        if model in NEVER_CHANGES:
            return model._default_manager.filter(project=self.project, version__lte=self.plan.sequence)
        return Rows(self.plan, model)


NEVER_CHANGES = (Decision,)


COMPARED: dict[str, Callable[[Any, Any], bool]] = {
    "exact": operator.eq,
    "in": lambda value, among: value in among,
    "lt": lambda value, other: value is not None and value < other,
    "lte": lambda value, other: value is not None and value <= other,
    "gt": lambda value, other: value is not None and value > other,
    "gte": lambda value, other: value is not None and value >= other,
    "isnull": lambda value, is_null: (value is None) == is_null,
    "icontains": lambda value, words: words.casefold() in value.casefold(),
}


@dataclass(frozen=True)
class Rows:
    """Rows of a plan that answer like a QuerySet, as far as our readers ask: narrowed, put in order, counted, sliced."""

    plan: Plan
    model: type[Model]
    conditions: tuple[tuple[str, str, Any], ...] = ()
    order: tuple[str, ...] = ()
    choices: tuple[Q, ...] = ()

    def filter(self, *choices: Q, **conditions: Any) -> "Rows":
        more = tuple((*condition_on(name), value) for name, value in conditions.items())
        return replace(self, conditions=self.conditions + more, choices=self.choices + choices)

    def order_by(self, *names: str) -> "Rows":
        return replace(self, order=names)

    def first(self) -> Any:
        return next(iter(self), None)

    def exists(self) -> bool:
        return bool(self.found)

    def count(self) -> int:
        return len(self.found)

    def values_list(self, *names: str, flat: bool = False) -> list[Any]:
        get = operator.attrgetter(*names)
        return [get(row) if flat or len(names) > 1 else (get(row),) for row in self]

    def __len__(self) -> int:
        return len(self.found)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.found)

    def __getitem__(self, place: Any) -> Any:
        return self.found[place]

    @cached_property
    def found(self) -> list[Any]:
        rows = [row for row in self.candidates() if self.is_wanted(row)]
        for name in reversed(self.order or tuple(self.model._meta.ordering or ())):
            rows.sort(key=operator.attrgetter(str(name).removeprefix("-")), reverse=str(name).startswith("-"))
        return rows

    def is_wanted(self, row: Model) -> bool:
        return (
            all(COMPARED[how](getattr(row, name), to) for name, how, to in self.conditions)
            and all(holds(choice, row) for choice in self.choices)
        )

    def candidates(self) -> Iterator[Model]:
        """All rows, or only those whose keys are asked for."""
        draw = OTHERWISE.get(self.model)
        if draw:
            yield from (self.model(**row) for row in draw(self.plan))
            return
        projection = PROJECTION_OF[self.model._meta.db_table]
        values = getattr(self.plan, projection.kind)
        among = [[to] if how == "exact" else to for name, how, to in self.conditions if name == "key" and how in ("exact", "in")]
        chosen = (values[key] for key in among[0] if key in values) if among else values.values()
        for value in chosen:
            yield self.model(**plain(projection.row(self.plan, value)))


def holds(choice: Q, row: Model) -> bool:
    """Whether a row is one of those that the condition is about."""
    parts = (holds(part, row) if isinstance(part, Q) else is_so(row, *part) for part in choice.children)
    return (all(parts) if choice.connector == Q.AND else any(parts)) != choice.negated


def is_so(row: Model, name: str, to: Any) -> bool:
    field, how = condition_on(name)
    return COMPARED[how](getattr(row, field), to)


def condition_on(name: str) -> tuple[str, str]:
    """`changed_at__gte` is the field and how it is compared."""
    field, _, how = name.partition("__")
    return field, how or "exact"


def plain(row: Row) -> Row:
    """A row with the values that the database gives back: JSON columns hold dicts and lists."""
    made: Row = msgspec.to_builtins(row, builtin_types=(datetime,))
    return made


def leases(plan: Plan) -> Iterator[Row]:
    """The leases of a moment, as they were granted. Beats are not history: nobody was silent then as far as we know."""
    for task in plan.tasks.values():
        if task.lease:
            yield {
                "task": task.key, "agent": task.lease.agent, "fence": task.lease.fence, "until": task.lease.until,
                "beat_at": None, "progress": task.percent,
            }


PROJECTION_OF = {projection.table: projection for projection in projections.PROJECTIONS}
OTHERWISE: dict[type[Model], Callable[[Plan], Any]] = {
    ProjectSummary: lambda plan: [projector.summary_row(plan)],
    LeaseBeat: leases,
    Presence: lambda plan: [],
}
