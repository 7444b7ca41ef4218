"""What happens when something is put back to what it was: nothing is deleted, the log only grows."""

from dataclasses import dataclass
from typing import Any

from tracks.events.about import AboutProject


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRestored:
    """A thing was put back. `state` holds the fields that are different from now on, as plain data.

    `kind` is the word of references: task, track, sync … What was gone is there again.
    """

    kind: str
    key: str
    state: dict[str, Any]

    @property
    def subject(self) -> str:
        return f"{self.kind}/{self.key}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRolledBack(AboutProject):
    """The plan, or only some things in it, is again as it was at `to`; the events before this one made it so."""

    to: int
    only: tuple[str, ...] = ()
    changes: tuple[tuple[str, int], ...] = ()
    ended: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandUndone(AboutProject):
    """What was done was undone, with what followed from it; `undone` are the first and last sequence of each command."""

    undone: tuple[tuple[int, int], ...]
    changes: tuple[tuple[str, int], ...] = ()
    ended: tuple[str, ...] = ()


EVENTS = {
    "item.restored": ItemRestored,
    "plan.rolled_back": PlanRolledBack,
    "command.undone": CommandUndone,
}
