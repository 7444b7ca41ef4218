"""Who holds which paths: leases through what their tasks declare, and reservations. Finds what overlaps, refuses nothing.

Patterns can meet only where one begins as the other does, so an index ordered by beginnings leaves few to compare.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from tracks.paths import covers, overlap, prefix_of, readable
from tracks.persistent import Ranked, Readable
from tracks.reservation import Reservation
from tracks.work import Task, split

FEW = 12  # entries that are sooner compared than searched
Entry = tuple[str, str, str]  # the plain names a pattern begins with, the pattern, and whose it is


class Holders(Protocol):
    """What a plan and a plan under change know of those who hold."""

    @property
    def tasks(self) -> Readable[str, Task]: ...
    @property
    def reservations(self) -> Readable[str, Reservation]: ...


@dataclass(frozen=True, slots=True)
class Hold:
    """`holder` is task/B.2 or reservation/r12."""

    holder: str
    agent: str
    mode: str


@dataclass(frozen=True, slots=True)
class Clash:
    """`ours` meets `theirs`, which `hold` keeps others from."""

    ours: str
    theirs: str
    hold: Hold


def entries(whose: str, patterns: Iterable[str]) -> frozenset[Entry]:
    return frozenset((prefix_of(pattern), pattern, whose) for pattern in patterns)


def held_by_task(task: Task | None) -> tuple[str, ...]:
    return readable(task.paths) if task and task.lease and task.paths else ()


def near(index: Ranked[Entry], pattern: str) -> Iterator[Entry]:
    """The entries whose patterns meet this one."""
    return (entry for entry in alike(index, pattern) if overlap(entry[1], pattern))


def alike(index: Ranked[Entry], pattern: str) -> Iterator[Entry]:
    """The entries that begin as this pattern does, as far as either goes: no other can meet it."""
    if len(index) <= FEW:
        yield from index
        return
    prefix = prefix_of(pattern)
    at = -1
    while (at := prefix.find("/", at + 1)) >= 0:
        above = prefix[: at + 1]
        if above != prefix:
            yield from index.between((above,), (f"{above}\0",))
    if prefix:
        yield from index.between(("",), ("\0",))
        yield from index.between((prefix,), (f"{prefix[:-1]}0",))  # 0 comes right after the slash
    else:
        yield from index


def covering(index: Ranked[Entry], path: str) -> Iterator[Entry]:
    """The entries whose patterns cover this very path."""
    ways = [path[:at] for at, letter in enumerate(f"{path}/") if letter == "/"]
    for above in ["", *(f"{way}/" for way in ways)]:
        yield from (entry for entry in index.between((above,), (f"{above}\0",)) if covers(entry[1], path))


def hold_of(holders: Holders, holder: str) -> Hold:
    kind, key = split(holder)
    if kind == "reservation":
        reservation = holders.reservations[key]
        return Hold(holder, reservation.agent, reservation.mode)
    lease = holders.tasks[key].lease
    assert lease is not None, f"{holder} holds paths without a lease"
    return Hold(holder, lease.agent, "exclusive")


def clashes(
    holders: Holders, holds: Ranked[Entry], agent: str, patterns: Iterable[str], mode: str = "exclusive"
) -> Iterator[Clash]:
    """What others hold that `agent` may not hold too. Shared holds get on with each other."""
    for ours in patterns:
        for _, theirs, holder in near(holds, ours):
            hold = hold_of(holders, holder)
            if hold.agent != agent and not mode == hold.mode == "shared":
                yield Clash(ours, theirs, hold)
