"""Reading a document into a project: the one way for the API, the page and the operator's command.

Answers with counts, what changed, and every problem and repair; writes nothing on a preview.
"""

from dataclasses import asdict
from typing import Any

from coordinator import plans
from coordinator.catalog import CODEC
from coordinator.command_handler import Receipt, handle
from tracks.commands import ImportDocument
from tracks.document import Document
from tracks.errors import UnknownProject
from tracks.events import ImportApplied
from tracks.importing import Comparison, compare


def preview(project: str, document: Document) -> dict[str, Any]:
    """What importing would do to the project as it is now."""
    known = plans.current(project)
    if known is None:
        raise UnknownProject(project=project)
    head, plan = known
    return answer(document, compare(plan, document), head.sequence)


def apply(project: str, document: Document, filename: str, **request: Any) -> dict[str, Any]:
    """Imports; `request` holds the actor and the key for `handle`."""
    known = plans.current(project)
    if known is None:
        raise UnknownProject(project=project)
    comparison = compare(known[1], document)
    receipt = handle(ImportDocument(project=project, document=document, filename=filename), **request)
    comparison.changes = changes_of(receipt) or compare(receipt.plan, document).changes
    return answer(document, comparison, receipt.sequence)


def changes_of(receipt: Receipt) -> dict[str, int]:
    """What the import changed by its own account; nothing when it left the log as it was."""
    for recorded in reversed(receipt.events):
        event = CODEC.decode(recorded.type, recorded.version, recorded.body)
        if isinstance(event, ImportApplied):
            return dict(event.changes)
    return {}


def answer(document: Document, comparison: Comparison, sequence: int) -> dict[str, Any]:
    return {
        "format": document.format,
        "sequence": sequence,
        "counts": document.counts(),
        "changes": comparison.changes,
        "problems": [asdict(problem) for problem in comparison.problems],
        "repairs": [asdict(repair) for repair in document.repairs],
    }
