"""Where agents are in each other's way right now: two that hold the same paths, which neither should while the other does."""

from dataclasses import dataclass
from datetime import datetime

from tracks.contention import since, until
from tracks.holds import clashes, hold_of
from tracks.plan import Plan
from tracks.work import split


@dataclass(frozen=True, slots=True)
class Party:
    """One of two: a task or reservation, the agent that has it, what of its paths overlaps, since when, until when."""

    reference: str
    agent: str
    path: str
    since: datetime
    until: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """`next` says what to do about it."""

    parties: tuple[Party, Party]
    since: datetime
    next: str


def actual(plan: Plan) -> list[Conflict]:
    """Each two holders of different agents that keep each other out and overlap all the same, the latest first."""
    found: dict[tuple[str, str], Conflict] = {}
    for _, ours, holder in plan.holds:
        mine = hold_of(plan, holder)
        for clash in clashes(plan, plan.holds, mine.agent, [ours], mine.mode):
            one, other = sorted((holder, clash.hold.holder))
            if (one, other) not in found:
                paths = (ours, clash.theirs) if one == holder else (clash.theirs, ours)
                found[one, other] = happening(plan, one, other, paths)
    return sorted(found.values(), key=lambda one: one.since, reverse=True)


def happening(plan: Plan, one: str, other: str, paths: tuple[str, str]) -> Conflict:
    parties = holding(plan, one, paths[0]), holding(plan, other, paths[1])
    earlier, later = sorted(parties, key=lambda party: (party.since, party.reference))
    advice = (
        f"{later.agent} came later: let it release {said(later)} or hand it to {earlier.agent}, "
        "or divide the paths; whoever merges second looks at both."
    )
    return Conflict(parties, later.since, advice)


def holding(plan: Plan, holder: str, path: str) -> Party:
    return Party(holder, hold_of(plan, holder).agent, path, since(plan, holder), until(plan, holder))


def said(party: Party) -> str:
    kind, key = split(party.reference)
    return key if kind == "task" else f"reservation {key}"
