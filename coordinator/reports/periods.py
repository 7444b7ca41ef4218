"""Days of a log: which of its events and moves belong to them. Days begin at midnight UTC."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from coordinator.eventlog import store
from coordinator.reports.chronicle import Chronicle, Move, chronicle
from coordinator.reports.moments import Moment
from tracks.work import Task

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days up to a moment, whose last day may not be over. `places` are those of its moves in the chronicle."""

    moment: Moment
    until: datetime
    days: tuple[date, ...]
    known: Chronicle
    places: range

    @property
    def since(self) -> datetime:
        return midnight(self.days[0])

    def tasks(self) -> Iterator[Task]:
        return iter(self.moment.plan.tasks.values())

    def done(self) -> Iterator[Move]:
        """The tasks that got done."""
        return self.known.done_between(self.places.start, self.places.stop)

    def blocked(self) -> Iterator[Move]:
        """Those that blocked a task, or freed it."""
        for place, (_, before, after) in enumerate(self.known.combined(self.places.start, self.places.stop)):
            if "blocked" in (before, after):
                yield self.known.at(self.places.start + place)

    def hands(self) -> Counter[tuple[str, str]]:
        """How many moves of each type there were in each agent's hands."""
        words, (first, last) = self.known.words.words, (self.places.start, self.places.stop)
        counted = Counter(zip(self.known.types[first:last], self.known.agents[first:last], strict=True))
        return Counter({(words[type_], words[agent]): count for (type_, agent), count in counted.items()})

    def place_after(self, day: date) -> int:
        """How many moves there were by the end of that day."""
        return min(self.known.place_at(midnight(day + DAY).timestamp()), self.places.stop)


def period(moment: Moment, until: datetime, days: int) -> Period:
    """The last so many days up to `until`, no earlier than the project; its moves no later than the moment."""
    last, known = until.date(), chronicle(moment.head)
    begun = (moment.plan.created_at or until).date()
    count = max(1, min(days, (last - begun).days + 1))
    shown = tuple(last - DAY * back for back in reversed(range(count)))
    end = known.place(moment.sequence)
    return Period(moment, until, shown, known, range(min(known.place_at(midnight(shown[0]).timestamp()), end), end))


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def sequences(moment: Moment, day: date) -> tuple[int, int]:
    """The newest event before the day, and the newest of it that the moment knows."""
    before = store.sequence_at(moment.head.id, midnight(day) - timedelta(microseconds=1))
    last = store.sequence_at(moment.head.id, midnight(day + DAY) - timedelta(microseconds=1))
    return min(before, moment.sequence), min(last, moment.sequence)
