"""Rebuild: makes the status tables what the log says they are, while others go on writing.

The log is folded and the tables are looked through without a lock. Then the project's head is locked, the events that
came meanwhile are applied, and the rows that were found wrong are written, in that one transaction: writers wait no
longer than that takes, and a reader sees the tables before or after, never between.
"""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.db import connection, transaction

from coordinator import plans, projector
from coordinator.command_handler import writers_turn
from coordinator.eventlog import store
from coordinator.eventlog.rows import delete, insert
from coordinator.eventlog.store import Head
from coordinator.recovery.differences import PAGE, differences, one_moment
from tracks.errors import UnknownProject
from tracks.plan import Plan


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """How many rows of each table were put right; tables that were right are left out."""

    project: str
    sequence: int
    mended: dict[str, int]


def rebuild(project: str, passed: plans.Passed = plans.nobody) -> Rebuilt:
    """Puts the tables of one project right. Raises UnknownProject."""
    with one_moment():
        head = store.find_head(project)
        if head is None:
            raise UnknownProject(project=project)
        archive: plans.Archive = {}
        plan = plans.folded(Plan(), head, head.sequence, archive, passed)
        suspects: dict[str, list[str]] = {}
        for difference in differences(head, plan, archive):
            suspects.setdefault(difference.table, []).append(difference.key)
    with writers_turn(), transaction.atomic(durable=True):
        head = store.lock_head(project)
        assert head is not None, "logs are never deleted"
        plan = plans.folded(plan, head, head.sequence, archive)
        mended = mend(head, plan, archive, suspects)
        transaction.on_commit(partial(plans.publish, head, plan), robust=True)
    return Rebuilt(project, head.sequence, mended)


def mend(head: Head, plan: Plan, archive: plans.Archive, suspects: dict[str, list[str]]) -> dict[str, int]:
    """Writes the suspected rows as they should be by now. What nobody suspected, the writers keep right themselves."""
    mended = {table: len(keys) for table, keys in suspects.items()}
    for table in projector.tables(plan, archive):
        keys = suspects.get(table.name, [])
        for start in range(0, len(keys), PAGE):
            write(head, table, keys[start : start + PAGE])
    mended["agents_leasebeat"] = mend_pulses(head, plan)
    return {table: count for table, count in mended.items() if count}


def write(head: Head, table: projector.Table, keys: list[str]) -> None:
    rows = {key: table.row(key) for key in keys}
    right = [row for row in rows.values() if row is not None]
    insert(table.name, projector.of_project(head, right), unique=("project_id", "key"))
    delete(table.name, "key", head.id, [key for key, row in rows.items() if row is None])


def mend_pulses(head: Head, plan: Plan) -> int:
    """Gives a live lease that lost its pulse a new one, of full length, and takes away those of leases that ended."""
    leases = {task.key: task.lease for task in plan.tasks.values() if task.lease}
    with connection.cursor() as cursor:
        cursor.execute("SELECT task, fence FROM agents_leasebeat WHERE project_id = %s", [head.id])
        beating = dict(cursor.fetchall())
    now = store.clock()
    until = now + timedelta(seconds=settings.LEASE_SECONDS)
    missing = [
        {"project_id": head.id, "task": key, "agent": lease.agent, "fence": lease.fence, "until": until, "beat_at": now,
         "progress": 0}
        for key, lease in leases.items() if beating.get(key) != lease.fence
    ]
    strays = [key for key in beating if key not in leases]
    insert("agents_leasebeat", missing, unique=("project_id", "task"))
    delete("agents_leasebeat", "task", head.id, strays)
    return len(missing) + len(strays)
