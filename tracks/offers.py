"""Work that came too late, as frozen values: what an agent sent after its lease was over, kept for whoever goes on."""

from dataclasses import dataclass
from datetime import datetime

from tracks.work import Evidence

OPEN, ACCEPTED, DISMISSED = "open", "accepted", "dismissed"
MOST_OFFERS = 10  # that a task keeps; the oldest goes, the log keeps them all
MOST_LEASES = 10  # whose holders a task remembers: work under an older one is too late even for this


@dataclass(frozen=True, slots=True)
class Offer:
    """A result of the task `task`, done by `agent` under `fence`, which is also its name. `verb`: complete or submit."""

    fence: int
    task: str
    agent: str
    verb: str
    summary: str
    evidence: tuple[Evidence, ...]
    offered_at: datetime
    state: str = OPEN
    reason: str = ""
    version: int = 0

    @property
    def key(self) -> str:
        return str(self.fence)
