"""Turns the names in dependencies, sync points and integration points into references, once all names are known."""

from collections.abc import Mapping
from dataclasses import replace

from tracks.document import DependencyEntry

from ..cycles import Order, without_cycles
from ..references import Names
from .draft import ERROR, INFO, WARNING, Draft
from .entities import Item, Need


def names_of(draft: Draft) -> Names:
    """Everything the document defines, by key, name and title."""
    tracks = ((one.key, (one.name, one.title, one.agent.name if one.agent else "")) for one in draft.tracks.values())
    tasks = ((one.key, (one.title,)) for one in draft.tasks.values())
    return Names.of(tracks, tasks, (point.key for point in draft.sync_points))


def link_dependencies(draft: Draft, names: Names, inside: Mapping[str, str]) -> tuple[list[DependencyEntry], Order]:
    """The dependencies that hold; the others are told as problems. Passing remarks only add what is not declared."""
    edges: dict[tuple[str, str], DependencyEntry] = {}
    for need in sorted(draft.needs, key=lambda need: need.is_weak):
        for entry in _entries(draft, names, need):
            _add(draft, edges, entry, need, inside)
    kept, left_out = without_cycles(edges.values(), inside)
    for entry, circle in left_out:
        spelled = " -> ".join(reference.partition("/")[2] for reference in circle)
        draft.problem(entry.line, f"This closes a circle: {spelled}; the dependency is left out", ERROR)
    order = Order(inside)
    for entry in kept:
        order.add(entry)
    return kept, order


def link_points(draft: Draft, names: Names) -> None:
    """What sync points come after, and whom integration points bring together."""
    for place, point in enumerate(draft.sync_points):
        read = names.read(point.after[0], "track/")
        if not read.found and point.after[0] not in (point.title, point.check):
            draft.problem(point.line, f"“{point.after[0]}” names nothing in this document; the sync point stands alone")
        for missing in read.missing if read.found else ():
            _tell_missing(draft, missing, point.line)
        draft.sync_points[place] = replace(point, after=read.found)
    for place, meeting in enumerate(draft.integration_points):
        parties = tuple(dict.fromkeys(names.read(party, "track/").found[0:1] or (party,) for party in meeting.parties))
        named = [(key, names.named("task", key)) for key in meeting.refs]
        for key in (key for key, reference in named if not reference):
            draft.problem(meeting.line, f"Task {key} is named here, but the document does not describe it", INFO)
        refs = tuple(reference for _, reference in named if reference)
        draft.integration_points[place] = replace(meeting, parties=tuple(one for (one,) in parties), refs=refs)


def compare_drawings(draft: Draft, names: Names, order: Order, entries: list[DependencyEntry]) -> None:
    """Tells where a drawing shows an order that nothing declares. The declared dependencies count."""
    told: set[tuple[str, str]] = set()
    for arrow in draft.arrows:
        earlier, later = names.named("", arrow.earlier, "track"), names.named("", arrow.later, "track")
        if not earlier or not later or earlier == later or (earlier, later) in told:
            continue
        told.add((earlier, later))
        if not order.waits_for(later, earlier):
            item = _item(draft, later)
            said = f"says “{item.declares}”" if item and item.declares else "declares no such dependency"
            reason = f"The drawing shows {arrow.later} after {arrow.earlier}, but {arrow.later} {said}; not taken over"
            draft.problem(arrow.line, reason, INFO)


def _entries(draft: Draft, names: Names, need: Need) -> list[DependencyEntry]:
    read = names.read(need.text, need.item.reference)
    if not read.found and not need.is_told:
        need.item.notes.append(f"Dependencies: {need.text}")
    for missing in read.missing:
        if not need.is_weak or any(character.isdigit() for character in missing) or len(missing.split()) == 2:
            _tell_missing(draft, missing, need.line)
    if read.guessed:
        draft.problem(need.line, read.guessed, INFO)
    here = need.item.reference
    pairs = [(other, here) if need.turned else (here, other) for other in read.found]
    return [DependencyEntry(item, needed, need.text, need.line) for item, needed in pairs]


def _tell_missing(draft: Draft, missing: str, line: int) -> None:
    reason = f"“{missing}” names no track or task of this document; the dependency is left out"
    draft.problem(line, reason, WARNING)


def _add(
    draft: Draft, edges: dict[tuple[str, str], DependencyEntry], entry: DependencyEntry, need: Need, inside: Mapping[str, str]
) -> None:
    pair = (entry.item, entry.needs)
    if entry.item == entry.needs:
        draft.problem(entry.line, f"{entry.item.partition('/')[2]} cannot wait for itself; left out", ERROR)
    elif pair in edges and not need.is_weak:
        draft.problem(entry.line, f"The same dependency stands in line {edges[pair].line} already", INFO)
    elif not (need.is_weak and _is_said(edges, entry, inside)):
        edges.setdefault(pair, entry)


def _is_said(edges: dict[tuple[str, str], DependencyEntry], entry: DependencyEntry, inside: Mapping[str, str]) -> bool:
    """Whether a remark only repeats a declared dependency: the same, on all of the track, or on a task in it."""
    wider = inside.get(entry.needs, "")
    if (entry.item, entry.needs) in edges or (entry.item, wider) in edges or (inside.get(entry.item), entry.needs) in edges:
        return True
    return any(item == entry.item and inside.get(needs) == entry.needs for item, needs in edges)


def _item(draft: Draft, reference: str) -> Item | None:
    kind, _, key = reference.partition("/")
    return draft.track(key) if kind == "track" else draft.task(key)
