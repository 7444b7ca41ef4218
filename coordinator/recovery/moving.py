"""Takes an exported log into this database, hash for hash: from SQLite to PostgreSQL, from a laptop to a team, and back.

Believes nothing: every event's hash is computed again before it is written, and the file is read to its end or not at all.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

import msgspec
from django.db import transaction

from coordinator.catalog import EVENTS
from coordinator.command_handler import writers_turn
from coordinator.eventlog.chain import GENESIS, event_hash
from coordinator.eventlog.export import FORMAT, VERSION
from coordinator.eventlog.models import Checkpoint, LogHead
from coordinator.eventlog.rows import insert
from coordinator.eventlog.store import COLUMNS
from coordinator.recovery.rebuild import rebuild
from tracks.errors import ProjectExists

AT_ONCE = 2_000


class NotThisLog(ValueError):
    """The file is no whole, sound log; the message says where and why."""


@dataclass(frozen=True, slots=True)
class Moved:
    project: str
    events: int
    checkpoints: int


def move_in(file: Iterable[bytes]) -> Moved:
    """Reads a log of export format 1. Raises NotThisLog, or ProjectExists for a slug or log that is there already."""
    entries = parsed(file)
    header = next(entries, {})
    if (header.get("line"), header.get("format"), header.get("version")) != ("header", FORMAT, VERSION):
        raise NotThisLog(f"line 1: not the header of a {FORMAT} of version {VERSION}")
    if LogHead.objects.filter(project=header["project"]).exists() or LogHead.objects.filter(log_id=header["log_id"]).exists():
        raise ProjectExists(project=header["project"])
    with writers_turn(), transaction.atomic(durable=True):
        moved = write(header, entries)
    rebuild(header["project"])
    return moved


def parsed(file: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(file, 1):
        try:
            entry = msgspec.json.decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise NotThisLog(f"line {number}: {error}") from error
        if not isinstance(entry, dict):
            raise NotThisLog(f"line {number}: not an entry of a log")
        yield entry


def write(header: dict[str, Any], entries: Iterator[dict[str, Any]]) -> Moved:
    head = LogHead.objects.create(
        project=header["project"], log_id=header["log_id"], incarnation=header["incarnation"],
        sequence=header["sequence"], hash=header["hash"], recorded_at=time(header["recorded_at"]),
    )
    chain = Chain(header["log_id"])
    checkpoints, ended = 0, False
    while batch := list(islice(entries, AT_ONCE)):
        insert("eventlog_event", [
            {"project_id": head.pk, **chain.link(entry)} for entry in batch if entry.get("line") == "event"
        ])
        signed = [entry for entry in batch if entry.get("line") == "checkpoint"]
        Checkpoint.objects.bulk_create(checkpoint(head, entry) for entry in signed)
        checkpoints += len(signed)
        ended = batch[-1].get("line") == "end"
    if not ended or (chain.sequence, chain.hash) != (header["sequence"], header["hash"]):
        raise NotThisLog(f"it stops at event {chain.sequence} of {header['sequence']}")
    return Moved(header["project"], chain.sequence, checkpoints)


class Chain:
    """Follows the events of a file and computes each of their hashes again."""

    def __init__(self, log_id: str) -> None:
        self.log_id, self.sequence, self.hash = log_id, 0, GENESIS

    def link(self, entry: dict[str, Any]) -> dict[str, Any]:
        """The row of the event that comes next."""
        row: dict[str, Any] = {column: entry.get(column) for column in COLUMNS}
        row["recorded_at"] = time(entry.get("recorded_at"))
        if row["type"] not in EVENTS:
            raise NotThisLog(f"event {self.sequence + 1} is a {row['type']}, which this program does not know")
        facts = {column: row[column] for column in COLUMNS if column not in ("sequence", "prev_hash", "hash")}
        expected = event_hash(self.log_id, self.sequence + 1, self.hash, **facts)
        if (row["sequence"], row["prev_hash"], row["hash"]) != (self.sequence + 1, self.hash, expected):
            raise NotThisLog(f"event {self.sequence + 1} is not what was hashed")
        self.sequence, self.hash = self.sequence + 1, expected
        return row


def checkpoint(head: LogHead, entry: dict[str, Any]) -> Checkpoint:
    return Checkpoint(
        project=head, sequence=entry["sequence"], hash=entry["hash"], signature=entry["signature"],
        public_key=entry["public_key"], signed_at=time(entry["signed_at"]),
    )


def time(text: Any) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except (TypeError, ValueError):
        raise NotThisLog(f"{text!r} is no time") from None
