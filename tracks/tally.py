"""How many tasks of a group have each status, and what that amounts to."""

from dataclasses import dataclass

from tracks.work import SETTLED, STATUSES

PLACE_OF = {status: place for place, status in enumerate(STATUSES)}


@dataclass(frozen=True, slots=True)
class Tally:
    """How many tasks of a group have each status, in the order of STATUSES, and the sum of their percentages."""

    counts: tuple[int, ...] = (0,) * len(STATUSES)
    percents: int = 0

    def of(self, *statuses: str) -> int:
        return sum(self.counts[PLACE_OF[status]] for status in statuses)

    @property
    def total(self) -> int:
        return sum(self.counts)

    @property
    def percent(self) -> int:
        """The mean progress of what is not cancelled, in whole percent, 100 only when all of it is done."""
        if not self.total:
            return 0
        counted = self.total - self.of("cancelled")
        return self.percents // counted if counted else 100

    @property
    def is_settled(self) -> bool:
        return self.total > 0 and self.of(*SETTLED) == self.total

    def as_counts(self) -> dict[str, int]:
        return {"total": self.total, **dict(zip(STATUSES, self.counts, strict=True))}


NOTHING = Tally()
