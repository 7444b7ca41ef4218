"""Who holds what, told from the events alone: a second opinion that shares no code with the fold."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from tracks import events as e
from tracks.happened import Happened

ENDS = (
    e.TaskSubmitted, e.TaskApproved, e.TaskRejected, e.TaskCompleted, e.TaskFailed, e.TaskRetried, e.TaskReleased,
    e.LeaseExpired, e.TaskCancelled, e.TaskDeferred, e.TaskReopened, e.TaskRemoved, e.TaskDecomposed,
)


@dataclass(frozen=True, slots=True)
class Account:
    """`held` tells who holds a task under which fence; `past` who did before that, under a fence worth nothing."""

    held: dict[str, tuple[str, int]] = field(default_factory=dict)
    past: dict[str, tuple[str, int]] = field(default_factory=dict)

    def fences(self, key: str) -> list[int]:
        """Those that somebody could send about a task: the present one, the last that ended, and an invented one."""
        fences = [self.held[key][1]] if key in self.held else []
        fences += [self.past[key][1]] if key in self.past else []
        return [*fences, 10**6]

    def after(self, happened: Iterable[Happened]) -> "Account":
        held, past = dict(self.held), dict(self.past)
        for one in happened:
            record(one.event, one.sequence, held, past)
        return Account(held, past)


def record(event: Any, sequence: int, held: dict[str, tuple[str, int]], past: dict[str, tuple[str, int]]) -> None:
    if isinstance(event, e.TaskClaimed | e.TaskHandedOver):
        if event.key in held:
            past[event.key] = held[event.key]
        held[event.key] = (event.agent, sequence)
    elif isinstance(event, ENDS) and event.key in held:
        past[event.key] = held.pop(event.key)
