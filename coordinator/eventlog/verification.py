"""Proves a log: every link of its chain, its count, its head and its checkpoints. Reads everything, changes nothing.

Holds one batch of events at a time, so the length of a log costs time and hardly any memory.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db.models import F

from coordinator.eventlog.chain import GENESIS
from coordinator.eventlog.checkpoints import EVERY, is_genuine, known_keys, witnessed
from coordinator.eventlog.models import Checkpoint, Event
from coordinator.eventlog.store import Head, find_head
from coordinator.eventlog.walk import Passed, missing, walk

MOST_TOLD = 100


class UnknownLog(LookupError):
    """There is no log of that project."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, and with which event."""

    sequence: int
    problem: str


@dataclass(slots=True)
class Verified:
    """What came of it. `checkpoints` counts those that hold; `notes` are worth knowing and no fault of the log.

    Of `problems` the first hundred are told, `faults` counts all of them.
    """

    project: str
    log_id: str
    head: int
    head_hash: str
    ok: bool = True
    events: int = 0
    checkpoints: int = 0
    first_bad: int | None = None
    faults: int = 0
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def blame(self, sequence: int, problem: str) -> None:
        self.ok = False
        self.faults += 1
        if self.first_bad is None or sequence < self.first_bad:
            self.first_bad = sequence
        if len(self.problems) < MOST_TOLD:
            self.problems.append(Problem(sequence, problem))

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def verify(project: str, told: Callable[[int], None] = lambda sequence: None) -> Verified:
    """Proves the log of `project` (a slug) as it stands now. What is appended meanwhile is left to the next time.

    `told` hears now and then which event has been reached.
    """
    signatures = Signatures(located(project))
    head = located(project)  # read after the signatures, or one just made would seem to lie beyond it
    verified = Verified(project, head.log_id, head.sequence, head.hash)
    last = Passed(0, GENESIS, "")
    for passed in walk(head.id, head.log_id, until=head.sequence):
        if passed.problem:
            verified.blame(passed.sequence, passed.problem)
        if not passed.hash:
            continue
        verified.events += 1
        if passed.sequence % EVERY == 0:
            told(passed.sequence)
        if passed.sequence in signatures.places:
            signatures.compare(passed, verified)
        last = passed
    compare_head(head, last, verified)
    signatures.look_for_what_is_gone(head, verified)
    verified.problems.sort(key=lambda one: one.sequence)
    return verified


def located(project: str) -> Head:
    head = find_head(project)
    if head is None:
        raise UnknownLog(f"There is no project {project}.")
    return head


def compare_head(head: Head, last: Passed, verified: Verified) -> None:
    """Whether the events end where the head says."""
    if last.sequence < head.sequence:
        verified.blame(last.sequence + 1, missing(last.sequence + 1, head.sequence))
    elif last.hash != head.hash:
        verified.blame(head.sequence, "the head of the log says another hash")
    events = Event.objects.filter(project=head.id)
    at_head = events.filter(sequence=head.sequence).values_list("recorded_at", flat=True).first()
    if at_head is not None and at_head != head.recorded_at:
        verified.blame(head.sequence, "the head of the log says another time")
    if events.filter(sequence__lt=1).exists():
        verified.blame(0, "there are events before the first")
    # One statement, for head and events move together while it runs.
    ends_at = events.filter(sequence__gt=F("project__sequence")).values_list("project__sequence", flat=True).first()
    if ends_at is not None:
        verified.blame(ends_at + 1, "it lies beyond the head of the log")


class Signatures:
    """The checkpoints of one log, and what this home remembers of having signed them."""

    def __init__(self, head: Head) -> None:
        self.checkpoints = {one.sequence: one for one in Checkpoint.objects.filter(project=head.id)}
        self.remembered = {one.sequence: one.hash for one in witnessed() if one.log_id == head.log_id}
        self.places = self.checkpoints.keys() | self.remembered.keys()
        self.keys = known_keys()

    def compare(self, passed: Passed, verified: Verified) -> None:
        """Whether an event is the one that was signed."""
        checkpoint = self.checkpoints.get(passed.sequence)
        signed = {self.remembered.get(passed.sequence, passed.hash), checkpoint.hash if checkpoint else passed.hash}
        if signed != {passed.hash}:
            verified.blame(passed.sequence, "it is not the event that was signed")
        elif checkpoint and not is_genuine(checkpoint, verified.log_id):
            verified.blame(passed.sequence, "the signature of its checkpoint does not hold")
        elif checkpoint:
            verified.checkpoints += 1
            note = f"This home does not know the key of some checkpoints: {checkpoint.public_key}"
            if checkpoint.public_key not in self.keys and note not in verified.notes:
                verified.notes.append(note)

    def look_for_what_is_gone(self, head: Head, verified: Verified) -> None:
        """Checkpoints come in order, one behind every thousandth event, so a hole among them was made afterwards."""
        newest = max(self.checkpoints, default=0)
        due = self.remembered.keys() | range(EVERY, newest, EVERY)
        for sequence in sorted(due - self.checkpoints.keys()):
            verified.blame(sequence, "its checkpoint is missing")
        if max(self.places, default=0) > head.sequence:
            verified.blame(head.sequence + 1, f"the log ends here, but was signed as far as #{max(self.places)}")
