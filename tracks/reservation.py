"""A hold on paths that an agent asked for, as a frozen value."""

from dataclasses import dataclass
from datetime import datetime

MODES = ("exclusive", "shared")


@dataclass(frozen=True, slots=True)
class Reservation:
    """Made for a `task`, it lives and moves with the lease on that task and has no end of its own; else it ends at `until`."""

    key: str
    agent: str
    paths: tuple[str, ...]
    since: datetime
    until: datetime | None = None
    mode: str = "exclusive"
    task: str = ""
    reason: str = ""
    version: int = 0

    @property
    def ref(self) -> str:
        return f"reservation/{self.key}"
