"""An integration point on the wire, with who is ready."""

from datetime import datetime

from msgspec import Struct

from coordinator.api.wire.plan import Line
from coordinator.api.wire.tasks import Evidence, drawn, written
from coordinator.eventlog.rows import Row


class PartyState(Struct, frozen=True):
    """One party, and whether it is ready: who said so and when."""

    party: str
    ready: bool
    note: str
    actor: str | None
    at: datetime | None


class IntegrationPoint(Struct, frozen=True):
    """Where parties meet: what flows between them, and what it is about.

    `status`: open, ready (every party has said so) or integrated. `readiness` says it party by party.
    """

    key: str
    title: str
    parties: list[str]
    items: list[str]
    refs: list[str]
    status: str
    readiness: list[PartyState]
    integrated_by: str | None
    integrated_at: datetime | None
    note: str
    evidence: list[Evidence]
    version: int
    source: Line


class IntegrationPointList(Struct, frozen=True):
    integration_points: list[IntegrationPoint]
    cursor: str | None
    head: int


def draw_integration_point(row: Row) -> IntegrationPoint:
    return IntegrationPoint(
        row["key"], row["title"], row["parties"], row["items"], written(row["refs"]), row["status"], row["readiness"],
        row["integrated_by"] or None, row["integrated_at"], row["note"], drawn(Evidence, row["evidence"]),
        row["version"], Line(row["source_line"]),
    )
