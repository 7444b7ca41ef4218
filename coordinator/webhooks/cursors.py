"""How far each webhook has been told: the rows from which deliveries start and to which they come back. Sends nothing.

The log is the outbox and a row points into it. A process holds a row while it tells that webhook, so of several
processes one does; a row whose holder has died is free again after `HOLD`.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from coordinator.eventlog import store
from coordinator.eventlog.models import LogHead
from coordinator.eventlog.store import Head
from coordinator.webhooks import signing
from coordinator.webhooks.models import Attempt, Cursor, Webhook
from coordinator.webhooks.payload import message_of
from coordinator.webhooks.sending import Message, Outcome
from tracks.webhooks import wants

HOLD = timedelta(seconds=15)  # longer than a batch may take
AT_ONCE = 20  # events that are told before the row moves on: as many may come twice after a crash
LOOK_AHEAD = 250
MOST_ATTEMPTS = 50  # kept of each webhook
FORMER_SECRET_COUNTS = timedelta(hours=24)
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 600.0  # seconds


@dataclass(frozen=True, slots=True)
class Job:
    """What one webhook is to be told next: what lies behind `after`. With all of it told, its row stands at `until`."""

    cursor: int
    head: Head
    key: str
    url: str
    keys: list[bytes]
    messages: list[Message]
    after: int
    until: int
    again: bool


def take(holder: str, now: datetime) -> list[int]:
    """The rows with something to tell that `holder` may have now, held by it from here on."""
    active = Webhook.objects.filter(project=OuterRef("project"), key=OuterRef("key"), active=True)
    due = Cursor.objects.filter(
        Q(sequence__lt=F("project__sequence")) | Q(again_until__isnull=False), Exists(active), free_for(holder, now),
        next_try_at__lte=now,
    )
    return [pk for pk in due.values_list("pk", flat=True) if hold(pk, holder, now)]


def hold(pk: int, holder: str, now: datetime) -> bool:
    return bool(Cursor.objects.filter(free_for(holder, now), pk=pk).update(holder=holder, held_until=now + HOLD))


def free_for(holder: str, now: datetime) -> Q:
    return Q(held_until=None) | Q(held_until__lt=now) | Q(holder=holder)


def let_go(holder: str, pks: Sequence[int]) -> None:
    Cursor.objects.filter(pk__in=pks, holder=holder).update(holder="", held_until=None)


def job(pk: int, holder: str) -> Job | None:
    """None when there is nothing to tell, nobody to tell it to, or the row is another's by now."""
    cursor = Cursor.objects.filter(pk=pk, holder=holder).first()
    webhook = cursor and Webhook.objects.filter(project=cursor.project_id, key=cursor.key, active=True).first()
    if not cursor or not webhook:
        return None
    head = store.find_head(LogHead.objects.values_list("project", flat=True).get(pk=cursor.project_id))
    assert head is not None
    again = cursor.again_until is not None
    after, end = (cursor.again_after, cursor.again_until) if again else (cursor.sequence, head.sequence)
    events = store.read(head.id, after, LOOK_AHEAD, end)
    if not events:
        return Job(pk, head, cursor.key, "", [], [], after, end, again) if again else None
    wanted = [event for event in events if wants(webhook.events, event.type)]
    until = wanted[AT_ONCE - 1].sequence if len(wanted) > AT_ONCE else events[-1].sequence
    messages = [message_of(event, head) for event in wanted[:AT_ONCE]]
    return Job(pk, head, cursor.key, address(cursor, webhook), keys(head, webhook), messages, after, until, again)


def address(cursor: Cursor, webhook: Webhook) -> str:
    """Empty where it is not the one that the log speaks of, or cannot be read."""
    url = signing.opened(cursor.address)
    return url if url and signing.digest_of(url) == webhook.digest else ""


def keys(head: Head, webhook: Webhook) -> list[bytes]:
    """What to sign with: for a day after a change also with the secret before, so that receivers can change theirs."""
    made_by = [webhook.secret]
    if webhook.rotated_at and store.clock() - webhook.rotated_at < FORMER_SECRET_COUNTS:
        made_by.append(webhook.former)
    return [signing.key_of(head.log_id, webhook.key, one) for one in made_by]


# After telling -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Standing:
    """How it goes with a webhook after a batch. `failing_since` None: it was told everything."""

    is_ours: bool
    failing_since: datetime | None
    now: datetime


def settle(job: Job, holder: str, outcomes: Sequence[Outcome]) -> Standing:
    """Moves the row to what the receiver has, and keeps the attempts."""
    now = store.clock()
    failed = outcomes[-1] if outcomes and not outcomes[-1].is_received else None
    with transaction.atomic():
        cursor = Cursor.objects.select_for_update().filter(pk=job.cursor, holder=holder).first()
        if cursor is None:
            return Standing(False, None, now)
        move(cursor, job, told_until(job, outcomes))
        if failed:
            cursor.failures += 1
            cursor.failing_since = cursor.failing_since or failed.at
            cursor.next_try_at = now + timedelta(seconds=max(pause(cursor.failures), min(failed.retry_after, LONGEST_PAUSE)))
        elif outcomes:
            cursor.failures, cursor.failing_since = 0, None
        cursor.held_until = now + HOLD
        cursor.save()
        keep(job.head.id, job.key, outcomes)
    return Standing(True, cursor.failing_since if failed else None, now)


def told_until(job: Job, outcomes: Sequence[Outcome]) -> int:
    """The last event that need not be told any more: those before a failed one have been, or were not wanted."""
    if outcomes and not outcomes[-1].is_received:
        assert outcomes[-1].message.sequence
        return outcomes[-1].message.sequence - 1
    if len(outcomes) < len(job.messages):
        next_one = job.messages[len(outcomes)].sequence
        assert next_one
        return next_one - 1
    return job.until


def move(cursor: Cursor, job: Job, until: int) -> None:
    if not job.again:
        cursor.sequence = max(cursor.sequence, until)
    elif cursor.again_until is not None and cursor.again_after == job.after:  # no other range was asked for meanwhile
        cursor.again_after = until
        if until >= cursor.again_until:
            cursor.again_until = None


def pause(failures: int) -> float:
    """Seconds until the next try: each twice the one before, and up to a half more so that not all come at once."""
    doubled: float = FIRST_PAUSE * 2 ** min(failures - 1, 20)
    return min(LONGEST_PAUSE, doubled) * (1 + random.random() / 2)  # noqa: S311 - spreads load, guards nothing


def keep(project_id: int, key: str, outcomes: Sequence[Outcome]) -> None:
    Attempt.objects.bulk_create([
        Attempt(
            project_id=project_id, key=key, sequence=one.message.sequence, message_id=one.message.id,
            type=one.message.type, at=one.at, status=one.status, error=one.error, milliseconds=one.milliseconds,
        )
        for one in outcomes
    ])
    kept = Attempt.objects.filter(project=project_id, key=key).order_by("-id")
    if oldest := kept.values_list("id", flat=True)[MOST_ATTEMPTS - 1 : MOST_ATTEMPTS].first():
        Attempt.objects.filter(project=project_id, key=key, id__lt=oldest).delete()
