"""What must be shown before work counts as done, and how often it is tried: values, and how those of a task add up."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracks.plan import State
    from tracks.work import Task


@dataclass(frozen=True, slots=True)
class Metric:
    """A measurement by its name and what it must have come to: `compilation errors <= 0`."""

    name: str
    comparison: str
    value: str

    def __str__(self) -> str:
        return f"{self.name} {self.comparison} {self.value}"


@dataclass(frozen=True, slots=True)
class Retry:
    """How often a task is tried in all; the first pause in seconds, and by what each further one is longer."""

    max_attempts: int
    backoff: int = 0
    factor: int = 1


@dataclass(frozen=True, slots=True)
class Terms:
    """Of a task or track. `check`: a command that must have ended well; `review`: by somebody other than the doer;

    `deliverables`: those of the track are met; `metrics`: what measurements must have come to. `retry` None: as the
    track says, else no retry by itself.
    """

    check: str = ""
    review: bool = False
    deliverables: bool = False
    metrics: tuple[Metric, ...] = ()
    retry: Retry | None = None


@dataclass(frozen=True, slots=True)
class Demands:
    """What must be shown for a task in all: by its own terms, those of what it is within, and of its track."""

    checks: tuple[str, ...] = ()
    review: bool = False
    deliverables: bool = False
    metrics: tuple[Metric, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.checks or self.review or self.deliverables or self.metrics)

    def in_words(self) -> list[str]:
        words = [f"the result of `{check}` with exit status 0" for check in self.checks]
        words += ["the deliverables of the track"] * self.deliverables
        words += [str(metric) for metric in self.metrics]
        return words + ["a review by somebody else"] * self.review


NO_TERMS = Terms()


def demands(plan: "State", task: "Task") -> Demands:
    several = list(terms_of(plan, task))
    return Demands(
        tuple(dict.fromkeys(one.check for one in several if one.check)),
        any(one.review for one in several),
        any(one.deliverables for one in several) and bool(task.track),
        tuple(dict.fromkeys(metric for one in several for metric in one.metrics)),
    )


def retry_of(plan: "State", task: "Task") -> Retry | None:
    """The nearest word on it counts; without any, nothing is tried again by itself."""
    return next((one.retry for one in terms_of(plan, task) if one.retry), None)


def terms_of(plan: "State", task: "Task") -> Iterator[Terms]:
    """The nearest first. Dividing a task does not do away with what was demanded of it."""
    yield task.terms
    while task.parent:
        task = plan.tasks[task.parent]
        yield task.terms
    if task.track:
        yield plan.tracks[task.track].terms
