"""Differences between two moments on the wire, and what putting something back takes."""

from collections.abc import Iterable
from itertools import islice
from typing import Any

from msgspec import Struct

from coordinator.api.errors import told
from coordinator.travelling import Outcome
from tracks.difference import Change
from tracks.happened import Done

MOST_SHOWN = 1_000


class ChangedField(Struct, frozen=True):
    name: str
    before: Any
    after: Any


class Changed(Struct, frozen=True):
    """One thing that differs: `change` is added, changed or removed; `words` say it to people."""

    kind: str
    key: str
    title: str
    change: str
    fields: list[ChangedField]
    words: str


class LiveLease(Struct, frozen=True):
    """Somebody works on a task that this changes; `ends`: and would have to stop."""

    task: str
    agent: str
    fence: int
    ends: bool


class Refused(Struct, frozen=True):
    """Why it would be refused as things are."""

    code: str
    detail: str
    next: str


class DoneThen(Struct, frozen=True):
    """A command of the past: its events, from the first to the last, what the first says, and who asked for it."""

    first: int
    last: int
    type: str
    actor: str
    subject: str


class PutBack(Struct, frozen=True):
    """What putting back changes: `events` is how many it takes, `changes` shows the first 1,000 of `counts`.

    `head` is where the plan stands: send it as If-Match to have exactly this, or nothing, happen. The preview of an undo
    lists the commands it is about (`undone`) and the first 1,000 that built on them (`followed`).
    """

    head: int
    dry_run: bool
    events: int
    summary: str
    counts: dict[str, dict[str, int]]
    changes: list[Changed]
    leases: list[LiveLease]
    refused: Refused | None
    undone: list[DoneThen]
    followed: list[DoneThen]


def draw_outcome(outcome: Outcome, dry_run: bool) -> PutBack:
    leases = [
        LiveLease(task.key, task.lease.agent, task.lease.fence, task.key in outcome.ended) for task in outcome.held if task.lease
    ]
    refusal = told(outcome.refusal, "") if outcome.refusal else None
    refused = Refused(refusal["code"], refusal["detail"], refusal["next"]) if refusal else None
    return PutBack(
        outcome.sequence, dry_run, outcome.events, outcome.summary, outcome.counts,
        draw_changes(outcome.changes[:MOST_SHOWN]), leases, refused, draw_done(outcome.undone), draw_done(outcome.followed),
    )


def draw_done(commands: Iterable[Done]) -> list[DoneThen]:
    return [
        DoneThen(one.first, one.last, one.type, one.actor, one.happened[0].event.subject)
        for one in islice(commands, MOST_SHOWN)
    ]


def draw_changes(changes: Iterable[Change]) -> list[Changed]:
    return [
        Changed(
            one.kind, one.key.replace("\t", " waits for "), one.title, one.fate,
            [ChangedField(field.name, field.before, field.after) for field in one.fields], one.words,
        )
        for one in changes
    ]
