"""All that a project consists of, for tests in which nothing may have changed."""

from typing import Any

from django.db import connection

from coordinator import plans
from coordinator.eventlog import store
from coordinator.projections import PROJECTIONS
from coordinator.projector import SUMMARY_TABLE

TABLES = (
    "eventlog_loghead", "eventlog_event", "eventlog_receipt", "agents_leasebeat", "agents_presence", SUMMARY_TABLE,
    *(projection.table for projection in PROJECTIONS),
)


def everything(project: str) -> dict[str, Any]:
    """The plan as this process knows it, and every row of every table that a command writes."""
    head = store.find_head(project)
    found: dict[str, Any] = {"plan": plans.catch_up(head) if head else None}
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT * FROM {table} ORDER BY 1")
            found[table] = cursor.fetchall()
    return found
