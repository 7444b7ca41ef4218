"""An event with its place in the log, and the events of one command together."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple


class Happened(NamedTuple):
    """An event with its place in the log: what `evolve` needs to know of the envelope."""

    event: Any
    sequence: int
    at: datetime
    actor: str


@dataclass(frozen=True, slots=True)
class Done:
    """What one command led to: its events, who asked for it and, as `type`, what its first event says."""

    happened: tuple[Happened, ...]
    type: str
    actor: str
    correlation: str

    @property
    def first(self) -> int:
        return self.happened[0].sequence

    @property
    def last(self) -> int:
        return self.happened[-1].sequence
