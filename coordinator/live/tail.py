"""The newest events of one log, in memory, once for everybody who listens."""

import asyncio
from collections.abc import Iterable
from itertools import count

from coordinator.live.entries import Entry
from coordinator.live.reading import Opening, Place

MOST_EVENTS = 1_000
MOST_BYTES = 4_000_000

_histories = count()


class Tail:
    """Readers keep a position and ask for what comes after it. Lives on one event loop."""

    def __init__(self, project_id: int, opening: Opening) -> None:
        self.project_id = project_id
        self.readers = 0
        self.is_over = False
        self.pulses = 0  # counts up when something that is no event has changed
        self._moved = asyncio.Event()
        self._open(opening)

    def _open(self, opening: Opening) -> None:
        self.history = next(_histories)  # another number once another history has taken the place of this one
        self.place = opening.before
        self._ring: dict[int, Entry] = {}
        self._bytes = 0
        self.append(opening.entries)

    @property
    def sequence(self) -> int:
        return self.place.sequence

    def append(self, entries: Iterable[Entry]) -> None:
        """`entries` follow each other and the newest one here."""
        for entry in entries:
            self._ring[entry.sequence] = entry
            self._bytes += len(entry.frame)
            self.place = Place(self.place.log_id, entry.sequence, entry.hash)
        while len(self._ring) > MOST_EVENTS or self._bytes > MOST_BYTES:
            oldest = self._ring.pop(next(iter(self._ring)))
            self._bytes -= len(oldest.frame)
        self.wake()

    def after(self, sequence: int, limit: int) -> list[Entry]:
        """Up to `limit` bytes of events behind `sequence`, at least one; none when that is too long ago."""
        return handful((self._ring.get(number) for number in range(sequence + 1, self.sequence + 1)), limit)

    def restart(self, opening: Opening) -> None:
        """Another history has taken the place of this one."""
        self._open(opening)

    def pulse(self) -> None:
        self.pulses += 1
        self.wake()

    def end(self) -> None:
        self.is_over = True
        self.wake()

    def wake(self) -> None:
        moved, self._moved = self._moved, asyncio.Event()
        moved.set()

    async def moves(self) -> None:
        """Returns after the next append, restart, pulse or end."""
        await self._moved.wait()


def handful(entries: Iterable[Entry | None], limit: int) -> list[Entry]:
    """The first entries until one is missing or they are `limit` bytes long together; at least one where there is one."""
    found: list[Entry] = []
    size = 0
    for entry in entries:
        if entry is None:
            break
        found.append(entry)
        size += len(entry.frame)
        if size >= limit:
            break
    return found
