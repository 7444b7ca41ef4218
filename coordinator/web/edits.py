"""What an edit changed: for each event of a task that says what it is, the fields that differ from the one before, both ways."""

from dataclasses import dataclass
from typing import Any

import msgspec

from coordinator.eventlog.models import Event
from coordinator.web.feed import Line, written
from coordinator.web.pages import Place

SAYS_WHAT_IT_IS = ("task.added", "task.revised")
SHOWN = (
    "title", "track", "priority", "estimate", "capabilities", "paths", "parallel", "assignee", "steps", "notes",
)
MOST = 300  # edits that are looked at; of older ones the event alone is shown


@dataclass(frozen=True, slots=True)
class Changed:
    name: str
    before: str
    after: str


def edits_among(place: Place, subject: str, lines: list[Line]) -> dict[int, list[Changed]]:
    """The sequences of the edits among these lines, and what each changed. One query, none where there is no edit."""
    edits = [line.event.sequence for line in lines if line.event.type == "task.revised"]
    if not edits:
        return {}
    events = Event.objects.filter(project=place.id, subject=subject, type__in=SAYS_WHAT_IT_IS, sequence__lte=edits[0])
    known = [(event.sequence, msgspec.json.decode(event.body)) for event in events.order_by("-sequence")[:MOST]]
    return {
        sequence: list(between(before, after))
        for (sequence, after), (_, before) in zip(known, known[1:], strict=False)
        if sequence >= edits[-1]
    }


def between(before: dict[str, Any], after: dict[str, Any]) -> list[Changed]:
    return [
        Changed(name, in_words(before.get(name)), in_words(after.get(name)))
        for name in SHOWN
        if before.get(name) != after.get(name)
    ]


def in_words(value: Any) -> str:
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return "\n".join(f"{'[x] ' if step.get('done') else ''}{step.get('text', '')}" for step in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value in (None, "", []) else written(value)
