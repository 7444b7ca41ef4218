"""What each agent did in a period, and its share of what was done."""

from dataclasses import dataclass

from coordinator.reports.periods import Period
from coordinator.reports.stretches import Stretch

COUNTED = {"claimed": 0, "done": 0, "failed": 0, "released": 0, "leases_lost": 0}
SAID = {
    "task.claimed": "claimed", "task.completed": "done", "task.submitted": "done", "task.failed": "failed",
    "task.released": "released", "lease.expired": "leases_lost",
}


@dataclass(frozen=True, slots=True)
class AgentShare:
    """`done` counts what it completed or handed in for review; `share` is its part of that, from 0 to 1. `minutes` is how
    long those it completed took."""

    agent: str
    claimed: int
    done: int
    failed: int
    released: int
    leases_lost: int
    minutes: float
    share: float


def agent_shares(span: Period | Stretch) -> list[AgentShare]:
    """Whoever did most first."""
    counts: dict[str, dict[str, int]] = {}
    minutes: dict[str, float] = {}
    for (type_, agent), count in span.hands().items():
        if agent and type_ in SAID:
            counts.setdefault(agent, dict(COUNTED))[SAID[type_]] += count
    for move in span.done():
        if move.agent and move.minutes is not None:
            minutes[move.agent] = minutes.get(move.agent, 0) + move.minutes
    total = sum(one["done"] for one in counts.values()) or 1
    found = [
        AgentShare(agent=agent, **one, minutes=round(minutes.get(agent, 0), 2), share=round(one["done"] / total, 4))
        for agent, one in counts.items()
    ]
    return sorted(found, key=lambda one: (-one.done, one.agent))
