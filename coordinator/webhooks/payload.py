"""What a receiver is sent: one event, as the API draws it, in the envelope that Standard Webhooks recommends."""

from datetime import UTC, datetime

import msgspec

from coordinator.eventlog.store import Head, Recorded, uuid7
from coordinator.live.entries import entry
from coordinator.webhooks.sending import Message


class Envelope(msgspec.Struct):
    type: str
    timestamp: datetime
    project: str
    log_id: str
    data: msgspec.Raw


def message_of(event: Recorded, head: Head) -> Message:
    drawn = msgspec.Raw(entry(event, ()).as_rest.encode())
    body = msgspec.json.encode(Envelope(event.type, event.recorded_at, head.project, head.log_id, drawn))
    return Message(event.event_id, event.type, body, event.sequence)


def ping(head: Head, key: str) -> Message:
    """About nothing: it shows whether the receiver is there and believes the signature."""
    said = msgspec.Raw(msgspec.json.encode({"webhook": key}))
    body = msgspec.json.encode(Envelope("webhook.test", datetime.now(UTC), head.project, head.log_id, said))
    return Message(uuid7(), "webhook.test", body)
