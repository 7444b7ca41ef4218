"""The graph as a table: what each thing waits for, what waits for it, how much it may slip. On the page and as CSV."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.http import HttpResponse

from coordinator.csv_file import csv_file
from coordinator.web.graph_shapes import state_of
from coordinator.web.pages import Place
from coordinator.web.sentences import said
from tracks.ahead.picture import GraphEdge, GraphNode
from tracks.work import dependency_key

ROWS = 100  # on the page; the file has all
HEAD = ("key", "kind", "title", "track", "state", "percent", "waits_for", "needed_by", "slack_minutes", "critical")


@dataclass(frozen=True, slots=True)
class Tie:
    """One end of an edge. `removable`: it is a dependency of its own, not several that amount to one."""

    ref: str
    words: str
    met: bool
    removable: bool


@dataclass(frozen=True, slots=True)
class Row:
    node: GraphNode
    state: str
    slack: str
    waits_for: list[Tie]
    needed_by: list[Tie]


def rows(place: Place, nodes: Iterable[GraphNode], edges: Iterable[GraphEdge]) -> list[Row]:
    waits: dict[str, list[Tie]] = {}
    holds: dict[str, list[Tie]] = {}
    for edge in edges:
        removable = dependency_key(edge.item, edge.needs) in place.plan.dependencies
        waits.setdefault(edge.item, []).append(Tie(edge.needs, said(edge.needs), edge.satisfied, removable))
        holds.setdefault(edge.needs, []).append(Tie(edge.item, said(edge.item), edge.satisfied, removable))
    return [
        Row(node, state_of(node), slack_words(node.slack), waits.get(node.ref, []), holds.get(node.ref, []))
        for node in nodes
    ]


def slack_words(minutes: float | None) -> str:
    """As people say it; empty once nothing of it is left."""
    if minutes is None:
        return ""
    if minutes < 1:
        return "none"
    if minutes < 60:
        return f"{minutes:.0f} min"
    return f"{minutes / 60:.1f} h" if minutes < 60 * 48 else f"{minutes / 1440:.1f} d"


def as_csv(place: Place, table: list[Row]) -> HttpResponse:
    return csv_file(f"{place.slug}-graph.csv", HEAD, map(values, table))


def values(row: Row) -> Iterator[object]:
    node = row.node
    yield from (node.key, node.kind, node.title, node.track or "", node.status, node.percent)
    yield " ".join(tie.ref for tie in row.waits_for)
    yield " ".join(tie.ref for tie in row.needed_by)
    yield node.slack
    yield node.critical
