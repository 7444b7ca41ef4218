"""What may be asked as agents come and go."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterAgent:
    """Let a worker join. `kind` is person, external, process or llm; `capacity` how many tasks it takes at once.

    `incarnation` names the process that it runs in, empty where it does not say.
    """

    project: str
    name: str
    kind: str = "external"
    title: str = ""
    role: str = ""
    capabilities: tuple[str, ...] = ()
    capacity: int = 1
    working_directory: str = ""
    incarnation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviseAgent:
    """Change what is known of a worker. None leaves a field as it is; `expected_version` is what the caller has read."""

    project: str
    name: str
    kind: str | None = None
    title: str | None = None
    role: str | None = None
    capabilities: tuple[str, ...] | None = None
    capacity: int | None = None
    working_directory: str | None = None
    expected_version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StopAgent:
    """Let a worker leave; what it holds is released."""

    project: str
    name: str
    reason: str = ""
