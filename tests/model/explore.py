"""Visits every place a small world can come to, by every command, and holds each step against the promises.

Two places are the same when they differ only in what no rule looks at: times, counters, and the numbers of fences
beyond their order.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from typing import Any

from tests.model.account import Account
from tests.model.worlds import Asked, World
from tests.support.given import NOON
from tracks.errors import Refusal
from tracks.evolve import fold
from tracks.facts import Facts
from tracks.happened import Happened
from tracks.offers import Offer
from tracks.plan import KINDS, Plan
from tracks.reservation import Reservation

Decide = Callable[[Plan, Any, Facts], list[Any]]
UNSEEN = {
    "version", "attempts", "rank", "began", "tasks_done", "tasks_failed", "tasks_rejected", "leases_lost", "stints", "awaits",
    "done_by", "verified", "failures",
}
WORDS = ("messages", "deliveries")  # what is said, which no rule about tasks listens to


@dataclass(frozen=True, slots=True)
class Step:
    """One command at one place: what it led to. `refusal` is what decide raised, a Refusal or a crash."""

    before: Plan
    account: Account
    asked: Asked
    happened: tuple[Happened, ...]
    after: Plan
    refusal: Exception | None


Promise = Callable[[Step], str | None]


@dataclass(frozen=True, slots=True)
class Broken:
    """A counterexample: the shortest way to a step that breaks a promise."""

    promise: str
    how: str
    path: tuple[str, ...]

    def __str__(self) -> str:
        return "\n".join([f"{self.promise}: {self.how}", *self.path])


@dataclass(frozen=True, slots=True)
class Explored:
    places: int
    steps: int
    broken: Broken | None


def explore(world: World, decide: Decide, promises: Iterable[Promise], most: int | None = None) -> Explored:
    """Breadth first, so the first counterexample is a shortest one. Fails where the world has more places than `most`."""
    promises = list(promises)
    plan = fold(Plan(), [Happened(event, n, NOON, "maria") for n, event in enumerate(world.begin, 1)])[0]
    came: dict[Any, tuple[Any, str]] = {}
    start = sight(plan, Account())
    came[start] = (None, "")
    waiting = deque([(start, plan, Account())])
    steps = 0
    while waiting:
        here, plan, account = waiting.popleft()
        for asked in world.asked(plan, account):
            step = taken(plan, account, asked, decide)
            steps += 1
            for promise in promises:
                if how := judged(promise, step):
                    path = (*way(came, here), str(asked))
                    return Explored(len(came), steps, Broken(promise.__name__, how, path))
            if step.happened:
                then = account.after(step.happened)
                there = sight(step.after, then)
                if there not in came:
                    came[there] = (here, str(asked))
                    waiting.append((there, step.after, then))
        assert most is None or len(came) <= most, f"{world.name} has more than {most} places"
    return Explored(len(came), steps, None)


def judged(promise: Promise, step: Step) -> str | None:
    try:
        return promise(step)
    except Exception as crash:  # noqa: BLE001 a plan in which nothing can be told any more breaks every promise
        return f"the plan makes no sense any more: {crash!r}"


def taken(plan: Plan, account: Account, asked: Asked, decide: Decide) -> Step:
    try:
        events = decide(plan, asked.command, asked.facts)
        happened = tuple(
            Happened(event, plan.sequence + n, asked.facts.now, asked.facts.actor) for n, event in enumerate(events, 1)
        )
        return Step(plan, account, asked, happened, fold(plan, happened)[0], None)
    except Refusal as refusal:
        return Step(plan, account, asked, (), plan, refusal)
    except Exception as crash:  # noqa: BLE001 that it crashed is what a promise is about
        return Step(plan, account, asked, (), plan, crash)


def way(came: dict[Any, tuple[Any, str]], place: Any) -> list[str]:
    steps = []
    while place is not None:
        place, asked = came[place]
        steps.append(asked)
    return [step for step in reversed(steps) if step]


def sight(plan: Plan, account: Account) -> Any:
    """What can be told of a place: equal for two places where everything may go on alike."""
    numbers = {fence for _, fence in account.held.values()} | {fence for _, fence in account.past.values()}
    numbers |= {one.version for one in plan.reservations.values()}
    order = {number: f"n{place}" for place, number in enumerate(sorted(numbers), 1)}
    seen = [
        sorted(repr(tuple(shown(value, order))) for value in getattr(plan, kind).values() if is_seen(value, order))
        for kind in KINDS if kind not in WORDS
    ]
    holders = sorted((key, agent, order[fence]) for key, (agent, fence) in account.held.items())
    return repr((seen, holders, sorted((key, agent, order[fence]) for key, (agent, fence) in account.past.items())))


def is_seen(value: Any, order: dict[int, str]) -> bool:
    """A result under a fence that nobody could send any more is out of sight."""
    return not isinstance(value, Offer) or value.fence in order


def shown(value: Any, order: dict[int, str]) -> Iterator[Any]:
    """The fields of a value, with the place in the order for what is the number of an event."""
    for one in fields(value):
        held = getattr(value, one.name)
        if one.name in UNSEEN:
            continue
        if isinstance(held, datetime):
            yield one.name  # that it is set, not when
        elif one.name == "held":
            yield tuple((order[fence], agent) for fence, agent in held if fence in order)
        elif one.name == "offered":
            yield tuple(order[fence] for fence in held if fence in order)
        elif one.name == "key" and isinstance(value, Reservation):
            yield order[value.version]
        elif "fence" in one.name:
            yield order.get(held)
        else:
            yield tuple(shown(held, order)) if is_dataclass(held) else repr(held)
