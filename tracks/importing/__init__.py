"""What a document changes in a plan: compares the two and states the difference as events.

Matches by key. What agents did since the last import stays, a lease is never broken, and what cannot be taken over
becomes a problem that names its line.
"""

from collections.abc import Callable
from typing import Any

from tracks import document as d
from tracks import events as e
from tracks.commands import ImportDocument
from tracks.facts import Facts
from tracks.importing import items, leaving, links, others
from tracks.importing.comparison import Comparison, Stamp
from tracks.plan import Plan

MOST_REPORTED = 150


def import_document(plan: Plan, command: ImportDocument, facts: Facts) -> list[Any]:
    comparison = compare(plan, command.document)
    newest = max(plan.imports.values(), key=lambda one: one.version, default=None)
    if not comparison.events and newest and newest.digest == command.document.digest:
        return []
    return [*comparison.events, applied(command, comparison)]


def applied(command: ImportDocument, comparison: Comparison) -> e.ImportApplied:
    document = command.document
    return e.ImportApplied(
        format=document.format, filename=command.filename[:300], digest=document.digest,
        counts=tuple(document.counts().items()), changes=tuple(comparison.changes.items()),
        problems=tuple(
            (one.line, one.text[:160], one.reason[:200], one.severity) for one in comparison.problems[:MOST_REPORTED]
        ),
        repairs=tuple(
            (one.line, one.before[:60], one.after[:60], one.how[:60]) for one in document.repairs[:MOST_REPORTED]
        ),
    )


def compare(plan: Plan, document: d.Document) -> Comparison:
    """The difference between `document` and `plan`, as events.

    They come in an order in which each prefix of them is a sound plan: what goes is cut off first, what is new is
    linked last. So whoever reads the plan in the middle of an import never meets a cycle or a loose end.
    """
    found = Comparison(problems=list(document.problems))
    stamp = Stamp(document)
    tracks = items.kept_tracks(document, found)
    tasks = items.kept_tasks(document, tracks, plan, found)
    points = others.sync_points(document)
    settled = links.settle(plan, document, tracks, tasks, points, stamp)
    found.problems.extend(settled.problems)
    links.cut(plan, settled, stamp, found)
    items.compare_tracks(plan, tracks, stamp, found)
    items.compare_tasks(plan, settled.tasks, stamp, found)
    others.compare_agents(plan, document, stamp, found)
    for kind in others.OTHERS:
        others.compare_others(plan, kind, document, stamp, settled, found)
    links.add(plan, settled, stamp, found)
    leaving.remove(plan, settled.leaving, found)
    return found


DECIDE: dict[type, Callable[[Plan, Any, Facts], list[Any]]] = {
    ImportDocument: import_document,
}
