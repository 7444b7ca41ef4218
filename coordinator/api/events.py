"""The log: events by sequence, as they were recorded and hashed."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any

from django.http import HttpResponse
from msgspec import Meta, Raw, Struct

from coordinator.api.brief import PLACES
from coordinator.api.door import Ask, Door, answer, operation
from coordinator.api.reading import LARGEST_INTEGER
from coordinator.api.rows import At
from coordinator.catalog import EVENTS
from coordinator.eventlog.models import Event as EventRow
from coordinator.travelling import sequence_of

MOST = 10_000
COLUMNS = (
    "sequence", "type", "subject", "actor", "recorded_at", "body", "hash", "prev_hash", "event_id", "version",
    "command_key", "correlation_id", "causation",
)


class Event(Struct, frozen=True):
    """A fact in the past tense. `data` is the body that was hashed; each hash covers the one before it."""

    sequence: int
    type: str
    subject: str
    actor: str
    recorded_at: datetime
    data: Raw
    hash: str
    prev_hash: str
    event_id: str
    version: int
    command_key: str
    correlation_id: str
    causation: int | None


class EventList(Struct, frozen=True):
    """Events in order. `next_after` is where the next page begins, null at the end; `log_id` changes with the log."""

    events: list[Event]
    head: int
    log_id: str
    next_after: int | None


class EventFilter(At, dict=True):
    """Which events. `type`, `subject` and `actor` may each name several, with commas; `task.*` means all types of that kind."""

    after: Annotated[int, Meta(ge=0, le=LARGEST_INTEGER, description="Events beyond this sequence.")] = 0
    limit: Annotated[int, Meta(ge=1, le=MOST, description="How many at most.")] = 1_000
    type: Annotated[str, Meta(max_length=2_000)] = ""
    subject: Annotated[str, Meta(max_length=2_000)] = ""
    actor: Annotated[str, Meta(max_length=2_000)] = ""


class Events(Door):
    @operation("Read the log", query=EventFilter, answers={200: (EventList, "Events by sequence.")})
    def get(self, ask: Ask) -> HttpResponse:
        query: EventFilter = ask.query
        head = ask.head()
        rows = EventRow.objects.filter(project=head.id, sequence__gt=query.after, sequence__lte=head.sequence)
        if query.at:
            rows = rows.filter(sequence__lte=sequence_of(head, query.at))
        for name in ("subject", "actor"):
            if values := getattr(query, name):
                rows = rows.filter(**{f"{name}__in": values.split(",")})
        if query.type:
            rows = rows.filter(type__in=types_of(query.type))
        found = list(rows.order_by("sequence").values_list(*COLUMNS)[: query.limit + 1])
        events = drawn(found[: query.limit])
        vars(query)[PLACES] = [[event.sequence] for event in events]
        next_after = events[-1].sequence if len(found) > query.limit else None
        return answer(EventList(events, head.sequence, head.log_id, next_after))


def types_of(wanted: str) -> list[str]:
    """Types as a listener of the live log says them: `task.*` means every one of that kind."""
    named = wanted.split(",")
    return [*named, *(one for one in EVENTS if f"{one.partition('.')[0]}.*" in named)]


def drawn(rows: Iterable[tuple[Any, ...]]) -> list[Event]:
    """The body goes out as it was written, neither read nor written again."""
    return [
        Event(sequence, kind, subject, actor, at, Raw(body.encode()), *others)
        for sequence, kind, subject, actor, at, body, *others in rows
    ]
