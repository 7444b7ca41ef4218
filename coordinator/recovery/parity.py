"""Parity: the log folded anew, held against the status tables row by row."""

from dataclasses import dataclass

from coordinator import plans
from coordinator.eventlog import store
from coordinator.recovery.differences import Difference, differences, one_moment
from tracks.errors import UnknownProject
from tracks.plan import Plan

MOST_NAMED = 20


@dataclass(frozen=True, slots=True)
class Parity:
    """`wrong` counts the rows that differ; `differences` names the first of them."""

    project: str
    sequence: int
    wrong: int
    differences: list[Difference]

    @property
    def ok(self) -> bool:
        return not self.wrong


def parity(project: str, passed: plans.Passed = plans.nobody) -> Parity:
    """Compares the tables of one moment with the log of that moment; others go on writing. Raises UnknownProject."""
    with one_moment():
        head = store.find_head(project)
        if head is None:
            raise UnknownProject(project=project)
        archive: plans.Archive = {}
        plan = plans.folded(Plan(), head, head.sequence, archive, passed)
        named: list[Difference] = []
        wrong = 0
        for wrong, difference in enumerate(differences(head, plan, archive), 1):
            if wrong <= MOST_NAMED:
                named.append(difference)
    return Parity(project, head.sequence, wrong, named)
