"""The graph on the wire."""

from msgspec import Struct

from tracks.ahead.picture import GraphEdge, GraphGroup, GraphNode, GraphProblem


class Graph(Struct, frozen=True):
    """What waits for what. `critical_path` holds the references of one, in order; `cycles` are spelled out, the first
    again at the end; `problems` are what the last import could not keep; `left_out` counts the nodes beyond the limit."""

    level: str
    nodes: list[GraphNode]
    edges: list[GraphEdge]
    groups: list[GraphGroup]
    critical_path: list[str]
    cycles: list[list[str]]
    problems: list[GraphProblem]
    left_out: int
    head: int
