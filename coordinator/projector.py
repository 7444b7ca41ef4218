"""What `evolve` changed, into tables.

Only this module writes the status tables. Rebuild and parity use the same rows, so there is no second opinion.
"""

from collections import ChainMap
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Any

from coordinator.eventlog.rows import Row, delete, insert
from coordinator.eventlog.store import Head
from coordinator.projections import PROJECTIONS
from coordinator.projections.projection import Projection
from tracks.draft import Changes
from tracks.plan import Plan

SUMMARY_TABLE = "tracks_projectsummary"
NOTHING: Mapping[str, Any] = MappingProxyType({})


def summary_row(plan: Plan) -> Row:
    tasks, subtasks = plan.tally("tasks"), plan.tally("subtasks")
    return {
        "key": plan.project, "version": 0, "name": plan.name, "percent": tasks.percent,
        "counts": tasks.as_counts(), "subtask_counts": subtasks.as_counts(), "created_at": plan.created_at,
        "archived_at": plan.archived_at,
    }


def project(head: Head, before: Plan, plan: Plan, changes: Changes) -> None:
    """Brings the tables from `before` to `plan`, writing only the rows that `changes` names."""
    for projection in PROJECTIONS:
        changed = changes.of_kind.get(projection.kind, {})
        rows = [projection.row(plan, value) for value in changed.values() if value is not None]
        insert(projection.table, of_project(head, rows), unique=("project_id", "key"))
        delete(projection.table, "key", head.id, [key for key, value in changed.items() if value is None])
    if summary_row(before) != summary_row(plan):
        insert(SUMMARY_TABLE, of_project(head, [summary_row(plan)]), unique=("project_id", "key"))


@dataclass(frozen=True, slots=True)
class Table:
    """A status table as the plan would have it: the keys of its rows, and how to draw one, None where there is none."""

    name: str
    keys: Collection[str]
    row: Callable[[str], Row | None]


def tables(plan: Plan, archive: Mapping[str, Mapping[str, Any]] = NOTHING) -> Iterator[Table]:
    """All of them. A row is drawn when it is asked for, so that a large plan is never drawn as a whole.

    `archive` holds what has left the plan but not its table.
    """
    for projection in PROJECTIONS:
        values = ChainMap(getattr(plan, projection.kind), archive.get(projection.kind, NOTHING))  # type: ignore[arg-type]
        yield Table(projection.table, values, partial(drawn, plan, projection, values))
    yield Table(SUMMARY_TABLE, [plan.project], lambda key: summary_row(plan) if key == plan.project else None)


def drawn(plan: Plan, projection: Projection, values: Mapping[str, Any], key: str) -> Row | None:
    value = values.get(key)
    return None if value is None else projection.row(plan, value)


def of_project(head: Head, rows: list[Row]) -> list[Row]:
    return [{"project_id": head.id, **row} for row in rows]

