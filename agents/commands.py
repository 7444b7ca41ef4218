"""What may be asked about agents. Imperative; states a wish, checks nothing."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterAgent:
    """Let a worker join. `kind` is person, external, process or llm; `capacity` how many tasks it takes at once."""

    project: str
    name: str
    kind: str = "external"
    title: str = ""
    role: str = ""
    capabilities: tuple[str, ...] = ()
    capacity: int = 1
    working_directory: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StopAgent:
    """Let a worker leave; what it holds is released."""

    project: str
    name: str
    reason: str = ""
