"""Late work on the wire."""

from datetime import datetime

from msgspec import Struct

from coordinator.api.wire.tasks import Evidence, drawn
from coordinator.eventlog.rows import Row


class Offer(Struct, frozen=True):
    """What `agent` sent as its result of `task` when its lease `offer` was over. `state`: open, accepted or dismissed."""

    offer: int
    task: str
    agent: str
    verb: str
    summary: str
    evidence: list[Evidence]
    state: str
    reason: str
    offered_at: datetime
    version: int


class OfferList(Struct, frozen=True):
    """A page of offers, the oldest lease first."""

    offers: list[Offer]
    cursor: str | None
    head: int


def draw_offer(row: Row) -> Offer:
    return Offer(
        row["fence"], row["task"], row["agent"], row["verb"], row["summary"], drawn(Evidence, row["evidence"]),
        row["state"], row["reason"], row["offered_at"], row["version"],
    )
