"""What has happened to agents. Past tense, never reshaped once shipped: a new shape is a new event."""

from agents.events import messages, presence, registry
from agents.events.messages import (
    MessageAcknowledged,
    MessageResolved,
    MessageSent,
)
from agents.events.presence import (
    AgentLost,
    AgentReturned,
    AgentStarted,
)
from agents.events.registry import (
    AgentRegistered,
    AgentRemoved,
    AgentRevised,
    AgentStopped,
)

EVENTS: dict[str, type] = {
    **registry.EVENTS,
    **presence.EVENTS,
    **messages.EVENTS,
}
