"""What a graph shows, ready to be drawn: boxes with their two lines, edges with what they mean. Asks no table."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from django.urls import reverse

from coordinator.templatetags.signs import state_word
from coordinator.web.drawing.fitting import fitted
from coordinator.web.drawing.folding import Fold
from coordinator.web.drawing.layered import WIDTH, Drawing, Way
from coordinator.web.graph_asked import Asked
from coordinator.web.pages import Place
from coordinator.web.sentences import said
from tracks.ahead.picture import GraphEdge, GraphNode
from tracks.plan import Plan
from tracks.work import split

DIAMOND = 42  # how wide a sync point is drawn
NAME, SMALL, TEXT = 12, 11, WIDTH - 24  # font sizes and the room for text
STOPPED = ("blocked", "failed")


@dataclass(frozen=True, slots=True)
class Box:
    """`shape` is task, track, sync or fold. `name` and `line` are cut to what fits, `spoken` says all of it."""

    ref: str
    shape: str
    href: str
    x: int
    y: int
    name: str
    line: str
    key: str
    state: str
    percent: int
    critical: bool
    spoken: str


@dataclass(frozen=True, slots=True)
class Line:
    """An edge. `key` are its two ends, `sort` is critical, blocking (what it comes from is stuck), met, part (of a group) or
    open. No more than that: there may be thousands."""

    key: str
    path: str
    sort: str


def width_of(reference: str) -> int:
    return DIAMOND if reference.startswith("sync/") else WIDTH


def state_of(node: GraphNode) -> str:
    """A sync point looks like what it stands for: done once it is passed."""
    if node.kind != "sync":
        return node.status
    return "done" if node.status == "passed" else "sync"


def box(node: GraphNode, drawing: Drawing, asked: Asked, place: Place, counts: Mapping[str, tuple[int, int]]) -> Box:
    spot, (waits, holds) = drawing.spots[node.ref], counts.get(node.ref, (0, 0))
    state, word = state_of(node), state_word("passed" if node.status == "passed" else node.status)
    far = f"{node.percent} %" if node.kind != "sync" and 0 < node.percent < 100 else ""
    told = f"{word} {far}".strip()
    name = node.title or node.key
    line = f"{fitted(node.key, TEXT - 6 * len(told), SMALL)} · {told}"
    spoken = [f"{said(node.ref)} {node.title}".strip(), told.lower(), f"waits for {waits}" if waits else "waits for nothing"]
    spoken += [f"{holds} wait for it"] if holds else []
    spoken += ["on the critical path"] if node.critical else []
    return Box(
        node.ref, node.kind, href_of(node, asked, place), spot.x, spot.y, fitted(name, TEXT, NAME), line,
        fitted(node.key, TEXT, SMALL), state, node.percent, node.critical, ", ".join(spoken),
    )


def href_of(node: GraphNode, asked: Asked, place: Place) -> str:
    """A track opens its tasks, anything else its own page."""
    if node.kind == "track":
        return asked.url(**{**asked.plain, "track": node.key})
    page = reverse(node.kind, args=[place.slug, node.key])
    return f"{page}?at={place.at}" if place.at is not None else page


def fold_box(fold: Fold, drawing: Drawing, asked: Asked) -> Box:
    first, last, count = fold.nodes[0], fold.nodes[-1], len(fold.nodes)
    spot = drawing.spots[fold.name]
    return Box(
        fold.name, "fold", asked.url(unfold=(*asked.unfold, fold.name)), spot.x, spot.y, f"{count} done tasks",
        fitted(f"{first.key} … {last.key}", TEXT, SMALL), str(count), "done", 100, False,
        f"{count} done tasks from {first.key} to {last.key}: show them all",
    )


def lines(sorts: Mapping[Way, str], drawing: Drawing, inside: Mapping[str, str]) -> list[Line]:
    """`inside` maps what is folded to its fold. One for each pair, the loudest; quiet ones first, so that those lie on top."""
    found: dict[Way, str] = {}
    for (one, two), sort in sorts.items():
        way = inside.get(one, one), inside.get(two, two)
        if way in drawing.paths:
            found[way] = max(sort, found.get(way, sort), key=LOUDNESS.index)
    loud = sorted(found, key=lambda way: LOUDNESS.index(found[way]))
    return [Line("\t".join(way), drawing.paths[way], found[way]) for way in loud]


LOUDNESS = ("part", "met", "open", "critical", "blocking")


def sort_of(edge: GraphEdge, nodes: Mapping[str, GraphNode], path: list[str], plan: Plan) -> str:
    """Between tracks only what the path itself takes is critical: nearly every track has something that must not slip."""
    if edge.satisfied:
        return "met"
    if any(is_stuck(plan, pair.needs) for pair in edge.through) or is_stuck(plan, edge.needs):
        return "blocking"
    if edge.through:
        return "critical" if (edge.needs, edge.item) in pairwise(path) else "open"
    return "critical" if nodes[edge.needs].critical and nodes[edge.item].critical else "open"


def is_stuck(plan: Plan, reference: str) -> bool:
    """Whether a person has to do something before this, or anything in this track, goes on."""
    kind, key = split(reference)
    if kind == "task":
        return plan.tasks[key].status in STOPPED
    return kind == "track" and plan.tally(reference).of(*STOPPED) > 0
