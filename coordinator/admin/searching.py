"""What somebody types to find events: #812, the beginning of a subject (task/A.1, A.1) or of an actor (agent/ada, ada).

Looks at the beginnings that indexes know; never inside of bodies.
"""

from collections.abc import Iterator
from functools import reduce
from operator import or_

from django.db import connection
from django.db.models import Q, QuerySet

from coordinator.admin.keyset import MOST_COUNTED
from coordinator.eventlog.models import Event, LogHead

KINDS = ("task", "track", "sync", "agent")
LAST_CHARACTER = "\U0010ffff"


def find(events: QuerySet[Event], head: LogHead, text: str) -> QuerySet[Event]:
    """Those of `events`, all of one log, that `text` means."""
    number = text.removeprefix("#")
    if number.isascii() and number.isdigit() and len(number) < 19:
        return events.filter(sequence=int(number))
    conditions = list(beginnings(text))
    of_log = Event.objects.filter(project=head).order_by()
    if is_common(of_log, conditions):
        # So many that the next page's worth is soon met on the way down; sorting them all would take long.
        return events.filter(reduce(or_, conditions))
    # Databases do not use an index for each side of an OR; they do for each part of a union.
    first, *others = (of_log.filter(condition).values("sequence") for condition in conditions)
    return events.filter(sequence__in=first.union(*others, all=True) if others else first)


def beginnings(text: str) -> Iterator[Q]:
    whole = "/" in text
    for subject in [text] if whole else [text, *(f"{kind}/{text}" for kind in KINDS)]:
        yield begins_with("subject", subject)
    for actor in [text] if whole else [text, f"agent/{text}"]:
        yield begins_with("actor", actor)


def begins_with(column: str, text: str) -> Q:
    """SQLite's LIKE knows no case, so it cannot use the index."""
    if connection.vendor == "postgresql":
        return Q(**{f"{column}__startswith": text})
    return Q(**{f"{column}__gte": text, f"{column}__lt": text + LAST_CHARACTER})


def is_common(of_log: QuerySet[Event], conditions: list[Q]) -> bool:
    left = MOST_COUNTED
    for condition in conditions:
        left -= of_log.filter(condition)[: left + 1].count()
        if left < 0:
            return True
    return False
