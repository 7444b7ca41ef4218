"""Who works: the agents as so many hands with what they can do, as they are or as somebody wonders what if."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from tracks.plan import Plan
from tracks.work import SETTLED

MOST = 1_000  # hands: beyond, a question is a mistake
ADDED = re.compile(r"(\d{1,4})(?::(.*))?")


class BadTeam(ValueError):
    """What was asked cannot be read as a team; the message says why."""


@dataclass(frozen=True, slots=True)
class Hand:
    """One task at a time. `skills` None: can do anything."""

    name: str
    skills: frozenset[str] | None = None

    def can(self, needed: Iterable[str]) -> bool:
        return self.skills is None or self.skills.issuperset(needed)


@dataclass(frozen=True, slots=True)
class Team:
    """`basis` says where the hands come from: registered, named (by a document), assumed, or asked."""

    hands: tuple[Hand, ...]
    basis: str


def team_of(plan: Plan, question: str = "") -> Team:
    """The agents there are, or those that `question` wonders about. Raises BadTeam.

    `5` asks for five that can do anything instead of those there are; `2:rust,sql` for two more that can do rust and sql.
    Both may be said together, with `;` between them.
    """
    numbers, more = read(question)
    base = imagined(sum(numbers)) if numbers else present(plan)
    if not more:
        return base
    hands = [*(base.hands if base.basis != "assumed" else ()), *more]
    if len(hands) > MOST:
        raise BadTeam(f"that would be {len(hands):,} agents; {MOST:,} are the most")
    return Team(tuple(hands), "asked")


def read(question: str) -> tuple[list[int], list[Hand]]:
    numbers: list[int] = []
    more: list[Hand] = []
    for part in filter(None, map(str.strip, question.split(";"))):
        found = ADDED.fullmatch(part)
        if found is None or int(found[1]) > MOST:
            raise BadTeam(f"write 5 for five agents, or 2:rust,sql for two more that can do rust and sql; at most {MOST:,}")
        if found[2] is None:
            numbers.append(int(found[1]))
        else:
            skills = frozenset(filter(None, map(str.strip, found[2].split(","))))
            named = None if skills == {"*"} else skills
            more += [Hand(f"new {len(more) + count}", named) for count in range(1, int(found[1]) + 1)]
    if sum(numbers) > MOST:
        raise BadTeam(f"at most {MOST:,} agents")
    return numbers, more


def imagined(count: int) -> Team:
    return Team(tuple(Hand(f"agent {number}") for number in range(1, count + 1)), "asked")


def present(plan: Plan) -> Team:
    """The registered; where nobody has come yet those a document names; where it names nobody one for each open track."""
    agents = sorted((one for one in plan.agents.values() if not one.stopped), key=lambda one: one.name)
    joined = [one for one in agents if one.joined]
    chosen = joined or agents
    if not chosen:
        return Team(imagined(max(1, open_tracks(plan))).hands, "assumed")
    hands = [
        Hand(one.name, frozenset(one.capabilities)) for one in chosen for _ in range(min(max(one.capacity, 0), MOST))
    ][:MOST]
    return Team(tuple(hands), "registered" if joined else "named")


def open_tracks(plan: Plan) -> int:
    """How many tracks have work left, at most as many as hands make sense."""
    tallies = (plan.tally(f"track/{key}") for key in plan.tracks)
    return min(MOST, sum(tally.total > tally.of(*SETTLED) for tally in tallies))
