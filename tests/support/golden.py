"""The golden log: a line of every event type ever written, each with the digest of the plan that it leads to.

A body that stands there is never edited: somebody's log holds it. A new event, or a new version or field of one, is a
new line at the end, with an empty digest; `python -m tests.support.golden` then pins the digests anew, which
belongs into a change that means to alter what events amount to, and into no other.
"""

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

FILE = Path(__file__).resolve().parents[1] / "golden" / "events.jsonl"
NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)


def golden() -> list[dict[str, Any]]:
    """type, version, body (the text that was hashed), actor, and digest."""
    return [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]


def digests(lines: list[dict[str, Any]]) -> Iterator[str]:
    """Of all status tables as they are after each line."""
    from coordinator.eventlog.store import canonical
    from coordinator.projector import tables

    for plan in plans_of(lines):
        drawn = [(table.name, [table.row(key) for key in table.keys]) for table in tables(plan)]
        yield sha256(canonical(drawn)).hexdigest()[:16]


def plans_of(lines: list[dict[str, Any]]) -> Iterator[Any]:
    """The plan after each line."""
    from coordinator.catalog import CODEC
    from tracks.evolve import evolve
    from tracks.happened import Happened
    from tracks.plan import Plan

    plan = Plan()
    for sequence, line in enumerate(lines, 1):
        event = CODEC.decode(line["type"], line["version"], line["body"])
        plan = evolve(plan, Happened(event, sequence, NOON + timedelta(minutes=sequence), line["actor"]))
        yield plan


def pin() -> None:
    lines = golden()
    pinned = [line | {"digest": digest} for line, digest in zip(lines, digests(lines), strict=True)]
    FILE.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in pinned), encoding="utf-8")


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coordinator.settings")
    django.setup()
    pin()
