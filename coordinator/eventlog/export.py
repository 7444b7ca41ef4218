"""A log as lines of JSON that prove themselves: `static/verify_log.py` checks such a file with Python alone.

First a header, then every event with exactly what was hashed, each checkpoint right behind its event, an end. Format 1
is never changed, only followed by a format 2.
"""

from collections.abc import Iterator
from typing import Any

import msgspec

from coordinator.eventlog import store
from coordinator.eventlog.chain import timestamp
from coordinator.eventlog.models import Checkpoint
from coordinator.eventlog.store import Head, Recorded

FORMAT = "signalbox-log"
VERSION = 1


def lines(head: Head) -> Iterator[bytes]:
    """The whole log up to `head`, in pieces of a few thousand lines; the memory needed does not grow with the log."""
    signed = Checkpoint.objects.filter(project=head.id, sequence__lte=head.sequence)
    keys = sorted(set(signed.values_list("public_key", flat=True)))
    yield line({
        "line": "header", "format": FORMAT, "version": VERSION, "project": head.project, "log_id": head.log_id,
        "incarnation": head.incarnation, "sequence": head.sequence, "hash": head.hash,
        "recorded_at": timestamp(head.recorded_at), "public_keys": keys,
    })  # fmt: skip
    count = 0
    for batch in store.follow(head.id, until=head.sequence):
        first, last = batch[0].sequence, batch[-1].sequence
        checkpoints = {one.sequence: one for one in signed.filter(sequence__range=(first, last))}
        yield b"".join(event_and_checkpoint(event, checkpoints) for event in batch)
        count += len(checkpoints)
    yield line({"line": "end", "checkpoints": count})


def event_and_checkpoint(event: Recorded, checkpoints: dict[int, Checkpoint]) -> bytes:
    checkpoint = checkpoints.get(event.sequence)
    return event_line(event) + (checkpoint_line(checkpoint) if checkpoint else b"")


def event_line(event: Recorded) -> bytes:
    """`body` stays the text it is: what was hashed is its bytes, not its value."""
    return line({
        "line": "event", "sequence": event.sequence, "event_id": event.event_id, "type": event.type,
        "version": event.version, "subject": event.subject, "actor": event.actor, "command_key": event.command_key,
        "correlation_id": event.correlation_id, "causation": event.causation,
        "recorded_at": timestamp(event.recorded_at), "body": event.body, "prev_hash": event.prev_hash, "hash": event.hash,
    })  # fmt: skip


def checkpoint_line(checkpoint: Checkpoint) -> bytes:
    return line({
        "line": "checkpoint", "sequence": checkpoint.sequence, "hash": checkpoint.hash,
        "signed_at": timestamp(checkpoint.signed_at), "public_key": checkpoint.public_key,
        "signature": checkpoint.signature,
    })  # fmt: skip


def line(value: dict[str, Any]) -> bytes:
    return msgspec.json.encode(value) + b"\n"
