"""The texts that belong to a plan, as frozen values: allocations, notes, and what imports reported."""

from dataclasses import dataclass
from datetime import datetime

NOTE_KINDS = (
    "overview", "risk", "next_step", "criterion", "protocol", "progress", "history", "measurement", "note",
)
SEVERITIES = ("low", "medium", "high", "critical")
# Notes of these kinds have a state; the first one is what they begin with.
STATES_OF = {"risk": ("open", "mitigated", "closed"), "next_step": ("open", "done"), "criterion": ("open", "met")}


def first_state(kind: str) -> str:
    return STATES_OF[kind][0] if kind in STATES_OF else ""


@dataclass(frozen=True, slots=True)
class Allocation:
    key: str
    scenario: str
    who: str
    text: str
    position: int
    tracks: tuple[str, ...] = ()
    digest: str = ""
    line: int = 0
    version: int = 0


@dataclass(frozen=True, slots=True)
class Note:
    """A text worth keeping. `author` wrote it, `owner` sees to it."""

    key: str
    kind: str
    text: str
    position: int
    about: str = ""
    date: str = ""
    state: str = ""
    severity: str = ""
    owner: str = ""
    author: str = ""
    written_at: datetime | None = None
    digest: str = ""
    line: int = 0
    version: int = 0


@dataclass(frozen=True, slots=True)
class ImportRecord:
    """What one import reported; `key` is the sequence of its event, in digits."""

    key: str
    format: str
    filename: str
    digest: str
    counts: tuple[tuple[str, int], ...]
    changes: tuple[tuple[str, int], ...]
    problems: tuple[tuple[int, str, str, str], ...]
    repairs: tuple[tuple[int, str, str, str], ...]
    actor: str
    recorded_at: datetime
    version: int = 0
