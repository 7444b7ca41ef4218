"""handle(): the one door through which anything changes.

Commands that wait for a project's lock in this process are decided together, in order, in one transaction. Each has
its own outcome: a refusal or an error of one does not touch its neighbours. Nobody waits for a timer, for the batch is
whatever came in while the last one was being committed.
"""

import logging
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from hashlib import sha256
from itertools import takewhile
from typing import Any

import msgspec
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction

from agents.commands import LoseAgent
from coordinator import letters, past, plans, presence, projector
from coordinator.catalog import CODEC, REFUSALS
from coordinator.eventlog import store
from coordinator.eventlog.codec import BodyRefused
from coordinator.eventlog.rows import insert
from coordinator.eventlog.store import Head, Recorded, StoredReceipt, Unrecorded
from coordinator.live.wake import wake
from tracks.commands import CreateProject, ExpireLease
from tracks.decider import decide
from tracks.draft import Changes
from tracks.errors import Fenced, InvalidField, KeyReused, Refusal, UnknownProject
from tracks.evolve import fold
from tracks.facts import Facts, Letter
from tracks.following import FOLLOWERS
from tracks.happened import Happened
from tracks.offering import kept, offer_in
from tracks.plan import Plan
from tracks.waking import is_wake_up

log = logging.getLogger(__name__)

LARGEST_BATCH = 64


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of an accepted command: its events, and the plan right after them. `replayed`: it was done before."""

    head: Head
    plan: Plan
    events: tuple[Recorded, ...]
    replayed: bool = False

    @property
    def sequence(self) -> int:
        return self.plan.sequence


@dataclass(frozen=True, slots=True)
class Repeated:
    """The command was handled before, perhaps a moment ago in the same batch: the log knows the answer."""

    head: Head
    receipt: StoredReceipt


Outcome = Receipt | Repeated | Exception


class WriterInterrupted(RuntimeError):
    """The thread that was recording this command was ended: it may or may not have been recorded."""


@dataclass(slots=True)
class Request:
    """A command on its way through the door, and what came of it."""

    command: Any
    actor: str
    key: str
    keyed: bool
    may_step_in: bool
    correlation: str
    causation: int | None
    fingerprint: str
    turn: threading.Event = field(default_factory=threading.Event)
    leads: bool = False
    outcome: Outcome | None = None


def handle(
    command: Any, *, actor: str, key: str = "", may_step_in: bool = False, correlation: str = "",
    causation: int | None = None,
) -> Receipt:
    """Runs `command` against the newest plan and records what follows from it. Raises the Refusal where it is refused.

    `actor` is who asks ("maria", "agent/ada"); `key` is the caller's name for this very command: said again, it gives
    the same answer and changes nothing. `may_step_in`: the actor is an operator. Must not run inside a transaction.
    """
    check_outside_transaction()
    name = key or store.uuid7()
    fingerprint = fingerprint_of(command, actor)
    request = Request(command, actor, name, bool(key), may_step_in, correlation or name, causation, fingerprint)
    line_of(command.project).pass_through(request)
    outcome = request.outcome
    assert outcome is not None
    if isinstance(outcome, Repeated):
        return replay(outcome, fingerprint)
    if isinstance(outcome, Exception):
        raise outcome
    return outcome


def check_outside_transaction() -> None:
    """What is recorded here is recorded for good, so nobody may call from a transaction that could still be rolled back.

    Another thread may do the recording, so its own check would not see the caller's transaction.
    """
    blocks = connection.atomic_blocks
    if blocks and not blocks[-1]._from_testcase:
        raise RuntimeError("A command cannot be handled within a transaction.")


# Waiting in line -----------------------------------------------------------------------------------------------------


class Line:
    """The commands of one project that wait for its lock. The first to come leads; it hands over when it is served."""

    def __init__(self, project: str) -> None:
        self.project = project
        self._lock = threading.Lock()
        self._waiting: deque[Request] = deque()
        self._busy = False

    def pass_through(self, request: Request) -> None:
        with self._lock:
            self._waiting.append(request)
            request.leads = not self._busy
            self._busy = True
        if not request.leads:
            request.turn.wait()
        if request.leads:
            self._lead(request)

    def _lead(self, leader: Request) -> None:
        try:
            while leader.outcome is None:
                with self._lock:
                    batch = [self._waiting.popleft() for _ in range(min(LARGEST_BATCH, len(self._waiting)))]
                self._serve(batch, leader)
        finally:
            with self._lock:
                self._busy = bool(self._waiting)
                if self._waiting:
                    self._waiting[0].leads = True
                    self._waiting[0].turn.set()

    def _serve(self, batch: list[Request], leader: Request) -> None:
        try:
            serve(self.project, batch)
        finally:
            for request in batch:
                if request is not leader:
                    request.outcome = request.outcome or WriterInterrupted()
                    request.turn.set()


_lines: dict[str, Line] = {}
_lines_lock = threading.Lock()
_one_writer = threading.Lock()


def line_of(project: str) -> Line:
    with _lines_lock:
        return _lines.setdefault(project, Line(project))


def writers_turn() -> Any:
    """SQLite has one writer at a time: waiting here is fair and silent, waiting in the database is neither."""
    return _one_writer if connection.vendor == "sqlite" else nullcontext()


# Serving a batch -----------------------------------------------------------------------------------------------------


def serve(project: str, batch: Sequence[Request]) -> None:
    """Gives every request of the batch its outcome."""
    try:
        with writers_turn(), transaction.atomic(durable=True):
            outcomes = run(project, batch)
    except (OperationalError, InterfaceError) as error:
        # The database is out of reach, or somebody else holds the lock: none of the commands is to blame.
        outcomes = [error] * len(batch)
    except Exception as error:  # noqa: BLE001 - whatever it is, it belongs to whom it is about, in its own thread
        if len(batch) > 1:
            # Nothing was recorded. One by one, only the guilty command fails.
            for request in batch:
                serve(project, [request])
            return
        outcomes = [error]
    for request, outcome in zip(batch, outcomes, strict=True):
        request.outcome = outcome


def run(project: str, batch: Sequence[Request]) -> list[Outcome]:
    """Decides a batch under the project's lock and records what follows. Everything or nothing is committed."""
    head = store.lock_head(project)
    early: list[Outcome] = []
    if head is None:
        early = [UnknownProject(project=project) for _ in takewhile(creates_nothing, batch)]
        batch = batch[len(early):]
        if not batch:
            return early
        head = store.open_log(project)
    before = plans.catch_up(head)
    ledger = Ledger(head, before, batch)
    outcomes = [ledger.enter(request) for request in batch]
    if ledger.recorded:
        store.append(head, ledger.recorded)
        changes = Changes(ledger.changed)
        projector.project(head, before, ledger.plan, changes)
        presence.record(head, before, ledger.plan, changes, ledger.head.recorded_at)
        transaction.on_commit(partial(committed, ledger.head, ledger.plan), robust=True)
    elif not head.sequence:
        transaction.set_rollback(True)  # no project came of it, so its empty log goes again
        return [*early, *outcomes]
    insert("eventlog_receipt", ledger.receipts)
    return [*early, *outcomes]


