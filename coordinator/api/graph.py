"""The graph of what waits for what, of tasks or of tracks, whole or around one thing; as JSON or as Mermaid text."""

from typing import Annotated, Literal

from django.http import HttpResponse
from msgspec import Meta

from coordinator.api.door import Ask, Door, answer, operation, text_answer, wants
from coordinator.api.references import meant
from coordinator.api.rows import At
from coordinator.api.wire.graph import Graph
from coordinator.eventlog.store import Head
from coordinator.reports.moments import Moment, moment_at
from coordinator.reports.outlooks import picture_of
from coordinator.travelling import sequence_of
from tracks.ahead.mermaid import mermaid
from tracks.ahead.picture import View
from tracks.errors import InvalidField, UnknownReference
from tracks.plan import Plan
from tracks.work import STATUSES

MERMAID = "text/vnd.mermaid"
KNOWN = {*STATUSES, "not_started", "open", "passed"}
MOST_NODES = 20_000


class GraphQuestion(At):
    """Which part of the graph."""

    level: Annotated[Literal["tasks", "tracks"], Meta(description="Of tasks, or of tracks with their tasks summed up.")] = "tasks"
    around: Annotated[str, Meta(max_length=180, description="Only what is near this: B.1, task/B.1, A, track/A or sync/1.")] = ""
    hops: Annotated[int, Meta(ge=0, le=100, description="How near, in steps.")] = 1
    status: Annotated[str, Meta(max_length=200, description="Only nodes with one of these, with commas.")] = ""
    limit: Annotated[int, Meta(ge=1, le=MOST_NODES, description="How many nodes at most; `left_out` counts the others.")] = 2_000
    format: Annotated[Literal["", "json", "mermaid"], Meta(description="json, or mermaid for a flowchart as text.")] = ""


class DependencyGraph(Door):
    @operation(
        "Draw what waits for what", query=GraphQuestion, also=(MERMAID,), refusals=(UnknownReference,),
        answers={200: (Graph, "Nodes in plan order with their layers, and edges between them.")},
    )
    def get(self, ask: Ask) -> HttpResponse:
        moment = asked_moment(ask.head(), ask.query.at)
        drawn = picture_of(moment, view_of(moment.plan, ask.query))
        if wants(ask, MERMAID):
            return text_answer(mermaid(drawn), MERMAID)
        parts = {name: getattr(drawn, name) for name in Graph.__struct_fields__ if name != "head"}
        return answer(Graph(**parts, head=moment.sequence))


def asked_moment(head: Head, at: str) -> Moment:
    """The moment that `?at=` means."""
    return moment_at(head, sequence_of(head, at) if at else None)


def view_of(plan: Plan, question: GraphQuestion) -> View:
    statuses = frozenset(filter(None, question.status.split(",")))
    if unknown := sorted(statuses - KNOWN):
        raise InvalidField(field="status", problem=f"{unknown[0]} is none of {', '.join(sorted(KNOWN))}")
    around = meant(plan, question.around) if question.around else ""
    if around and not plan.exists(around):
        raise UnknownReference(reference=question.around)
    return View(question.level, around, question.hops, statuses, question.limit)
