"""The workers as the rules see them."""

from dataclasses import dataclass
from datetime import datetime

KEPT_STINTS = 100
KEPT_INCARNATIONS = 20
KINDS = ("person", "external", "process", "llm")


@dataclass(frozen=True, slots=True)
class Agent:
    """A worker. `joined` tells one that registered itself from one that a document merely names.

    `load` counts live leases; `capacity` is how many it may hold at once. `incarnation` is the process that counts,
    `former` are those before it, the newest first; `silent_since` is set while it is lost. `stints` are the seconds from
    claim to result of its last tasks, the newest last.
    """

    name: str
    kind: str = "external"
    title: str = ""
    role: str = ""
    capabilities: tuple[str, ...] = ()
    capacity: int = 1
    focus: tuple[str, ...] = ()
    working_directory: str = ""
    key_files: tuple[str, ...] = ()
    tracks: tuple[str, ...] = ()
    notes: str = ""
    joined: bool = False
    stopped: bool = False
    load: int = 0
    tasks_done: int = 0
    tasks_failed: int = 0
    leases_lost: int = 0
    tasks_rejected: int = 0
    stints: tuple[int, ...] = ()
    incarnation: str = ""
    former: tuple[str, ...] = ()
    began_at: datetime | None = None
    began: int = 0
    silent_since: datetime | None = None
    digest: str = ""
    source_line: int = 0
    version: int = 0

    def offers(self, capabilities: tuple[str, ...]) -> bool:
        return set(capabilities) <= set(self.capabilities)

    @property
    def has_room(self) -> bool:
        return self.load < self.capacity

    @property
    def may_be_lost(self) -> bool:
        return self.state in ("idle", "busy")

    @property
    def state(self) -> str:
        """`named` until it joins, then `idle`, `busy` or `lost`, `stopped` at the end."""
        if self.stopped:
            return "stopped"
        if not self.joined:
            return "named"
        if self.silent_since:
            return "lost"
        return "busy" if self.load else "idle"
