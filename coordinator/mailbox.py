"""What was written, as it stood at a sequence: one reader of messages for the API and the pages.

Rows never go, and each says at which sequence it was read, answered and resolved; so any moment is read from the same
rows, and no plan has to be folded for it. Each function is two queries, whatever the log holds.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from agents.models import Delivery, Message


@dataclass(frozen=True, slots=True)
class Recipient:
    name: str
    acknowledged_at: datetime | None


@dataclass(frozen=True, slots=True)
class Letter:
    """A message and who has read it. `is_open`: a question without its answer, a blocker that is not resolved."""

    row: Message
    recipients: list[Recipient]
    is_open: bool
    answer: str
    is_resolved: bool
    version: int

    @property
    def unread(self) -> int:
        return sum(one.acknowledged_at is None for one in self.recipients)


def messages(project: int, at: int) -> QuerySet[Message]:
    """Everything that was written by then."""
    return Message.objects.filter(project=project, sequence__lte=at)


def unread_by(recipient: str, at: int) -> Exists:
    """That this recipient (anybody, where it is empty) had not acknowledged the message."""
    about: dict[str, Any] = {"recipient": recipient} if recipient else {}
    pending = Q(acknowledged__isnull=True) | Q(acknowledged__gt=at)
    return Exists(Delivery.objects.filter(pending, project=OuterRef("project"), message=OuterRef("sequence"), **about))


def letter(project: int, key: str, at: int) -> Letter | None:
    return next(iter(letters(project, messages(project, at).filter(key=key), at)), None)


def letters(project: int, rows: Iterable[Message], at: int) -> list[Letter]:
    """The messages of these rows, each with its recipients by name."""
    rows = list(rows)
    wanted = Delivery.objects.filter(project=project, message__in=[row.sequence for row in rows])
    by_message: dict[int, list[Delivery]] = {}
    for delivery in wanted.order_by("message", "recipient") if rows else ():
        by_message.setdefault(delivery.message, []).append(delivery)
    return [as_of(row, by_message.get(row.sequence, []), at) for row in rows]


def as_of(row: Message, deliveries: list[Delivery], at: int) -> Letter:
    read = [one for one in deliveries if one.acknowledged is not None and one.acknowledged <= at]
    answer = row.answer if row.answer and int(row.answer) <= at else ""
    is_resolved = row.resolved is not None and row.resolved <= at
    facts = [one.acknowledged for one in read] + [int(answer or 0), row.resolved if is_resolved else 0, row.sequence]
    return Letter(
        row, [Recipient(one.recipient, one.acknowledged_at if one in read else None) for one in deliveries],
        not is_resolved and (row.kind == "blocker" or (row.kind == "question" and not answer)), answer, is_resolved,
        max(fact for fact in facts if fact is not None),
    )


def inbox(project: int, recipient: str, at: int, after: tuple[int, int], limit: int) -> list[Letter]:
    """Unread first, the oldest of them first; then what was read, the newest first. `after` is the last one's place."""
    was_read, place = after
    mine = Delivery.objects.filter(project=project, recipient=recipient, message__lte=at)
    pending = Q(acknowledged__isnull=True) | Q(acknowledged__gt=at)
    found: list[int] = []
    if not was_read:
        found = numbers(mine.filter(pending, message__gt=place).order_by("message"), limit)
    if len(found) < limit:
        older = mine.filter(~pending).order_by("-message")
        found += numbers(older.filter(message__lt=place) if was_read else older, limit - len(found))
    by_number = {one.row.sequence: one for one in letters(project, messages(project, at).filter(sequence__in=found), at)}
    return [by_number[number] for number in found]


def newest(project: int, at: int, limit: int, **about: str) -> list[Letter]:
    """The newest messages, with `about` those about one thing."""
    return letters(project, messages(project, at).filter(**about).order_by("-sequence")[:limit], at)


def numbers(rows: QuerySet[Delivery], limit: int) -> list[int]:
    return list(rows.values_list("message", flat=True)[:limit])


def unread_count(project: int, recipient: str, at: int) -> int:
    pending = Q(acknowledged__isnull=True) | Q(acknowledged__gt=at)
    return Delivery.objects.filter(pending, project=project, recipient=recipient, message__lte=at).count()
