"""What a question is answered with: for each case the figures of every contestant, and how they compare."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from statistics import median
from typing import Any


class CannotBeAsked(Exception):
    """Something that the question needs is not here; the message names it."""


@dataclass(frozen=True, slots=True)
class Figure:
    """What one contestant reached, in every round."""

    contestant: str
    unit: str
    rounds: tuple[float, ...]

    @property
    def median(self) -> float:
        return median(self.rounds)


@dataclass(frozen=True, slots=True)
class Comparison:
    """A ratio, or a plain figure, and what it should be. `met` is None where there is no goal."""

    words: str
    value: float
    goal: str = ""
    met: bool | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """One case of a question. `note` says what a reader of the figures has to know."""

    case: str
    figures: tuple[Figure, ...]
    comparisons: tuple[Comparison, ...] = ()
    note: str = ""

    def as_dict(self) -> dict[str, Any]:
        medians = {figure.contestant: figure.median for figure in self.figures}
        return asdict(self) | {"medians": medians}


@dataclass
class Contest:
    """Contestants that are measured in turn, so that whatever else the machine does meets all of them alike."""

    unit: str
    rounds: int
    contestants: dict[str, Callable[[], float]]
    reached: dict[str, list[float]] = field(default_factory=dict)

    def run(self) -> "Contest":
        for _ in range(self.rounds):
            for name, measure in self.contestants.items():
                self.reached.setdefault(name, []).append(measure())
        return self

    @property
    def figures(self) -> tuple[Figure, ...]:
        return tuple(Figure(name, self.unit, tuple(values)) for name, values in self.reached.items())

    def ratio(self, one: str, other: str) -> float:
        return median(self.reached[one]) / median(self.reached[other])


def at_least(words: str, value: float, goal: float) -> Comparison:
    return Comparison(words, value, f">= {goal:g}", value >= goal)


def at_most(words: str, value: float, goal: float) -> Comparison:
    return Comparison(words, value, f"<= {goal:g}", value <= goal)


def from_dict(found: dict[str, Any]) -> Answer:
    return Answer(
        found["case"],
        tuple(Figure(one["contestant"], one["unit"], tuple(one["rounds"])) for one in found["figures"]),
        tuple(Comparison(**one) for one in found["comparisons"]),
        found["note"],
    )
