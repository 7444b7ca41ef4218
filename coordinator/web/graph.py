"""The graph of what waits for what: of tracks, of the tasks of one, around one thing or whole; its table, and that as CSV.

Sent compressed: what is alike in thousands of nodes and edges comes to a tenth.
"""

from collections import Counter

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.gzip import gzip_page

from coordinator.reports.moments import Kept
from coordinator.templatetags.signs import STATES
from coordinator.web.drawing.folding import Fold, folds
from coordinator.web.drawing.layered import Drawing, Way, layered
from coordinator.web.graph_asked import Asked, asked
from coordinator.web.graph_part import MOST, Shown, shown, start_of
from coordinator.web.graph_shapes import Box, Line, box, fold_box, lines, sort_of, width_of
from coordinator.web.graph_table import ROWS, as_csv, rows
from coordinator.web.pages import Facts, Place, draw, project_page

FOLDS_FROM = 300
ORDER = {state: at for at, state in enumerate(STATES)}
drawings = Kept(16)


@gzip_page
@project_page
def graph(request: HttpRequest, place: Place) -> HttpResponse:
    wanted = asked(request, place)
    if request.GET.get("format") == "csv":
        seen = shown(place, wanted)
        return as_csv(place, rows(place, seen.nodes, seen.edges))
    return draw(request, "graph/page.html", {"controls": controls, "graph": drawn}, place, wanted)


def of_tracks(place: Place) -> Facts:
    """The small graph of another page."""
    wanted = Asked(reverse("graph", args=[place.slug]), at="" if place.at is None else str(place.at))
    return drawn(place, wanted)


def controls(place: Place, wanted: Asked) -> Facts:
    tracks = sorted(place.plan.tracks.values(), key=lambda track: (track.position, track.key))
    return {"controls": {
        "asked": wanted,
        "parts": [
            ("Tracks", wanted.url(**wanted.plain), not (wanted.track or wanted.focus) and wanted.level == "tracks"),
            ("All tasks", wanted.url(**{**wanted.plain, "level": "tasks"}),
             not (wanted.track or wanted.focus) and wanted.level == "tasks"),
        ],
        "tracks": [(track, wanted.url(**{**wanted.plain, "track": track.key}), track.key == wanted.track) for track in tracks],
        "states": state_links(place, wanted),
        "critical_url": wanted.url(critical=not wanted.critical),
        "closer_url": wanted.url(steps=max(0, wanted.steps - 1)), "further_url": wanted.url(steps=wanted.steps + 1),
    }}


def state_links(place: Place, wanted: Asked) -> list[tuple[str, int, str, bool]]:
    """Each state that something has here or that is asked for: how many have it, and the address that turns it on or off."""
    counts = shown(place, wanted).states
    return [
        (state, counts.get(state, 0), wanted.url(states=tuple(sorted({*wanted.states} ^ {state}))), state in wanted.states)
        for state in sorted({*counts, *wanted.states}, key=lambda state: (ORDER.get(state, len(ORDER)), state))
    ]


def drawn(place: Place, wanted: Asked) -> Facts:
    seen = shown(place, wanted)
    folded = folds(seen.nodes, seen.ways, wanted.unfold) if len(seen.nodes) > FOLDS_FROM else []
    boxes, drawn_lines, drawing = shapes(place, wanted, seen, folded)
    address = wanted.url()
    return {"graph": {
        "asked": wanted, "boxes": boxes, "lines": drawn_lines, "drawing": drawing, "start": start_of(seen, wanted),
        "rows": rows(place, seen.nodes[:ROWS], seen.edges), "count": len(seen.nodes), "hidden": seen.hidden, "most": MOST,
        "folded": sum(len(fold.nodes) for fold in folded), "unfold_url": wanted.url(unfold=("all",)),
        "edge_url": reverse("sheet", args=[place.slug, "dependency"]) if place.may("view") else "",
        "csv_url": f"{address}{'&' if '?' in address else '?'}format=csv",
    }}


def shapes(place: Place, wanted: Asked, seen: Shown, folded: list[Fold]) -> tuple[list[Box], list[Line], Drawing]:
    """Boxes by column, then from the top: the order in which they are walked through."""
    inside = {node.ref: fold.name for fold in folded for node in fold.nodes}
    firsts = {fold.name: fold for fold in folded}
    kept = [one for one in seen.nodes if inside.get(one.ref, one.ref) == one.ref]
    ways = [(inside.get(one, one), inside.get(two, two)) for one, two in seen.ways]
    before = [(inside.get(one, one), inside.get(two, two)) for one, two in seen.gates]
    drawing = placed({one.ref: width_of(one.ref) for one in kept}, ways, before)
    waits, holds = Counter(edge.item for edge in seen.edges), Counter(edge.needs for edge in seen.edges)
    counts = {one.ref: (waits[one.ref], holds[one.ref]) for one in kept}
    boxes = [
        fold_box(firsts[one.ref], drawing, wanted) if one.ref in firsts else box(one, drawing, wanted, place, counts)
        for one in kept
    ]
    by_ref = {one.ref: one for one in seen.nodes}
    sorts = dict.fromkeys(seen.parts, "part")
    sorts |= {(edge.needs, edge.item): sort_of(edge, by_ref, seen.path, place.plan) for edge in seen.edges}
    return sorted(boxes, key=lambda one: (one.x, one.y)), lines(sorts, drawing, inside), drawing


def placed(widths: dict[str, int], ways: list[Way], before: list[Way]) -> Drawing:
    """Most events change no edge, so a drawing lasts longer than the plan it was made from."""
    known = (tuple(widths.items()), tuple(ways), tuple(before))
    found: Drawing = drawings.of(known, lambda: layered(widths, ways, before))
    return found
