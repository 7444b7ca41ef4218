"""Messages that have left the plan, for the few commands that are about one of them."""

from collections.abc import Sequence
from typing import Any

from agents.commands import AcknowledgeMessage, ResolveMessage, SendMessage
from agents.models import Message
from tracks.facts import Letter


def named_by(command: Any) -> str:
    """The key of the message that a command is about, empty for most."""
    match command:
        case SendMessage():
            return command.reply_to
        case AcknowledgeMessage() | ResolveMessage():
            return command.key
        case _:
            return ""


def sent(project_id: int, keys: Sequence[str]) -> dict[str, Letter]:
    if not keys:
        return {}
    rows = Message.objects.filter(project=project_id, key__in=keys).values_list("key", "thread", "sender", "kind")
    return {key: Letter(thread, sender, kind) for key, thread, sender, kind in rows}
