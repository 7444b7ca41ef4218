"""A position in one log, from which one listener pulls.

That is all there is to a reader: one that never reads costs nothing, and one that is too far behind begins anew.
"""

import asyncio
from dataclasses import dataclass

from coordinator.eventlog.chain import GENESIS
from coordinator.live.entries import Entry
from coordinator.live.older import Older
from coordinator.live.since import Since
from coordinator.live.tail import Tail

TOO_FAR = 5_000
A_MOMENT = 0.05


@dataclass(frozen=True, slots=True)
class Reset:
    """What the reader knows is worth nothing: another history, or too much missed. Events go on behind the newest one."""

    reason: str


class Pulse:
    """Something changed that is no event: an agent fell silent."""


class Stopped(Exception):
    """The hub stops with its server, or the project's log is gone."""


class Reader:
    """Made by the hub's `follow`. Only one task may call `take`."""

    def __init__(self, tail: Tail, older: Older) -> None:
        self._tail = tail
        self._older = older
        self._history = tail.history
        self._pulses = tail.pulses
        self._reset: Reset | None = None
        self.position = tail.sequence

    @property
    def log_id(self) -> str:
        return self._tail.place.log_id

    @property
    def head(self) -> int:
        """The newest event the hub knows of."""
        return self._tail.sequence

    async def begin(self, since: Since | None) -> None:
        """Goes to where the listener stands, or keeps a reset for it."""
        if since is None:
            return
        if reason := await self._why_not(since):
            self._reset = Reset(reason)
        else:
            self.position = since.sequence

    async def take(self, limit: int) -> list[Entry] | Reset | Pulse:
        """Waits until there is something; answers what comes next, of events up to `limit` bytes and at least one.

        Raises Stopped, and what the database raises.
        """
        while True:
            tail = self._tail
            if reset := self._needed_reset():
                self._reset, self._history, self.position = None, tail.history, tail.sequence
                return reset
            if self.position < tail.sequence:
                entries = await self._after(self.position, limit)
                if entries and tail.history == self._history:
                    self.position = entries[-1].sequence
                    return entries
                await asyncio.sleep(A_MOMENT)  # another history is just taking this one's place; the hub will notice
            elif tail.is_over:
                raise Stopped
            elif self._pulses != tail.pulses:
                self._pulses = tail.pulses
                return Pulse()
            else:
                await tail.moves()

    def _needed_reset(self) -> Reset | None:
        if self._reset:
            return self._reset
        if self._history != self._tail.history:
            return Reset("another_history")
        if self._tail.sequence - self.position > TOO_FAR:
            return Reset("too_far_behind")
        return None

    async def _why_not(self, since: Since) -> str:
        """Why a listener who stands at `since` cannot simply go on; nothing when it can."""
        if since.log_id != self.log_id:
            return "another_log"
        if since.sequence > self.head:
            return "ahead_of_the_log"
        if self.head - since.sequence > TOO_FAR:
            return "too_far_behind"
        if since.hash and not (await self._hash_at(since.sequence)).startswith(since.hash):
            return "another_history"
        return ""

    async def _hash_at(self, sequence: int) -> str:
        if sequence == self.head:
            return self._tail.place.hash
        if sequence == 0:
            return GENESIS
        [entry] = await self._after(sequence - 1, 1)
        return entry.hash

    async def _after(self, sequence: int, limit: int) -> list[Entry]:
        """Up to `limit` bytes of events behind `sequence`, from memory or else from the database; at least one."""
        return self._tail.after(sequence, limit) or await self._older.after(self._tail, sequence, limit)
