"""Events that are no longer in a tail, read in whole blocks and kept for the next reader who is as far behind.

After a break everybody comes back at once, from nearly the same place: the first one's read serves them all.
"""

import asyncio
from collections import OrderedDict

from coordinator.live.database_thread import DatabaseThread
from coordinator.live.entries import Entry
from coordinator.live.reading import BLOCK, block
from coordinator.live.tail import Tail, handful

MOST_BLOCKS = 16
MOST_BYTES = 8_000_000

Key = tuple[int, int]  # history, number of the block


class Older:
    """Whole blocks never change; the one that a log ends in is not kept."""

    def __init__(self) -> None:
        self._thread = DatabaseThread("older-events")
        self._blocks: OrderedDict[Key, list[Entry]] = OrderedDict()
        self._bytes = 0
        self._one_at_a_time = asyncio.Lock()

    async def after(self, tail: Tail, sequence: int, limit: int) -> list[Entry]:
        """Up to `limit` bytes of events behind `sequence`, which must be less than the tail's; at least one."""
        number, offset = divmod(sequence, BLOCK)
        return handful((await self._block(tail, number))[offset:], limit)

    async def _block(self, tail: Tail, number: int) -> list[Entry]:
        key = (tail.history, number)
        async with self._one_at_a_time:
            if key in self._blocks:
                self._blocks.move_to_end(key)
                return self._blocks[key]
            end = (number + 1) * BLOCK
            entries = await self._thread.run(block, tail.project_id, number * BLOCK, min(end, tail.sequence))
            if len(entries) == BLOCK:
                self._keep(key, entries)
            return entries

    def _keep(self, key: Key, entries: list[Entry]) -> None:
        self._blocks[key] = entries
        self._bytes += length(entries)
        while len(self._blocks) > MOST_BLOCKS or (self._bytes > MOST_BYTES and len(self._blocks) > 1):
            _, oldest = self._blocks.popitem(last=False)
            self._bytes -= length(oldest)

    def stop(self) -> None:
        self._thread.stop()


def length(entries: list[Entry]) -> int:
    return sum(len(entry.frame) for entry in entries)
