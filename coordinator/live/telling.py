"""What a listener of the log is told next, whichever way it listens: events that pass its filter, or where it stands."""

from dataclasses import dataclass
from typing import Any

from coordinator.live.entries import Entry
from coordinator.live.filters import Filter
from coordinator.live.reader import Pulse, Reader, Reset

AT_ONCE = 32_000  # bytes of events that are held on to while a slow reader is waited for
SKIPPED = 100  # events a filter may pass over before the reader is told where it stands


@dataclass(frozen=True, slots=True)
class Position:
    """How far the filter has read, although nothing passed it."""

    sequence: int
    hash: str


News = list[Entry] | Reset | Position


class Telling:
    """Draws from one reader. `until`, where given, is the last event that is told of."""

    def __init__(self, reader: Reader, wanted: Filter, until: int | None = None) -> None:
        self._reader = reader
        self._wanted = wanted
        self._until = until
        self._told = reader.position

    async def next(self) -> News | None:
        """Waits until there is something to say; None when all of it has been said. Raises what the reader raises."""
        while self._until is None or self._reader.position < self._until:
            news = await self._reader.take(AT_ONCE)
            if isinstance(news, Reset):
                self._told = self._reader.position
                return news
            if not isinstance(news, Pulse) and (worth_saying := self._of(news)):
                return worth_saying
        return None

    def _of(self, entries: list[Entry]) -> list[Entry] | Position | None:
        if passed := list(filter(self._wanted.passes, entries)):
            self._told = passed[-1].sequence
            return passed
        if self._reader.position - self._told < SKIPPED:
            return None
        self._told = self._reader.position
        return Position(self._reader.position, entries[-1].hash)


def hello(reader: Reader) -> dict[str, Any]:
    return {"type": "hello", "log_id": reader.log_id, "head": reader.head}


def reset(news: Reset, reader: Reader) -> dict[str, Any]:
    return {"type": "reset", "reason": news.reason, "log_id": reader.log_id, "head": reader.position}


def position(news: Position) -> dict[str, Any]:
    return {"type": "position", "sequence": news.sequence, "hash": news.hash}
