"""Everything of a document beside tracks and tasks: agents, sync points, conflict areas, texts worth keeping.

Entries are matched by the key that is made of what they are called; what they say is compared by digest.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from agents import events as agent_events
from agents.plan import Agent
from tracks import document as d
from tracks import events as e
from tracks.checks import LONGEST_TITLE, next_position
from tracks.importing.comparison import Comparison, Stamp, digest_of
from tracks.importing.items import pieces, split_notes
from tracks.importing.links import Settled
from tracks.meeting import ConflictArea
from tracks.plan import Plan
from tracks.work import ref


@dataclass(frozen=True, slots=True)
class Other:
    """How entries of one kind become events: their key, what they say, and the three events of such a thing."""

    entries: str
    plan_map: str
    events: tuple[Any, Any, Any]
    key: Callable[[Any], str]
    says: Callable[[Any], dict[str, Any]]


def keyed(entries: Iterable[Any], key_of: Callable[[Any], str]) -> dict[str, Any]:
    """The entries by key. A key that was used before in this document is numbered."""
    found: dict[str, Any] = {}
    for entry in entries:
        wanted, number = key_of(entry), 1
        key = wanted[:120]
        while key in found:
            number += 1
            key = f"{wanted[:110]} ({number})"
        found[key] = entry
    return found


def sync_points(document: d.Document) -> dict[str, d.SyncPointEntry]:
    return keyed(document.sync_points, SYNC_POINTS.key)


def whole(entries: Iterable[Any]) -> Iterator[Any]:
    """The entries; a note that is longer than an event holds comes as several."""
    for entry in entries:
        if isinstance(entry, d.NoteEntry):
            yield from (replace(entry, text=piece) for piece in pieces(entry.text))
        else:
            yield entry


def compare_others(
    plan: Plan, kind: Other, document: d.Document, stamp: Stamp, settled: Settled, found: Comparison
) -> None:
    there = getattr(plan, kind.plan_map)
    add, revise, remove = kind.events
    entries = keyed(whole(getattr(document, kind.entries)), kind.key)
    position = next_position(there.values())
    for key, entry in entries.items():
        before, digest = there.get(key), stamp.of(entry)
        values = {"key": key, **kind.says(entry), "digest": digest, "line": entry.line}
        values["position"] = before.position if before else position
        if kind is SYNC_POINTS:
            values["after"] = settled.after[key]
        if before and before.digest == digest and (kind is not SYNC_POINTS or before.after == values["after"]):
            found.saw("unchanged")
        elif before:
            found.saw("changed", revise(**values))
        else:
            found.saw("added", add(**values))
            position += 1
    for key, gone in sorted(there.items()):
        if kind is not SYNC_POINTS and key not in entries and stamp.made(gone.digest):
            if isinstance(gone, ConflictArea) and gone.ordered:
                found.problem(gone.line, gone.area, "it orders tracks here and stays; resolve it otherwise, then import again")
            else:
                found.saw("removed", remove(key=key))


def compare_agents(plan: Plan, document: d.Document, stamp: Stamp, found: Comparison) -> None:
    """A document may introduce agents and describe them; what they can do and take on is theirs to say."""
    entries = keyed(document.agents, lambda entry: entry.name)
    for name, entry in entries.items():
        before: Agent | None = plan.agents.get(name)
        digest = stamp.of(entry)
        if before and before.digest == digest:
            found.saw("unchanged")
            continue
        known = before or Agent(name)
        notes, overflow = split_notes(plan, ref("agent", name), entry.notes)
        values: dict[str, Any] = dict(
            name=name, kind=known.kind, capabilities=known.capabilities, capacity=known.capacity, joined=known.joined,
            stopped=known.stopped, title=entry.title[:300], role=entry.role, focus=entry.focus,
            key_files=entry.key_files, working_directory=entry.working_directory[:500], tracks=entry.tracks,
            notes=notes, digest=digest, line=entry.line,
        )
        if before:
            found.saw("changed", agent_events.AgentRevised(**values), *overflow)
        else:
            found.saw("added", agent_events.AgentRegistered(**values), *overflow)
    for name, gone in sorted(plan.agents.items()):
        if name not in entries and stamp.made(gone.digest) and not gone.joined and not gone.load:
            found.saw("removed", *split_notes(plan, ref("agent", name), "")[1], agent_events.AgentRemoved(name=name))


SYNC_POINTS = Other(
    "sync_points", "sync_points", (e.SyncPointAdded, e.SyncPointRevised, e.SyncPointRemoved),
    lambda entry: entry.key,
    lambda entry: dict(title=entry.title[:LONGEST_TITLE], check=entry.check),
)
OTHERS = (
    SYNC_POINTS,
    Other(
        "conflict_areas", "conflict_areas", (e.ConflictAreaAdded, e.ConflictAreaRevised, e.ConflictAreaRemoved),
        lambda entry: entry.area,
        lambda entry: dict(
            area=entry.area[:LONGEST_TITLE], tracks=entry.tracks, resolution=entry.resolution, first=entry.first[:160]
        ),
    ),
    Other(
        "integration_points", "integration_points",
        (e.IntegrationPointAdded, e.IntegrationPointRevised, e.IntegrationPointRemoved),
        lambda entry: entry.title,
        lambda entry: dict(
            title=entry.title[:LONGEST_TITLE], parties=entry.parties, items=entry.items, refs=entry.refs
        ),
    ),
    Other(
        "allocations", "allocations", (e.AllocationAdded, e.AllocationRevised, e.AllocationRemoved),
        lambda entry: f"{entry.scenario}: {entry.who}",
        lambda entry: dict(scenario=entry.scenario[:200], who=entry.who[:200], text=entry.text, tracks=entry.tracks),
    ),
    Other(
        "notes", "notes", (e.NoteAdded, e.NoteRevised, e.NoteRemoved),
        lambda entry: digest_of(f"{entry.kind}|{entry.about}|{entry.date}|{entry.text}")[:16],
        lambda entry: dict(kind=entry.kind[:20], text=entry.text, about=entry.about[:180], date=entry.date[:60]),
    ),
)
