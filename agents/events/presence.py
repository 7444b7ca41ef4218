"""What happens as the programs beside agents start, fall silent and are heard of again. Beats themselves are not events."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentStarted:
    """A process of the agent began to beat; those before it are superseded."""

    name: str
    incarnation: str

    @property
    def subject(self) -> str:
        return f"agent/{self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentLost:
    """The agent has not been heard of for so long that it gets no more work. `seen_at` is when it last was."""

    name: str
    seen_at: datetime

    @property
    def subject(self) -> str:
        return f"agent/{self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentReturned:
    """A lost agent beat again."""

    name: str
    silent_seconds: int

    @property
    def subject(self) -> str:
        return f"agent/{self.name}"


EVENTS = {
    "agent.started": AgentStarted,
    "agent.lost": AgentLost,
    "agent.returned": AgentReturned,
}
