"""What may be asked about agents. Imperative; states a wish, checks nothing."""

from agents.commands.messages import (
    AcknowledgeMessage,
    ResolveMessage,
    SendMessage,
)
from agents.commands.presence import (
    BeginIncarnation,
    LoseAgent,
    ReturnAgent,
)
from agents.commands.registry import (
    RegisterAgent,
    ReviseAgent,
    StopAgent,
)
