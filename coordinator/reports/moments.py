"""A project at one sequence, with its plan; and what was worked out of it, kept for as long as somebody asks.

The hash of an event names the whole history up to it, and a plan never changes: an answer that was found under a hash
stays right for ever, in this process and in every other.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from coordinator import plans
from coordinator.eventlog import store
from coordinator.eventlog.store import Head
from tracks.plan import Plan

KEPT = 12  # answers of each sort: a plan of 100,000 tasks has some that take 50 MB


@dataclass(frozen=True, slots=True)
class Moment:
    """`hash` and `recorded_at` are those of the event at the plan's sequence. `is_now`: nothing has happened since."""

    head: Head
    plan: Plan
    hash: str
    recorded_at: datetime
    is_now: bool

    @property
    def sequence(self) -> int:
        return self.plan.sequence


def moment_at(head: Head, sequence: int | None = None) -> Moment:
    """The project at its head, or as it stood at `sequence`."""
    if sequence is None or sequence == head.sequence:
        return Moment(head, plans.catch_up(head), head.hash, head.recorded_at, is_now=sequence is None)
    (event,) = store.read(head.id, sequence - 1, 1)
    return Moment(head, plans.plan_at(head, sequence), event.hash, event.recorded_at, is_now=False)


class Kept:
    """The newest answers to one sort of question. Those who ask for the same at once wait for one to work it out."""

    def __init__(self, most: int = KEPT) -> None:
        self.most = most
        self.answers: OrderedDict[Hashable, Any] = OrderedDict()
        self.lock = threading.Lock()
        self.working: dict[Hashable, threading.Lock] = {}

    def of(self, key: Hashable, work_out: Callable[[], Any]) -> Any:
        with self.lock:
            if key in self.answers:
                self.answers.move_to_end(key)
                return self.answers[key]
            turn = self.working.setdefault(key, threading.Lock())
        with turn:
            with self.lock:
                if key in self.answers:
                    return self.answers[key]
            try:
                answer = work_out()
            finally:
                with self.lock:
                    self.working.pop(key, None)
            with self.lock:
                self.answers[key] = answer
                while len(self.answers) > self.most:
                    self.answers.popitem(last=False)
            return answer
