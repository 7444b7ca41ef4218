"""What happened to tasks and when, in columns: read from the log once, kept up to date, some 40 bytes a move.

Every report and the forecast read it: a period is a slice, what stood at any moment a few additions. It holds no plan.
"""

import threading
from array import array
from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db import connection

from coordinator.catalog import CODEC
from coordinator.eventlog import store
from coordinator.eventlog.rows import loaded_time
from coordinator.eventlog.store import Head
from coordinator.reports.moves import GONE, GROUP, MOVES, PLACE_OF, STATES, TOLD, Life

BATCH = 20_000
BETWEEN_SUMS = 1_024
KEPT = 16  # projects
NOT_TIMED = -1.0


class Move(NamedTuple):
    """One change of one task: from one state to another, by an event of this `type`, at so many seconds since 1970.

    `agent` is who held it. `minutes` is how long it took: of a task that got done since its first claim, of one that is
    blocked no more since it was; None elsewhere. `cause` says what blocked it.
    """

    sequence: int
    at: float
    key: str
    type: str
    before: str
    after: str
    agent: str
    minutes: float | None
    cause: str


class Words:
    """Text as small numbers."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.numbers: dict[str, int] = {}

    def number(self, word: str) -> int:
        number = self.numbers.get(word)
        if number is None:
            number = self.numbers[word] = len(self.words)
            self.words.append(word)
        return number


class Chronicle:
    """The moves of one log up to `sequence`. Grows at its end, so whoever reads up to a sequence is never disturbed."""

    def __init__(self) -> None:
        self.sequence, self.hash = 0, ""
        self.lives: dict[str, Life] = {}
        self.words = Words()
        self.sequences, self.times, self.minutes = array("q"), array("d"), array("d")
        self.befores, self.afters = array("b"), array("b")
        self.keys, self.types, self.agents, self.causes = array("l"), array("l"), array("l"), array("l")
        self.counts = [0] * len(STATES)
        self.sums: list[tuple[int, ...]] = []
        self.done: array[int] = array("l")

    # What happened ---------------------------------------------------------------------------------------------------

    def take(self, sequence: int, type_: str, key: str, at: float, event: Any) -> None:
        life = self.lives.get(key)
        if life is None:
            life = self.lives[key] = Life(key)
        before, agent, parent = life.state, life.holder, life.parent
        blocked_at, cause = life.blocked_at, life.cause
        if before == GROUP:
            life.state = life.own
        after = MOVES[type_](life, event, at)
        if before == GROUP and after != GONE:
            life.own, life.state = after, GROUP
        else:
            life.state = before
            minutes, told = NOT_TIMED, ""
            if before == "blocked" != after and blocked_at is not None:
                minutes, told = (at - blocked_at) / 60, cause
            if after == "done" != before:
                minutes = (at - life.claimed_at) / 60 if life.claimed_at is not None else NOT_TIMED
            if before == "in_review":
                agent = life.worker  # the lease ended when the work was handed in
            self.move(life, sequence, at, type_, after, life.holder or agent, minutes, told)
        if life.parent != parent:
            self.within(parent, -1, sequence, at, type_)
            self.within(life.parent, 1, sequence, at, type_)
        if after == GONE:
            del self.lives[key]

    def within(self, parent: str, by: int, sequence: int, at: float, type_: str) -> None:
        """A task has one subtask more or less: with the first it becomes a sum, with the last it is work again."""
        life = self.lives.get(parent)
        if life is None:
            return
        life.subtasks += by
        if life.state != GROUP and life.subtasks:
            life.own = life.state
            self.move(life, sequence, at, type_, GROUP, "", NOT_TIMED, "")
        elif life.state == GROUP and not life.subtasks:
            self.move(life, sequence, at, type_, life.own, "", NOT_TIMED, "")

    def move(
        self, life: Life, sequence: int, at: float, type_: str, after: str, agent: str, minutes: float, cause: str
    ) -> None:
        if not len(self.sequences) % BETWEEN_SUMS:
            self.sums.append(tuple(self.counts))
        if after == "done" and life.state not in ("done", GROUP):
            self.done.append(len(self.sequences))
        before, number = life.state, self.words.number
        self.counts[PLACE_OF[before]] -= 1
        self.counts[PLACE_OF[after]] += 1
        life.state = after
        self.times.append(at)
        self.minutes.append(minutes)
        self.befores.append(PLACE_OF[before])
        self.afters.append(PLACE_OF[after])
        self.keys.append(number(life.key))
        self.types.append(number(type_))
        self.agents.append(number(agent))
        self.causes.append(number(cause))
        self.sequences.append(sequence)

    # What is asked ---------------------------------------------------------------------------------------------------

    def place(self, sequence: int) -> int:
        """How many moves there were up to `sequence`."""
        return bisect_right(self.sequences, sequence)

    def place_at(self, moment: float) -> int:
        """How many moves there were before `moment`."""
        return bisect_left(self.times, moment, 0, len(self.sequences))

    def moves(self, first: int, last: int) -> Iterator[Move]:
        """Those from place `first` to before place `last`."""
        return (self.at(place) for place in range(first, last))

    def at(self, place: int) -> Move:
        words, minutes = self.words.words, self.minutes[place]
        return Move(
            self.sequences[place], self.times[place], words[self.keys[place]], words[self.types[place]],
            STATES[self.befores[place]], STATES[self.afters[place]], words[self.agents[place]],
            None if minutes == NOT_TIMED else minutes, words[self.causes[place]],
        )

    def combined(self, first: int, last: int) -> Iterator[tuple[str, str, str]]:
        """Type, state before and state after of each move from place `first` to before place `last`, quicker than `moves`."""
        words = self.words.words
        for type_, before, after in zip(
            self.types[first:last], self.befores[first:last], self.afters[first:last], strict=True
        ):
            yield words[type_], STATES[before], STATES[after]

    def done_between(self, first: int, last: int) -> Iterator[Move]:
        """The tasks that got done from place `first` to before place `last`."""
        return map(self.at, self.done_places(first, last))

    def done_places(self, first: int, last: int) -> Iterator[int]:
        places = self.done
        return (places[one] for one in range(bisect_left(places, first), bisect_left(places, last)))

    def standing(self, place: int) -> dict[str, int]:
        """How many tasks had each state after the first `place` moves."""
        if place >= len(self.sequences) or not self.sums:
            counts = self.counts[:]
        else:
            counts = list(self.sums[place // BETWEEN_SUMS])
            for one in range(place - place % BETWEEN_SUMS, place):
                counts[self.befores[one]] -= 1
                counts[self.afters[one]] += 1
        return {state: counts[number] for number, state in enumerate(STATES) if state not in (GONE, GROUP)}

    def finished(self, sequence: int, most: int) -> list[Move]:
        """The newest tasks that got done up to `sequence`, the oldest of them first."""
        places = self.done
        until = bisect_left(places, self.place(sequence))
        return [self.at(places[one]) for one in range(max(0, until - most), until)]


# Reading the log -----------------------------------------------------------------------------------------------------

_known: OrderedDict[str, Chronicle] = OrderedDict()
_lock = threading.Lock()
_turns: dict[str, threading.Lock] = {}


def chronicle(head: Head) -> Chronicle:
    """The moves of a log at least up to `head`. The first to ask reads the whole log, the others what is new."""
    with _lock:
        turn = _turns.setdefault(head.log_id, threading.Lock())
    with turn:
        with _lock:
            known = _known.get(head.log_id)
        if known is None or not continues(head, known):
            known = Chronicle()
        if known.sequence < head.sequence:
            read_on(known, head)
        with _lock:
            _known[head.log_id] = known
            _known.move_to_end(head.log_id)
            while len(_known) > KEPT:
                _turns.pop(_known.popitem(last=False)[0], None)
        return known


def continues(head: Head, known: Chronicle) -> bool:
    """Whether this log still goes through the event at which `known` ends: a restored database may not."""
    if known.sequence == head.sequence:
        return known.hash == head.hash
    at = store.read(head.id, known.sequence - 1, 1)
    return bool(at) and at[0].hash == known.hash


def read_on(known: Chronicle, head: Head) -> None:
    said, at = None, 0.0
    while known.sequence < head.sequence:
        until = min(known.sequence + BATCH, head.sequence)
        for sequence, type_, version, subject, recorded_at, body in rows(head.id, known.sequence, until):
            kind, _, key = subject.partition("/")
            if kind != "task":
                continue
            if recorded_at != said:  # those that were written together share their time
                said, at = recorded_at, loaded_time(recorded_at).timestamp()
            known.take(sequence, type_, key, at, CODEC.decode(type_, version, body) if body else None)
        known.sequence = until
    known.hash = head.hash


def rows(project_id: int, after: int, until: int) -> list[tuple[Any, ...]]:
    types, told = list(MOVES), list(TOLD)
    marks, told_marks = ", ".join(["%s"] * len(types)), ", ".join(["%s"] * len(told))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT sequence, type, version, subject, recorded_at, CASE WHEN type IN ({told_marks}) THEN body ELSE '' END"
            f" FROM eventlog_event WHERE project_id = %s AND sequence > %s AND sequence <= %s AND type IN ({marks})"
            " ORDER BY sequence",
            [*told, project_id, after, until, *types],
        )
        return list(cursor.fetchall())
