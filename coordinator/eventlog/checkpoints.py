"""Signed statements that a log stood at a hash: whoever rewrites the log afterwards cannot make them again.

The key lies in the home, and so does a list of all that was signed with it: outside the database, where somebody who
may change every table does not reach.
"""

import json
import os
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from json import JSONDecodeError
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from django.conf import settings
from django.db import connection, transaction

from coordinator.eventlog.chain import GENESIS, joined, timestamp
from coordinator.eventlog.models import Checkpoint
from coordinator.eventlog.store import Head, clock
from coordinator.eventlog.walk import walk
from coordinator.settings.secret import kept

EVERY = 1_000


class ChainIsBroken(RuntimeError):
    """What cannot be proved is not signed."""


def sign(head: Head, *, only_due: bool = False) -> list[Checkpoint]:
    """Signs every thousandth event that is not signed yet and, unless `only_due`, the newest one.

    Proves the chain from the newest checkpoint on, lest a signature makes good what was forged since. Raises ChainIsBroken.
    """
    newest = Checkpoint.objects.filter(project=head.id).last()
    after = newest.sequence if newest else 0
    wanted = {*range(after // EVERY * EVERY + EVERY, head.sequence + 1, EVERY)}
    if head.sequence > after and not only_due:
        wanted.add(head.sequence)
    if not wanted:
        return []
    proved = prove(head, wanted, newest)
    key, now = private_key(), clock()
    signed = [signed_checkpoint(key, head, sequence, hash, now) for sequence, hash in proved.items()]
    with transaction.atomic():
        # Another process may be signing the same: one signature a place is enough.
        taken = set(Checkpoint.objects.filter(project=head.id, sequence__in=wanted).values_list("sequence", flat=True))
        Checkpoint.objects.bulk_create([one for one in signed if one.sequence not in taken], ignore_conflicts=True)
    bear_witness(head.log_id, signed)
    return signed


def prove(head: Head, wanted: set[int], newest: Checkpoint | None) -> dict[int, str]:
    """The hashes at the wanted sequences, once every link up to them has been checked."""
    start, hash = 0, GENESIS
    if newest and newest.public_key in known_keys() and is_genuine(newest, head.log_id):
        start, hash = newest.sequence, newest.hash
    proved = {}
    for passed in walk(head.id, head.log_id, start, hash, max(wanted)):
        if passed.problem:
            raise ChainIsBroken(f"{head.project} is not signed, for event #{passed.sequence} is not sound: {passed.problem}.")
        if passed.sequence in wanted:
            proved[passed.sequence] = passed.hash
    if len(proved) < len(wanted) or proved.get(head.sequence, head.hash) != head.hash:
        raise ChainIsBroken(f"{head.project} is not signed, for its events do not lead to its head, #{head.sequence}.")
    return proved


def due() -> list[str]:
    """The projects in which an event with a round number waits for its signature."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT project FROM eventlog_loghead AS head WHERE sequence / %s > (SELECT coalesce(max(sequence), 0) / %s"
            " FROM eventlog_checkpoint WHERE project_id = head.id) ORDER BY project",
            [EVERY, EVERY],
        )
        return [project for (project,) in cursor.fetchall()]


# The statement and its signature ------------------------------------------------------------------------------------


def statement(log_id: str, sequence: int, hash: str, signed_at: datetime) -> bytes:
    """The bytes that are signed."""
    return joined(map(str.encode, ("signalbox-checkpoint-v1", log_id, str(sequence), hash, timestamp(signed_at))))


def signed_checkpoint(key: Ed25519PrivateKey, head: Head, sequence: int, hash: str, now: datetime) -> Checkpoint:
    signature = key.sign(statement(head.log_id, sequence, hash, now))
    return Checkpoint(
        project_id=head.id,
        sequence=sequence,
        hash=hash,
        signed_at=now,
        signature=b64encode(signature).decode(),
        public_key=public_half(key),
    )


def is_genuine(checkpoint: Checkpoint, log_id: str) -> bool:
    """Whether the signature fits the statement and the public key that stands beside it."""
    said = statement(log_id, checkpoint.sequence, checkpoint.hash, checkpoint.signed_at)
    try:
        key = Ed25519PublicKey.from_public_bytes(b64decode(checkpoint.public_key, validate=True))
        key.verify(b64decode(checkpoint.signature, validate=True), said)
    except (InvalidSignature, ValueError):
        return False
    return True


# What lies in the home ----------------------------------------------------------------------------------------------


def private_key() -> Ed25519PrivateKey:
    """The key of this home, made on first need."""
    pem = kept(settings.HOME / "checkpoint.key", lambda: written(Ed25519PrivateKey.generate()))
    key = load_pem_private_key(pem.encode(), password=None)
    assert isinstance(key, Ed25519PrivateKey)
    return key


def written(key: Ed25519PrivateKey) -> str:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode().strip()


def public_half(key: Ed25519PrivateKey) -> str:
    """In base64, as checkpoints carry it."""
    return b64encode(key.public_key().public_bytes_raw()).decode()


@dataclass(frozen=True, slots=True)
class Witnessed:
    """A checkpoint that this home has signed."""

    log_id: str
    sequence: int
    hash: str
    public_key: str


def witness_file() -> Path:
    path: Path = settings.HOME / "checkpoints.jsonl"
    return path


def bear_witness(log_id: str, signed: list[Checkpoint]) -> None:
    """Notes what was signed, a line each. After the commit: what was rolled back was never said."""
    lines = "".join(
        json.dumps({"log_id": log_id, "sequence": one.sequence, "hash": one.hash, "public_key": one.public_key}) + "\n"
        for one in signed
    )
    handle = os.open(witness_file(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(lines)


def witnessed() -> Iterator[Witnessed]:
    """Everything this home has signed."""
    if not witness_file().exists():
        return
    with witness_file().open(encoding="ascii") as file:
        for line in file:
            # A crash may have cut a line short.
            with suppress(JSONDecodeError):
                yield Witnessed(**json.loads(line))


def known_keys() -> set[str]:
    """The public keys this home has ever signed with."""
    keys = {one.public_key for one in witnessed()}
    if (settings.HOME / "checkpoint.key").exists():
        keys.add(public_half(private_key()))
    return keys
