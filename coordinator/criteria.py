"""How a project's success criteria stand."""

from dataclasses import dataclass

from coordinator.per_plan import once_per_plan
from tracks.criteria import Verdict, verdict
from tracks.criterion import Criterion
from tracks.criterion_words import all_criteria
from tracks.plan import Plan


@dataclass(frozen=True, slots=True)
class Judged:
    """A criterion and how it stands. `told`: a document brought it."""

    criterion: Criterion
    verdict: Verdict
    told: bool


@once_per_plan
def judged(plan: Plan) -> list[Judged]:
    return [
        Judged(criterion, verdict(plan, criterion), criterion.key not in plan.criteria) for criterion in all_criteria(plan)
    ]
