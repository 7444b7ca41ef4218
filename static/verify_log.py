#!/usr/bin/env python3
"""Proves an exported log of Signalbox. Needs Python 3.9 or newer and nothing else: no packages, no network, no server.

    python3 verify_log.py web.jsonl [--public-key KEY] [--json]

It computes the hash of every event, follows the chain from the first to the last, and checks the signature of every
checkpoint. Without --public-key it believes the keys in the file, which shows only that the file agrees with itself:
compare the keys it prints with the one you were given. Exit status: 0 sound, 1 not sound, 2 the file is none of ours.
"""

from __future__ import annotations

import argparse
import json
import sys
from base64 import b64decode
from collections.abc import Iterable, Iterator
from hashlib import sha256, sha512
from typing import Any

EVERY = 1000
MOST_TOLD = 20


class NotALog(Exception):
    """The file is something else."""


class Proof:
    """What has been seen so far, and what was wrong with it."""

    def __init__(self, header: dict[str, Any], trusted: list[str]) -> None:
        self.header = header
        self.keys = set(trusted or header["public_keys"])
        self.sequence = 0
        self.hash = "0" * 64
        self.recorded_at = ""
        self.checkpoints: set[int] = set()
        self.seen_keys: set[str] = set()
        self.ended = False
        self.faults = 0
        self.first_bad: int | None = None
        self.problems: list[dict[str, Any]] = []

    def blame(self, sequence: int, problem: str) -> None:
        self.faults += 1
        self.first_bad = sequence if self.first_bad is None else min(self.first_bad, sequence)
        if len(self.problems) < MOST_TOLD:
            self.problems.append({"sequence": sequence, "problem": problem})

    def take(self, line: Any) -> None:
        """Checks one line against those before it."""
        kind = line.get("line") if isinstance(line, dict) else None
        if self.ended:
            self.blame(self.sequence, "there are lines behind the end")
        elif kind == "event":
            self.take_event(line)
        elif kind == "checkpoint":
            self.take_checkpoint(line)
        elif kind == "end":
            self.take_end(line)
        else:
            self.blame(self.sequence + 1, "there is a line of an unknown kind")

    def take_event(self, event: dict[str, Any]) -> None:
        sequence = event["sequence"]
        if not isinstance(sequence, int):
            raise TypeError("its sequence is no number")
        if sequence != self.sequence + 1:
            self.blame(self.sequence + 1, f"it is missing: #{sequence} follows")
        elif event["prev_hash"] != self.hash:
            self.blame(sequence, "it does not carry the hash of the event before it")
        if event_hash(self.header["log_id"], event) != event["hash"]:
            self.blame(sequence, "its content does not match its hash")
        self.sequence, self.hash, self.recorded_at = sequence, event["hash"], event["recorded_at"]

    def take_checkpoint(self, checkpoint: dict[str, Any]) -> None:
        sequence, key = checkpoint["sequence"], checkpoint["public_key"]
        self.checkpoints.add(sequence)
        self.seen_keys.add(key)
        if (sequence, checkpoint["hash"]) != (self.sequence, self.hash):
            self.blame(sequence, "it is not the event that was signed")
        elif key not in self.keys:
            self.blame(sequence, f"its checkpoint is signed with another key: {key}")
        elif not verify(b64decode(key), statement(self.header["log_id"], checkpoint), b64decode(checkpoint["signature"])):
            self.blame(sequence, "the signature of its checkpoint does not hold")

    def take_end(self, end: dict[str, Any]) -> None:
        self.ended = True
        for sequence in range(EVERY, max(self.checkpoints, default=0), EVERY):
            if sequence not in self.checkpoints:
                self.blame(sequence, "its checkpoint is missing")
        if end["checkpoints"] != len(self.checkpoints) or set(self.header["public_keys"]) != self.seen_keys:
            self.blame(self.sequence, "there are not the checkpoints that there should be")

    def finish(self) -> None:
        """Compares what came with what the header promised."""
        if not self.ended or self.sequence < self.header["sequence"]:
            self.blame(self.sequence + 1, "the file ends before the log does")
        elif [self.sequence, self.hash, self.recorded_at] != [self.header[name] for name in ("sequence", "hash", "recorded_at")]:
            self.blame(self.sequence, "the events do not end where the header says")

    def result(self) -> dict[str, Any]:
        return {
            "ok": not self.faults,
            "project": self.header["project"],
            "log_id": self.header["log_id"],
            "events": self.sequence,
            "head_hash": self.hash,
            "checkpoints": len(self.checkpoints),
            "public_keys": sorted(self.seen_keys),
            "first_bad": self.first_bad,
            "faults": self.faults,
            "problems": self.problems,
        }


