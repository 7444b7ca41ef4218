"""How events are chained: each hash covers the event and the hash before it.

The same function stands in the script that verifies an exported log offline; it is never changed, only followed by a
version 2 with a name of its own.
"""

from datetime import UTC, datetime
from hashlib import sha256

GENESIS = "0" * 64


def event_hash(
    log_id: str, sequence: int, prev_hash: str, body: str, event_id: str, type: str, version: int, subject: str,
    actor: str, command_key: str, correlation_id: str, causation: int | None, recorded_at: datetime,
) -> str:
    """SHA-256, in hex, over every field with its length before it, so that no two events encode alike."""
    parts = (
        "signalbox-event-v1", log_id, str(sequence), prev_hash, sha256(body.encode()).hexdigest(), event_id, type,
        str(version), subject, actor, command_key, correlation_id, "" if causation is None else str(causation),
        timestamp(recorded_at),
    )
    return sha256(b"".join(len(data).to_bytes(4, "big") + data for data in map(str.encode, parts))).hexdigest()


def timestamp(moment: datetime) -> str:
    """RFC 3339 in UTC with six digits and `Z`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
