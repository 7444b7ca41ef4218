"""Parity: the log folded anew, held against the status tables row by row."""

from dataclasses import dataclass
from itertools import chain

from coordinator import plans
from coordinator.eventlog import store
from coordinator.recovery.differences import Difference, one_moment, wrong_tables
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


def parity(project: str) -> Parity:
    """Compares the tables of one moment with the log of that moment; others go on writing. Raises UnknownProject."""
    with one_moment():
        head = store.find_head(project)
        if head is None:
            raise UnknownProject(project=project)
        plan = plans.folded(Plan(), head, head.sequence)
        found = list(chain.from_iterable(wrong.differences for wrong in wrong_tables(head, plan)))
    return Parity(project, head.sequence, len(found), found[:MOST_NAMED])
