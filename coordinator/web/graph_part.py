"""Which nodes and edges of the plan's graph are shown, by what is asked for, and where a reader begins. Draws nothing."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from coordinator.reports.moments import moment_at
from coordinator.reports.outlooks import picture_of
from coordinator.web.drawing.layered import Way
from coordinator.web.graph_asked import Asked
from coordinator.web.graph_shapes import state_of
from coordinator.web.pages import Place
from tracks.ahead.picture import GraphEdge, GraphNode, Picture
from tracks.plan import Plan
from tracks.work import Task, ref, split

MOST = 2_000  # nodes drawn


@dataclass(frozen=True, slots=True)
class Shown:
    """What is left of the plan's graph by what is asked for. `hidden`: nodes beyond the most that is drawn.

    `parts` lead from the last tasks of a group to the group, `gates` from what a group waits for to the tasks in it.
    """

    nodes: list[GraphNode]
    edges: list[GraphEdge]
    path: list[str]
    states: dict[str, int]
    hidden: int = 0
    parts: list[Way] = field(default_factory=list)
    gates: list[Way] = field(default_factory=list)

    @property
    def ways(self) -> list[Way]:
        return [*((edge.needs, edge.item) for edge in self.edges), *self.parts]


def shown(place: Place, wanted: Asked) -> Shown:
    if wanted.focus and not place.plan.exists(wanted.focus):
        return Shown([], [], [], {})
    picture = picture_of(moment_at(place.head, place.at), wanted.view)
    near = within_reach(picture, wanted) if wanted.focus else picture.nodes
    states = Counter(state_of(one) for one in near)
    fitting = [
        one for one in near
        if (not wanted.states or state_of(one) in wanted.states) and (one.critical or not wanted.critical)
    ]
    nodes = fitting[:MOST]
    known = {one.ref for one in nodes}
    edges = [edge for edge in picture.edges if edge.item in known and edge.needs in known]
    path = [one for one in picture.critical_path if one in known]
    tasks = [] if picture.level == "tracks" else [place.plan.tasks[one.key] for one in nodes if one.kind == "task"]
    return Shown(
        nodes, edges, path, dict(states), len(fitting) - len(nodes),
        parts=list(parts_among(place.plan, tasks, known)),
        gates=[(gate, ref("task", task.key)) for task in tasks for gate in place.plan.gates(task) if gate in known],
    )


def within_reach(picture: Picture, wanted: Asked) -> list[GraphNode]:
    """What is as many steps away as asked, along dependencies and between a task and its subtasks.

    The way into a track and out of it again, which counts elsewhere, would lead to everything in it.
    """
    beside: dict[str, list[str]] = {}
    ties = [(edge.needs, edge.item) for edge in picture.edges]
    ties += [(one.ref, ref("task", one.parent)) for one in picture.nodes if one.parent]
    ties += [(one.ref, wanted.focus) for one in picture.nodes if not one.parent and wanted.focus == f"track/{one.track}"]
    for one, two in ties:
        beside.setdefault(one, []).append(two)
        beside.setdefault(two, []).append(one)
    near, reached = {wanted.focus}, [wanted.focus]
    for _ in range(wanted.steps):
        reached = [two for one in reached for two in beside.get(one, ()) if two not in near]
        near.update(reached)
    return [one for one in picture.nodes if one.ref in near]


def parts_among(plan: Plan, tasks: list[Task], known: set[str]) -> Iterator[Way]:
    for task in tasks:
        here, group = ref("task", task.key), task.container
        after = (split(one) for one in plan.dependents.get(here, ()) if one in known)
        if group in known and not any(kind == "task" and plan.tasks[key].container == group for kind, key in after):
            yield here, group


def start_of(seen: Shown, wanted: Asked) -> str:
    """What a reader wants to see first: what was asked for, else where the critical path stands, else what is stuck or runs."""
    nodes = {one.ref: one for one in seen.nodes}
    if wanted.focus in nodes:
        return wanted.focus
    if seen.path:
        return seen.path[0]
    at_work = (one.ref for state in ("blocked", "failed", "in_progress", "in_review", "ready") for one in seen.nodes
               if one.status == state)
    return next(at_work, "")
