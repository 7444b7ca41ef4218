"""A stretch of a project's time, from one moment to another, of one track or of all: which moves belong to it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from coordinator.reports.chronicle import Chronicle, Move, chronicle
from coordinator.reports.measured import track_of
from coordinator.reports.moments import Moment
from coordinator.reports.moves import PLACE_OF
from tracks.work import Task

BLOCKED = PLACE_OF["blocked"]
SHORTEST = timedelta(minutes=1)


@dataclass(frozen=True)
class Stretch:
    """`moment` is the project as it stood at its end. `places` are those of its moves in the chronicle `known`."""

    moment: Moment
    since: datetime
    until: datetime
    known: Chronicle
    places: range
    track: str = ""

    @cached_property
    def numbers(self) -> frozenset[int] | None:
        """The numbers of the keys of the tasks that are meant, None for all. A task belongs to the track it is on at the end."""
        if not self.track:
            return None
        numbers = self.known.words.numbers
        return frozenset(numbers[task.key] for task in self.tasks() if task.key in numbers)

    def tasks(self) -> Iterator[Task]:
        plan = self.moment.plan
        return (task for task in plan.tasks.values() if not self.track or track_of(plan, task) == self.track)

    def wanted(self, places: Iterator[int]) -> Iterator[int]:
        keys, numbers = self.known.keys, self.numbers
        return places if numbers is None else (place for place in places if keys[place] in numbers)

    def done(self) -> Iterator[Move]:
        """The tasks that got done."""
        return map(self.known.at, self.wanted(self.known.done_places(self.places.start, self.places.stop)))

    def blocked(self) -> Iterator[Move]:
        """The moves that blocked a task, or freed it."""
        first, last = self.places.start, self.places.stop
        moves = zip(self.places, self.known.befores[first:last], self.known.afters[first:last], strict=True)
        return map(self.known.at, self.wanted(place for place, before, after in moves if BLOCKED in (before, after)))

    def hands(self) -> Counter[tuple[str, str]]:
        """How many moves of each type there were in each agent's hands."""
        known, words, numbers = self.known, self.known.words.words, self.numbers
        columns = (column[self.places.start : self.places.stop] for column in (known.types, known.agents, known.keys))
        rows = zip(*columns, strict=True)
        counted = Counter((type_, agent) for type_, agent, key in rows if numbers is None or key in numbers)
        return Counter({(words[type_], words[agent]): count for (type_, agent), count in counted.items()})

    def place_at(self, when: datetime) -> int:
        """How many moves there were by then, never more than at the end."""
        if when >= self.until:
            return self.places.stop
        return min(self.known.place_at(when.timestamp()), self.places.stop)

    def before(self) -> "Stretch | None":
        """The stretch of the same length that ended where this one begins; None where the project is not that old."""
        since = self.since - (self.until - self.since)
        if begun(self.moment, self.until) > since:
            return None
        places = range(min(self.known.place_at(since.timestamp()), self.places.start), self.places.start)
        return Stretch(self.moment, since, self.since, self.known, places, self.track)


def stretch(moment: Moment, since: datetime, until: datetime, track: str = "") -> Stretch:
    """No earlier than the project and never empty; its moves no later than the moment."""
    since = min(max(since, begun(moment, until)), until - SHORTEST)
    known = chronicle(moment.head)
    end = known.place(moment.sequence)
    return Stretch(moment, since, until, known, range(min(known.place_at(since.timestamp()), end), end), track)


def begun(moment: Moment, otherwise: datetime) -> datetime:
    return moment.plan.created_at or otherwise
