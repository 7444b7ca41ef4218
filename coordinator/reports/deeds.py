"""Who did what between two sequences, counted by the log itself: an actor, a type of event, how often."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count

from coordinator.eventlog.models import Event

MOST_ACTORS = 100
LIFE = ("task.", "lease.", "agent.", "message.", "measurement.")  # not what the plan is, but how it goes
ADDED_LATER = ("task.added", "task.revised", "task.removed")


@dataclass(frozen=True, slots=True)
class Deeds:
    """What one actor did: how many events of each type."""

    actor: str
    total: int
    events: dict[str, int]


def deeds(project: int, after: int, until: int) -> list[Deeds]:
    """Whoever did most first."""
    found: dict[str, dict[str, int]] = {}
    between = Event.objects.filter(project=project, sequence__gt=after, sequence__lte=until)
    for actor, type_, count in between.order_by().values_list("actor", "type").annotate(count=Count("sequence")):
        found.setdefault(actor, {})[type_] = count
    everybody = [Deeds(actor, sum(events.values()), dict(sorted(events.items()))) for actor, events in found.items()]
    return sorted(everybody, key=lambda one: (-one.total, one.actor))[:MOST_ACTORS]


def summed(those: list[Deeds]) -> dict[str, int]:
    total: dict[str, int] = {}
    for one in those:
        for type_, count in one.events.items():
            total[type_] = total.get(type_, 0) + count
    return total


def plan_changes(events: dict[str, int]) -> dict[str, int]:
    """Those of the events that changed what is to be done."""
    return {name: count for name, count in sorted(events.items()) if changes_the_plan(name)}


def changes_the_plan(name: str) -> bool:
    return name in ADDED_LATER or not name.startswith(LIFE)


def messages(events: dict[str, int]) -> Iterator[tuple[str, int]]:
    return ((name, count) for name, count in sorted(events.items()) if name.startswith("message."))
