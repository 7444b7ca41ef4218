"""Everything that needs a person, the most pressing first.

The rank is `holds_up`: the minutes of work on the longest path that begins with what the item is about, by the estimates
of the plan (60 where there is none). For a task that is its tail; for a track the longest tail in it, or behind it when
it has no tasks; for a sync point the longest tail behind it; for a message that of what it is about, else of what its
sender holds; for an agent that of what it holds. Among equals the id decides, so that the order is always the same.

Costs as much as there are items, tracks, sync points and agents; never looks through the tasks of a plan.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from tracks.attention import conflicts, messages, people, work
from tracks.attention.items import Item
from tracks.attention.people import Silence
from tracks.plan import Plan


@dataclass(frozen=True, slots=True)
class Candidate:
    """An item that is drawn only if somebody looks at it."""

    holds_up: int
    id: str
    draw: Callable[[], Item]

    @property
    def place(self) -> tuple[int, str]:
        return -self.holds_up, self.id


def queue(plan: Plan, now: datetime | None = None, silent: Sequence[Silence] = ()) -> list[Candidate]:
    """`silent` are leases whose holders have missed their beats; of the past, where there is no `now`, none are known."""
    return sorted(candidates(plan, now, silent), key=lambda one: one.place)


def candidates(plan: Plan, now: datetime | None, silent: Sequence[Silence]) -> Iterator[Candidate]:
    sources = (
        work.stuck_tasks(plan), work.offered_results(plan), work.ready_points(plan), work.unowned_tracks(plan),
        work.unowned_tasks(plan), work.doubtful_import(plan), messages.for_a_person(plan, now),
        conflicts.collisions(plan), conflicts.open_areas(plan), people.lost_agents(plan),
        people.silent_holders(plan, silent, now),
    )
    for source in sources:
        for holds_up, id, draw in source:
            yield Candidate(holds_up, id, partial(draw, holds_up, id))