def creates_nothing(request: Request) -> bool:
    return not isinstance(request.command, CreateProject)


def committed(head: Head, plan: Plan) -> None:
    plans.publish(head, plan)
    wake(head.id, head.sequence)


class Ledger:
    """A batch being decided: the plan and the head as they move on, and what is to be written in the end."""

    def __init__(self, head: Head, plan: Plan, batch: Sequence[Request]) -> None:
        self.head, self.plan = head, plan
        self.recorded: list[Recorded] = []
        self.receipts: list[dict[str, Any]] = []
        self.changed: dict[str, dict[str, Any]] = {}
        self.known = store.find_receipts(head, [request.key for request in batch if request.keyed])
        self.now = store.clock()
        self.lease_for = timedelta(seconds=settings.LEASE_SECONDS)
        doubted = sorted({one.command.key for one in batch if isinstance(one.command, ExpireLease)})
        self.pulses = presence.PulsesOf(head.id, presence.pulses(head.id, doubted, lock=True))
        doubted = sorted({one.command.name for one in batch if isinstance(one.command, LoseAgent)})
        self.heard = presence.heard(head.id, doubted)
        named = {letters.named_by(request.command) for request in batch} - {""}
        self.letters = letters.sent(head.id, sorted(key for key in named if key not in plan.messages))

    def enter(self, request: Request) -> Outcome:
        if receipt := self.known.get(request.key):
            return Repeated(self.head, receipt)
        try:
            recorded = tuple(self.decided(request))
        except Refusal as refusal:
            return self.refused(request, refusal)
        except Exception as error:
            log.exception("%s failed in %s", type(request.command).__name__, self.head.project)
            return error
        self.keep_receipt(request, recorded)
        return Receipt(self.head, self.plan, recorded)

    def refused(self, request: Request, refusal: Refusal) -> Refusal:
        """Notes a refusal. What a holder sends too late as its result is kept as an offer, in the same transaction."""
        recorded: tuple[Recorded, ...] = ()
        offer = offer_in(request.command) if isinstance(refusal, Fenced) else None
        if offer:
            with suppress(Refusal):
                recorded = tuple(self.decided(replace(request, command=offer)))
                refusal = kept(refusal)
        self.keep_receipt(request, recorded, refusal)
        return refusal

    def decided(self, request: Request) -> Iterable[Recorded]:
        """Decides one command; only when all of it holds does anything here move on."""
        if not self.plan.sequence and creates_nothing(request):
            raise UnknownProject(project=self.head.project)
        command = request.command
        then, since = past.wanted_by(command, self.head, self.recorded)
        facts = Facts(
            self.now, request.actor, request.may_step_in, self.lease_for, self.pulses, then, since,
            letters=self.letters_about(command), seen=self.heard, lost_after=timedelta(seconds=settings.LOST_SECONDS),
        )
        events = decide(self.plan, command, facts)
        recorded = list(store.number(self.head, self.unrecorded(request, events), self.now))
        happened = [
            Happened(event, one.sequence, one.recorded_at, one.actor) for event, one in zip(events, recorded, strict=True)
        ]
        plan, changes = fold(self.plan, happened)
        self.plan, self.head = plan, store.behind(self.head, recorded)
        self.recorded.extend(recorded)
        for kind, values in changes.of_kind.items():
            self.changed.setdefault(kind, {}).update(values)
        return recorded

    def letters_about(self, command: Any) -> Mapping[str, Letter]:
        """The message that the command is about, where it has left the plan: in this very batch, or before."""
        key = letters.named_by(command)
        if not key or key in self.plan.messages:
            return {}
        gone = self.changed.get("messages", {}).get(key)
        return {key: Letter(gone.thread, gone.sender, gone.kind)} if gone else self.letters

    def unrecorded(self, request: Request, events: Iterable[Any]) -> Iterator[Unrecorded]:
        causation = request.causation
        for sequence, event in enumerate(events, self.head.sequence + 1):
            name = CODEC.names[type(event)]
            follows = isinstance(event, FOLLOWERS) or is_wake_up(event)
            causation = causation if follows else request.causation
            try:
                body = CODEC.encode(event)
            except BodyRefused as reason:
                raise InvalidField(field=event.subject, problem=str(reason)) from reason
            yield Unrecorded(
                name, CODEC.version_of(name), event.subject, body, request.actor, request.key, request.correlation,
                causation,
            )
            causation = causation if follows else sequence

    def keep_receipt(self, request: Request, recorded: Sequence[Recorded], refusal: Refusal | None = None) -> None:
        """A command leaves a receipt when it changed something or when its caller gave it a key."""
        if not recorded and not request.keyed:
            return
        kept = StoredReceipt(
            request.key, request.fingerprint, recorded[0].sequence if recorded else None, self.head.sequence,
            refusal_text(refusal) if refusal else "",
        )
        self.known[request.key] = kept
        self.receipts.append({
            "project_id": self.head.id, "key": kept.key, "fingerprint": kept.fingerprint, "actor": request.actor,
            "command": type(request.command).__name__, "first_sequence": kept.first_sequence,
            "last_sequence": kept.last_sequence, "refusal": kept.refusal, "recorded_at": self.now,
        })


