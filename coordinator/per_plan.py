"""Works something out once for a plan: until the plan changes, whoever asks again gets the same answer."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from tracks.plan import Plan

T = TypeVar("T")

MOST_PROJECTS = 64


def once_per_plan(work: Callable[[Plan], T]) -> Callable[[Plan], T]:
    """For what reads every task: a page that is looked at by many then costs as much as one that is looked at by one."""
    known: dict[str, tuple[Plan, T]] = {}

    @wraps(work)
    def remembered(plan: Plan) -> T:
        before = known.get(plan.project)
        if before and before[0] is plan:
            return before[1]
        found = work(plan)
        if len(known) >= MOST_PROJECTS:
            known.clear()
        known[plan.project] = plan, found
        return found

    return remembered
