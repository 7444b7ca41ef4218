"""Why a message goes nowhere."""

from tracks.errors.base import Invalid, NotFound, Refusal


class UnknownMessage(NotFound):
    """There is no message {key}."""

    next = "Look it up with GET messages."


class UnknownRecipient(Invalid):
    """{to} is nobody here."""

    next = "Write to agent/<name>, track/<key>, everyone or person; GET agents lists the agents."


class NobodyToTell(Refusal):
    """Nobody would receive it: no other agent is at work."""

    next = "Write to person, or wait until an agent has joined."


class InboxIsFull(Refusal):
    """{recipient} has {count} messages that it has not acknowledged."""

    next = "Have it acknowledge what it has read with POST messages/<key>/ack, or write to somebody else."


class NotAddressed(Refusal):
    """Message {key} did not go to {recipient}."""

    next = "Only those it went to acknowledge it: {recipients}."


class NothingToResolve(Refusal):
    """Message {key} is a {kind}: only questions and blockers are resolved."""

    next = "Acknowledge it with POST messages/{key}/ack."
