"""What may be asked as the programs beside agents start, fall silent and are heard of again."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginIncarnation:
    """A process of the agent begins; `incarnation` is the name it chose for itself, a UUID or the like."""

    project: str
    name: str
    incarnation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LoseAgent:
    """Note that an agent is lost, if it still is not heard of."""

    project: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnAgent:
    """Note that a lost agent was heard of again."""

    project: str
    name: str
