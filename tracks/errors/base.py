"""What all refusals share, and those that any command may meet."""

import re
from typing import ClassVar


class Refusal(Exception):
    """The command was refused."""

    status: ClassVar[int] = 409
    next: ClassVar[str] = ""

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__(self.detail)

    @property
    def code(self) -> str:
        return snake_case(type(self).__name__)

    @property
    def detail(self) -> str:
        return (type(self).__doc__ or "").strip().format(**self.facts)

    @property
    def advice(self) -> str:
        return self.next.format(**self.facts)


def snake_case(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


class NotFound(Refusal):
    """There is no such thing."""

    status = 404


class Invalid(Refusal):
    """The command makes no sense."""

    status = 422


class InvalidField(Invalid):
    """{field}: {problem}"""

    next = "Correct the field and send the command again."


class UnknownReference(Invalid):
    """{reference} names nothing in this plan."""

    next = "Use task/<key>, track/<key> or sync/<key> of something that exists."


class KeyReused(Invalid):
    """The key {key} was used for another command."""

    next = "Use a new Idempotency-Key for every new command; repeat one only with the same body."


class NotAllowed(Refusal):
    """{actor} may not do this here: it takes the role {role}."""

    status = 403
    next = "Ask an administrator of the project for the role, or use a token that has it."


class VersionMismatch(Refusal):
    """{key} was changed since you read it: it is at version {version} now, you said {expected}."""

    status = 412
    next = "Read it again, look at what changed, and send your edit with the new version."
