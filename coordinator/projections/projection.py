"""What a status table shows, and how."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from coordinator.eventlog.rows import Row
from tracks.plan import Plan


@dataclass(frozen=True, slots=True)
class Projection:
    """A status table: which of the plan's maps it shows, and how a value becomes its row."""

    table: str
    kind: str
    row: Callable[[Plan, Any], Row]
