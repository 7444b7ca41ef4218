"""What happens as agents come and go."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentRegistered:
    """A worker is known. `joined` is False where a document merely names it."""

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
    joined: bool = True
    stopped: bool = False
    digest: str = ""
    line: int = 0

    @property
    def subject(self) -> str:
        return f"agent/{self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentRevised(AgentRegistered):
    """What is known of a worker changed; the fields say how it is now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentStopped:
    """A worker left; it holds nothing any more."""

    name: str
    reason: str = ""

    @property
    def subject(self) -> str:
        return f"agent/{self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentRemoved:
    """A worker that only a document named is named no longer."""

    name: str

    @property
    def subject(self) -> str:
        return f"agent/{self.name}"


EVENTS = {
    "agent.registered": AgentRegistered,
    "agent.revised": AgentRevised,
    "agent.stopped": AgentStopped,
    "agent.removed": AgentRemoved,
}
