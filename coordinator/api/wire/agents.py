"""An agent on the wire."""

from datetime import datetime

from msgspec import Struct
from msgspec.structs import asdict

from coordinator.eventlog.rows import Row


class Agent(Struct, frozen=True):
    """A worker. `state`: named (only a document mentions it), idle, busy or stopped.

    `load` counts what it holds, of at most `capacity`. `seen_at` is when it was last heard of; `beat` what that says
    of one that holds work: active, stale or lost. Both are empty in the answer to a command and in the past.
    """

    name: str
    kind: str
    title: str
    role: str
    capabilities: list[str]
    capacity: int
    state: str
    load: int
    focus: list[str]
    working_directory: str
    key_files: list[str]
    tracks: list[str]
    notes: str
    tasks_done: int
    tasks_failed: int
    leases_lost: int
    version: int
    source: dict[str, int]
    seen_at: datetime | None
    beat: str


class AgentList(Struct, frozen=True):
    """A page of agents by name."""

    agents: list[Agent]
    cursor: str | None
    head: int


class AgentWithToken(Agent, frozen=True):
    """An agent and the token with which it acts for itself. The token is shown this once."""

    token: str


def draw_agent(row: Row, seen_at: datetime | None = None, beat: str = "") -> Agent:
    return Agent(
        row["key"], row["kind"], row["title"], row["role"], row["capabilities"], row["capacity"], row["state"],
        row["load"], row["focus"], row["working_directory"], row["key_files"], row["tracks"], row["notes"],
        row["tasks_done"], row["tasks_failed"], row["leases_lost"], row["version"], {"line": row["source_line"]},
        seen_at, beat,
    )


def with_token(agent: Agent, token: str) -> AgentWithToken:
    return AgentWithToken(**asdict(agent), token=token)