# The same key again --------------------------------------------------------------------------------------------------


def fingerprint_of(command: Any, actor: str) -> str:
    said = [type(command).__name__, actor, msgspec.to_builtins(command)]
    try:
        return sha256(store.canonical(said)).hexdigest()
    except UnicodeEncodeError as error:
        raise InvalidField(field="command", problem="holds half of a surrogate pair, which is not text") from error


def replay(repeated: Repeated, fingerprint: str) -> Receipt:
    """The answer that was given before, drawn again from the log. Holds no lock: an old plan takes time to fold."""
    head, receipt = repeated.head, repeated.receipt
    if receipt.fingerprint != fingerprint:
        raise KeyReused(key=receipt.key)
    if receipt.refusal:
        raise refusal_from(receipt.refusal)
    plan = plans.plan_at(head, receipt.last_sequence)
    if receipt.first_sequence is None:
        return Receipt(head, plan, (), replayed=True)
    events = store.read(head.id, receipt.first_sequence - 1, LARGEST_BATCH * store.BATCH, receipt.last_sequence)
    return Receipt(head, plan, tuple(events), replayed=True)


PLAIN = (int, dict, list, type(None))  # what a refusal's facts may be beside text


def refusal_text(refusal: Refusal) -> str:
    facts = {name: value if isinstance(value, PLAIN) else str(value) for name, value in refusal.facts.items()}
    return store.canonical({"refusal": type(refusal).__name__, "facts": facts}).decode()


def refusal_from(text: str) -> Refusal:
    kept = msgspec.json.decode(text)
    return REFUSALS[kept["refusal"]](**kept["facts"])