def prove(lines: Iterable[bytes], trusted: list[str]) -> dict[str, Any]:
    """Reads the lines of an export, one at a time. Raises NotALog."""
    rest = iter(lines)
    proof = Proof(header_of(next(rest, b"")), trusted)
    for line in rest:
        try:
            proof.take(json.loads(line))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            proof.blame(proof.sequence + 1, f"it cannot be read: {error}")
    proof.finish()
    return proof.result()


def header_of(line: bytes) -> dict[str, Any]:
    try:
        header = json.loads(line)
        if [header["line"], header["format"], header["version"]] == ["header", "signalbox-log", 1]:
            header["log_id"].encode()
            set(header["public_keys"]).add(header["sequence"] + 0)
            return header
    except (ValueError, KeyError, TypeError):
        pass
    raise NotALog("This is not the export of a log, or one in a newer format.")


# Hashes -------------------------------------------------------------------------------------------------------------


def event_hash(log_id: str, event: dict[str, Any]) -> str:
    causation = event["causation"]
    return sha256(joined((
        "signalbox-event-v1", log_id, str(event["sequence"]), event["prev_hash"],
        sha256(event["body"].encode()).hexdigest(), event["event_id"], event["type"], str(event["version"]),
        event["subject"], event["actor"], event["command_key"], event["correlation_id"],
        "" if causation is None else str(causation), event["recorded_at"],
    ))).hexdigest()  # fmt: skip


def statement(log_id: str, checkpoint: dict[str, Any]) -> bytes:
    """What a checkpoint says, as the bytes that were signed."""
    return joined((
        "signalbox-checkpoint-v1", log_id, str(checkpoint["sequence"]), checkpoint["hash"], checkpoint["signed_at"],
    ))  # fmt: skip


def joined(parts: Iterable[str]) -> bytes:
    """Each part with its length before it, so that no two lists of parts encode alike."""
    return b"".join(len(data).to_bytes(4, "big") + data for data in map(str.encode, parts))


# Ed25519 (RFC 8032, section 5.1): verification alone ----------------------------------------------------------------

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)

Point = tuple  # (X, Y, Z, T) with x = X/Z, y = Y/Z, xy = T/Z


def verify(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether `signature` over `message` was made with the private half of `public_key`."""
    a = decompressed(public_key)
    if a is None or len(signature) != 64:
        return False
    r, s = signature[:32], int.from_bytes(signature[32:], "little")
    if s >= ORDER:
        return False
    k = int.from_bytes(sha512(r + public_key + message).digest(), "little") % ORDER
    return compressed(sum_of_multiples(s, BASE, k, negative(a))) == r


def sum_of_multiples(m: int, p: Point, n: int, q: Point) -> Point:
    """m·p + n·q, both at once, bit by bit."""
    both, result = plus(p, q), NEUTRAL
    for bit in range(max(m.bit_length(), n.bit_length()) - 1, -1, -1):
        result = plus(result, result)
        which = (m >> bit & 1, n >> bit & 1)
        if which != (0, 0):
            result = plus(result, both if which == (1, 1) else p if which == (1, 0) else q)
    return result


def plus(p: Point, q: Point) -> Point:
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def negative(p: Point) -> Point:
    return P - p[0], p[1], p[2], P - p[3]


def compressed(p: Point) -> bytes:
    z = pow(p[2], -1, P)
    x, y = p[0] * z % P, p[1] * z % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def decompressed(data: bytes) -> Point | None:
    """The point these 32 bytes stand for, None if there is none."""
    if len(data) != 32:
        return None
    number = int.from_bytes(data, "little")
    sign, y = number >> 255, number & (1 << 255) - 1
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


NEUTRAL = (0, 1, 1, 0)
BASE = decompressed((4 * pow(5, -1, P) % P).to_bytes(32, "little"))


# The command line ---------------------------------------------------------------------------------------------------


def told(result: dict[str, Any]) -> Iterator[str]:
    """The result in words, a line at a time."""
    keys = ", ".join(result["public_keys"]) or "nobody"
    if result["ok"]:
        yield f"Sound: {result['events']} events of {result['project']}, log {result['log_id']}"
        yield f"Last hash: {result['head_hash']}"
        yield f"{result['checkpoints']} checkpoints, signed by {keys}"
        return
    yield f"NOT SOUND from event #{result['first_bad']} on ({result['faults']} faults)"
    for problem in result["problems"]:
        yield f"#{problem['sequence']}: {problem['problem']}"


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Proves an exported log of Signalbox.")
    parser.add_argument("file", help="the export, a file of JSON lines")
    parser.add_argument("--public-key", action="append", default=[], metavar="KEY", help="believe this key alone (repeatable)")
    parser.add_argument("--json", action="store_true", help="print the result as one line of JSON")
    given = parser.parse_args(arguments)
    try:
        with open(given.file, "rb") as file:
            result = prove(file, given.public_key)
    except (OSError, NotALog) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(json.dumps(result) + "\n" if given.json else "\n".join(told(result)) + "\n")
    return 0 if result["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())
