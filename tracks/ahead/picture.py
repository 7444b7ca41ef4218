"""The graph of what waits for what, as data to draw: nodes with their states and layers, edges, groups. Knows no layout."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from tracks.ahead.network import in_plan_order
from tracks.ahead.outlook import Outlook
from tracks.blockers import track_status
from tracks.plan import Plan
from tracks.work import dependency_key, ref, split

THROUGH = 5  # pairs of tasks that an edge between tracks names


@dataclass(frozen=True, slots=True)
class GraphNode:
    """A task, track or sync point. `layer`: how many tasks at most come one after another before it; `order`: its place
    in the layer. `slack` in minutes, null once settled. `critical`: it has work left that must not slip."""

    ref: str
    key: str
    kind: str
    title: str
    track: str | None
    parent: str | None
    status: str
    percent: int
    layer: int
    order: int
    critical: bool
    slack: float | None
    has_subtasks: bool


@dataclass(frozen=True, slots=True)
class GraphPair:
    item: str
    needs: str


@dataclass(frozen=True, slots=True)
class GraphEdge:
    """`item` waits for `needs`, both as references. Between tracks, `count` says how many dependencies amount to it, `open`
    how many of them still hold something back, `through` names some, the open ones first."""

    item: str
    needs: str
    text: str
    satisfied: bool
    count: int = 1
    open: int = 0
    through: tuple[GraphPair, ...] = ()


@dataclass(frozen=True, slots=True)
class GraphGroup:
    """The nodes of one track, in plan order."""

    ref: str
    key: str
    title: str
    nodes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GraphProblem:
    """What the last import could not keep: a dependency that would have closed a cycle, or that named nothing known."""

    line: int
    text: str
    reason: str
    severity: str


@dataclass(frozen=True, slots=True)
class View:
    """What of the graph is asked for. `around` a reference, `hops` edges away at most; no `statuses` means all. `within` the
    key of a track: its tasks, and what they wait for or hold up in other tracks."""

    level: str = "tasks"
    around: str = ""
    hops: int = 1
    statuses: frozenset[str] = field(default_factory=frozenset)
    limit: int = 2_000
    within: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """`critical_path` in order; `cycles` spelled out with the first again at the end; `left_out`: nodes beyond the limit."""

    level: str
    nodes: list[GraphNode]
    edges: list[GraphEdge]
    groups: list[GraphGroup]
    critical_path: list[str]
    cycles: list[list[str]]
    problems: list[GraphProblem]
    left_out: int


def picture(seen: Outlook, view: View) -> Picture:
    plan, net = seen.plan, seen.net
    refs = list(refs_at(seen, view))
    if view.statuses:
        refs = [one for one in refs if status_of(plan, one) in view.statuses]
    shown = refs[: view.limit]
    edges = list(track_edges(seen, shown) if view.level == "tracks" else task_edges(plan, shown))
    placed = track_layers(shown, edges) if view.level == "tracks" else task_layers(seen, shown)
    orders = order_in_layers(shown, placed)
    nodes = [node(seen, one, placed[one], orders[one]) for one in shown]
    path = [net.refs[number] for number in seen.path]
    if view.level == "tracks":
        path = list(dict.fromkeys(ref("track", net.home[number]) for number in seen.path if net.home[number]))
    groups = [] if view.level == "tracks" else grouped(plan, nodes)
    return Picture(view.level, nodes, edges, groups, path, net.cycles, problems(plan), len(refs) - len(shown))


# What there is -------------------------------------------------------------------------------------------------------


def refs_at(seen: Outlook, view: View) -> Iterator[str]:
    """In plan order. Beside tasks a track is a node of its own only where something waits for it, or it for something."""
    near = neighbourhood(seen, view) if view.around else members(seen, view.within) if view.within else None
    for one in seen.net.numbers:  # tracks, tasks and sync points, each in plan order
        if (near is None or one in near) and is_a_node(seen.plan, one, view.level):
            yield one


def is_a_node(plan: Plan, reference: str, level: str) -> bool:
    kind, key = split(reference)
    if kind == "track":
        return level == "tracks" or bool(plan.tracks[key].depends_on) or reference in plan.dependents
    return kind == "sync" or level == "tasks"


def task_edges(plan: Plan, among: Iterable[str]) -> Iterator[GraphEdge]:
    """What waits for what between those `among` them, in the order of who waits."""
    kept = dict.fromkeys(among)
    for item in kept:
        for needs in needs_of(plan, item):
            if needs in kept:
                known = plan.dependencies.get(dependency_key(item, needs))
                met = is_met(plan, item, needs)
                yield GraphEdge(item, needs, known.text if known else "", met, 1, 0 if met else 1)


def needs_of(plan: Plan, reference: str) -> tuple[str, ...]:
    kind, key = split(reference)
    if kind == "task":
        return plan.tasks[key].depends_on
    return plan.tracks[key].depends_on if kind == "track" else plan.sync_points[key].after


def is_met(plan: Plan, item: str, needs: str) -> bool:
    kind, key = split(item)
    return (kind == "sync" and plan.sync_points[key].passed) or plan.is_settled(needs)


def track_edges(seen: Outlook, among: Iterable[str]) -> Iterator[GraphEdge]:
    """What lies between different tracks, or a track and a sync point, summed up."""
    kept, between = set(among), dict[tuple[str, str], list[tuple[str, str]]]()
    homes = {item: home_of(seen, item) for item in seen.net.numbers}
    for item, home in homes.items():
        if home in kept:
            for needs in needs_of(seen.plan, item):
                if (other := homes[needs]) != home and other in kept:
                    between.setdefault((home, other), []).append((item, needs))
    met = {needs: seen.plan.is_settled(needs) for pairs in between.values() for _, needs in pairs}
    for (item, needs), pairs in between.items():
        is_open = not (item.startswith("sync/") and seen.plan.is_settled(item))  # what was passed waits no more
        unmet = [pair for pair in pairs if is_open and not met[pair[1]]]
        told = list(dict.fromkeys((*unmet[:THROUGH], *pairs[:THROUGH])))[:THROUGH]  # the open ones first
        known = (seen.plan.dependencies.get(dependency_key(*pair)) for pair in told)
        text = next((one.text for one in known if one and one.text), "")
        yield GraphEdge(item, needs, text, not unmet, len(pairs), len(unmet), tuple(GraphPair(*pair) for pair in told))


def home_of(seen: Outlook, reference: str) -> str:
    """The track that something counts in, as a reference; a sync point stands for itself, what is in no track for nothing."""
    if not reference.startswith("task/"):
        return reference
    home = seen.net.home[seen.net.numbers[reference]]
    return f"track/{home}" if home else ""


def neighbourhood(seen: Outlook, view: View) -> set[str]:
    """What is at most so many steps away: along what waits or is waited for, into a group and out of it."""
    if view.level == "tracks":
        beside: dict[str, list[str]] = {}
        for edge in track_edges(seen, seen.net.numbers):
            beside.setdefault(edge.item, []).append(edge.needs)
            beside.setdefault(edge.needs, []).append(edge.item)
    start = home_of(seen, view.around) if view.level == "tracks" else view.around
    near, reached = {start}, [start]
    for _ in range(view.hops):
        further = [two for one in reached for two in (beside.get(one, ()) if view.level == "tracks" else kin(seen.plan, one))]
        reached = [one for one in dict.fromkeys(further) if one not in near]
        near.update(reached)
    return near


def members(seen: Outlook, track: str) -> set[str]:
    """A track, what counts in it, and what lies one dependency outside of it."""
    home = ref("track", track)
    inside = {home, *(one for one in seen.net.numbers if one.startswith("task/") and home_of(seen, one) == home)}
    beside = {other for one in inside for other in (*needs_of(seen.plan, one), *seen.plan.dependents.get(one, ()))}
    return inside | beside


def kin(plan: Plan, reference: str) -> Iterator[str]:
    kind, key = split(reference)
    yield from needs_of(plan, reference)
    yield from plan.dependents.get(reference, ())
    yield from (ref("task", member) for member in plan.members.get(reference, ()))
    if kind == "task" and plan.tasks[key].container:
        yield plan.tasks[key].container


# How it stands -------------------------------------------------------------------------------------------------------


def node(seen: Outlook, reference: str, layer: int, order: int) -> GraphNode:
    plan, (kind, key) = seen.plan, split(reference)
    leaves = seen.open_leaves(reference)
    is_task = kind == "task"
    return GraphNode(
        ref=reference, key=key, kind=kind, title=title_of(plan, reference),
        track=split(home_of(seen, reference))[1] or None if kind != "sync" else None,
        parent=plan.tasks[key].parent or None if is_task else None,
        status=status_of(plan, reference), percent=percent_of(plan, reference), layer=layer, order=order,
        critical=seen.is_critical(leaves), slack=seen.slack(leaves), has_subtasks=is_task and plan.has_subtasks(key),
    )


def title_of(plan: Plan, reference: str) -> str:
    kind, key = split(reference)
    if kind == "task":
        return plan.tasks[key].title
    return plan.tracks[key].title if kind == "track" else plan.sync_points[key].title


def status_of(plan: Plan, reference: str) -> str:
    kind, key = split(reference)
    if kind == "task":
        return plan.tasks[key].status
    if kind == "track":
        return track_status(plan, plan.tracks[key])
    return "passed" if plan.sync_points[key].passed else "open"


def percent_of(plan: Plan, reference: str) -> int:
    kind, key = split(reference)
    if kind == "task":
        return plan.tasks[key].percent
    if kind == "track" and plan.tally(reference).total:
        return plan.tally(reference).percent
    return 100 if plan.is_settled(reference) else 0


def problems(plan: Plan) -> list[GraphProblem]:
    """What the newest import left out of what waits for what."""
    if not plan.imports:
        return []
    newest = plan.imports[max(plan.imports, key=int)]
    return [GraphProblem(*one) for one in newest.problems if "left out" in one[2] or "cycle" in one[2]]


# Where it stands -----------------------------------------------------------------------------------------------------


def task_layers(seen: Outlook, refs: Iterable[str]) -> dict[str, int]:
    """A group begins where the first of its leaves does."""
    found, numbers = seen.layers, seen.net.numbers
    return {one: min((found[leaf] for leaf in seen.leaves(one)), default=found[numbers[one]]) for one in refs}


def track_layers(refs: list[str], edges: Iterable[GraphEdge]) -> dict[str, int]:
    """The longest way to each. Tracks may wait for each other; then the way through the later in the plan counts less."""
    ahead: dict[str, list[str]] = {one: [] for one in refs}
    for edge in edges:
        ahead[edge.item].append(edge.needs)
    found: dict[str, int] = {}
    entered: set[str] = set()
    for root in refs:
        stack = [root]
        while stack:
            one = stack[-1]
            entered.add(one)
            unknown = [need for need in ahead[one] if need not in entered]
            if unknown:
                stack.append(unknown[0])
            else:
                stack.pop()
                found.setdefault(one, 1 + max((found[need] for need in ahead[one] if need in found), default=-1))
    return found


def order_in_layers(refs: Iterable[str], placed: dict[str, int]) -> dict[str, int]:
    """Places within each layer, in plan order."""
    taken: dict[int, int] = {}
    orders: dict[str, int] = {}
    for one in refs:
        orders[one] = taken.get(placed[one], 0)
        taken[placed[one]] = orders[one] + 1
    return orders


def grouped(plan: Plan, nodes: Iterable[GraphNode]) -> list[GraphGroup]:
    inside: dict[str, list[str]] = {}
    for one in nodes:
        if one.kind == "task" and one.track:
            inside.setdefault(one.track, []).append(one.ref)
    tracks = in_plan_order(plan)[1]
    return [
        GraphGroup(ref("track", track.key), track.key, track.title, tuple(inside[track.key]))
        for track in tracks if track.key in inside
    ]
