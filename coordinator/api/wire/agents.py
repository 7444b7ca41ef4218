"""An agent on the wire."""

from datetime import datetime
from statistics import mean, median

import msgspec
from msgspec import Raw, Struct
from msgspec.structs import asdict

from agents.plan import KEPT_STINTS
from coordinator.eventlog.rows import Row
from coordinator.liveliness import Signs, is_silent, status, verdict


class Agent(Struct, frozen=True):
    """A worker. `state` as the log has it: named (only a document mentions it), idle, busy, lost or stopped.

    `status` is the same with what beats say: stale where one is overdue. `verdict` says it in words. `load` counts what
    it holds, of at most `capacity`. `seen_at` is when it was last heard of; `beat` what that says of one that should
    beat: active, stale or lost. Signs of life are not kept: in the past and in the answer to a command there are none.
    `incarnation` is the process that counts, which began at `began_at`; `silent_since` is set while it is lost.
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
    status: str
    verdict: str
    incarnation: str | None
    began_at: datetime | None
    silent_since: datetime | None
    metrics: "Metrics"


class Metrics(Struct, frozen=True):
    """How an agent has done. Times are seconds from claim to result, of as many of the last tasks as `cycles` says.

    `success_rate` is the share of done among done, failed and rejected, in percent; null before the first of them.
    """

    tasks_done: int
    tasks_failed: int
    tasks_rejected: int
    leases_lost: int
    load: int
    capacity: int
    success_rate: int | None
    cycles: int
    cycle_mean: int | None
    cycle_median: int | None


class AgentMetrics(Metrics, frozen=True):
    """The same, with when the agent last did something that stands in the log."""

    agent: str
    last_activity: datetime | None
    head: int


class AgentList(Struct, frozen=True):
    """A page of agents by name."""

    agents: list[Agent]
    cursor: str | None
    head: int


class AgentWithToken(Agent, frozen=True):
    """An agent and the token with which it acts for itself. The token is shown this once."""

    token: str


def draw_agent(row: Row, signs: Signs | None = None, now: datetime | None = None) -> Agent:
    """An agent from its row, with its signs of life as of `now`, if they are known."""
    seen_at, beat, state, words = (None, "", row["state"], "") if signs is None or now is None else alive(row, signs, now)
    return Agent(
        row["key"], row["kind"], row["title"], row["role"], row["capabilities"], row["capacity"], row["state"],
        row["load"], row["focus"], row["working_directory"], row["key_files"], row["tracks"], row["notes"],
        row["tasks_done"], row["tasks_failed"], row["leases_lost"], row["version"], {"line": row["source_line"]},
        seen_at, beat, state, words, row["incarnation"] or None, row["began_at"], row["silent_since"], draw_metrics(row),
    )


def alive(row: Row, signs: Signs, now: datetime) -> tuple[datetime | None, str, str, str]:
    """When it was last heard of, and what that says: its beat, its status, and the verdict in words."""
    state = status(row, signs, now)
    is_active = state in ("idle", "busy") and signs.seen_at is not None and not is_silent(signs.seen_at, now)
    beat = state if state in ("stale", "lost") else "active" if is_active else ""
    return signs.seen_at, beat, state, verdict(row, signs, now)


def draw_metrics(row: Row, last: int = KEPT_STINTS) -> Metrics:
    stints = row["stints"]
    if isinstance(stints, Raw):
        stints = msgspec.json.decode(stints)
    stints = stints[-last:]
    done, tried = row["tasks_done"], row["tasks_done"] + row["tasks_failed"] + row["tasks_rejected"]
    return Metrics(
        done, row["tasks_failed"], row["tasks_rejected"], row["leases_lost"], row["load"], row["capacity"],
        round(100 * done / tried) if tried else None, len(stints), round(mean(stints)) if stints else None,
        round(median(stints)) if stints else None,
    )


def with_token(agent: Agent, token: str) -> AgentWithToken:
    return AgentWithToken(**asdict(agent), token=token)
