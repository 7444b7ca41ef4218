"""Chronicles without a database: of events as the rules made them, or of moves over several days."""

from datetime import datetime, timedelta
from typing import Any

from coordinator.catalog import EVENTS
from coordinator.reports.chronicle import Chronicle
from coordinator.reports.moves import MOVES, TOLD
from tests.support.given import NOON
from tracks.happened import Happened

NAMES = {event: name for name, event in EVENTS.items()}


def followed(happened: list[Happened]) -> Chronicle:
    known = Chronicle()
    for one in happened:
        name = NAMES[type(one.event)]
        kind, _, key = one.event.subject.partition("/")
        if name in MOVES and kind == "task":
            known.take(one.sequence, name, key, one.at.timestamp(), one.event if name in TOLD else None)
    return known


def over_days(*days: list[Any]) -> list[Happened]:
    """The events of one day after another, from noon on, a minute apart."""
    happened: list[Happened] = []
    for number, events in enumerate(days):
        for minute, event in enumerate(events):
            happened.append(Happened(event, len(happened) + 1, at(number, minute), "maria"))
    return happened


def at(day: int, minute: float = 0) -> datetime:
    return NOON + timedelta(days=day, minutes=minute)
