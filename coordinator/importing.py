"""Reading a document into a project: the one way for the API, the page and the operator's command.

Answers with counts, what changed, and every problem and repair; writes nothing on a preview.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from coordinator import plans
from coordinator.command_handler import Receipt
from tracks.commands import ImportDocument
from tracks.document import Document, Problem, Repair
from tracks.errors import UnknownProject
from tracks.importing import compare
from tracks.plan import Plan


@dataclass(frozen=True, slots=True)
class Report:
    """What an import understood, changed, guessed and repaired; the project stands at `sequence` after it."""

    format: str
    sequence: int
    counts: dict[str, int]
    changes: dict[str, int]
    problems: list[Problem]
    repairs: list[Repair]

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def preview(project: str, document: Document) -> Report:
    """What importing would do to the project as it is now. Raises UnknownProject."""
    plan = plan_of(project)
    return report(plan, document, plan.sequence)


def apply(
    project: str, document: Document, filename: str, tell: Callable[[ImportDocument], Receipt]
) -> tuple[Report, Receipt]:
    """Imports; `tell` hands the command over. Raises the Refusal where it is refused."""
    before = plan_of(project)
    receipt = tell(ImportDocument(project=project, document=document, filename=filename))
    # What the document was compared with, had somebody else been quicker; or long ago, where this is said again.
    decided_on = receipt.events[0].sequence - 1 if receipt.events else receipt.sequence
    if before.sequence != decided_on:
        before = plans.plan_at(receipt.head, decided_on)
    return report(before, document, receipt.sequence), receipt


def plan_of(project: str) -> Plan:
    known = plans.current(project)
    if known is None:
        raise UnknownProject(project=project)
    return known[1]


def report(plan: Plan, document: Document, sequence: int) -> Report:
    found = compare(plan, document)
    return Report(
        document.format, sequence, document.counts(), found.changes, list(found.problems), list(document.repairs)
    )
