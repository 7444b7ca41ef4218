"""Sections that belong to somebody: `### Track A: …`, `### Instance 2 (Tab 2)`. Makes tracks and agents of them."""

import re
from dataclasses import replace

from ..inline import caption, folded, last_bracket, plain, without_pictographs
from ..statuses import read_mark, trailing_status
from .dates import read_when
from .draft import ERROR, INFO, Draft
from .entities import AgentDraft, Sighting, TrackDraft
from .labels import role_of
from .names import Owner, read_owner
from .place import Place, Reader
from .remarks import read_priority
from .tree import HEADING, Node

_WORDS = re.compile(r"\w+")
_LONGEST_KEY = 24
_DEFINING = {"tasks", "owner", "focus"}


def open_section(reader: Reader, owner: Owner, node: Node, place: Place, workers_are_tracks: bool) -> None:
    """Reads a heading that names a track or worker, and all below it."""
    draft = reader.draft
    draft.cover(node)
    track, agent = find(draft, owner)
    if track and _is_second(track, owner, node, place):
        reason = f"A track “{track.key}” stands in line {track.line} already; this one is kept as a note"
        draft.problem(node.line, reason, ERROR)
        draft.keep("note", node, track.reference)
        return
    is_known = track is not None or agent is not None
    if agent is None and owner.is_worker:
        agent = add_agent(draft, owner, node.line)
    if track is None and (workers_are_tracks or not owner.is_worker):
        track = _add_track(draft, owner, node, place, agent)
    inside = replace(
        place.under(plain(node.text)),
        track=track,
        agent=agent,
        task=None,
        section="",
        listed=None,
        is_report=False,
        group="",
    )
    if is_known or owner.about:
        inside = replace(inside, is_report=True, when=read_when(node.text) or place.when)
        draft.note("history", plain(node.text), node.line, inside.about, inside.date)
    for child in node.children:
        reader.visit(child, inside)


def open_checklist(reader: Reader, node: Node, place: Place) -> Place:
    """A heading right above boxes, in a document that names no track or worker: taken for a track of its own."""
    draft, title = reader.draft, without_pictographs(caption(node.text))
    words = _WORDS.findall(title)
    key = "-".join(words)[:_LONGEST_KEY].strip("-") or "list"
    if not draft.track(key):
        draft.tracks[key.casefold()] = TrackDraft(key, title, node.line, place.parent_line, title=title)
        draft.problem(node.line, "This heading was taken for a track, because boxes to tick stand right below it", INFO)
    return replace(place, track=draft.track(key), agent=None, task=None)


def find(draft: Draft, owner: Owner) -> tuple[TrackDraft | None, AgentDraft | None]:
    """The track and agent already known by this name."""
    if not owner.is_worker:
        track = draft.track(owner.key)
        return track, track.agent if track else None
    agent = draft.agent(owner.name)
    return next((track for track in draft.tracks.values() if agent and track.agent is agent), None), agent


def add_agent(draft: Draft, owner: Owner, line: int) -> AgentDraft:
    agent = AgentDraft(owner.name, owner.key, line, _bare_title(owner.title) or owner.place)
    if owner.title and owner.place:
        agent.notes.append(owner.place)
    draft.agents[owner.name.casefold()] = agent
    return agent


def find_named(draft: Draft, text: str) -> tuple[TrackDraft | None, AgentDraft | None]:
    """The track and agent a text names, if it names one that is known."""
    owner = read_owner(text)
    return find(draft, owner) if owner else (None, None)


def _is_second(track: TrackDraft, owner: Owner, node: Node, place: Place) -> bool:
    """Whether a heading defines the track once more, rather than reporting on it."""
    if owner.about or place.is_report:
        return False
    if track.section == place.parent_line:
        return True
    is_other = bool(owner.title) and folded(owner.title) != folded(track.title)
    roles = {role_of(child.text.partition(":")[0]) for child in node.children if child.kind == HEADING or "**" in child.text}
    return is_other and bool(roles & _DEFINING)


def _add_track(draft: Draft, owner: Owner, node: Node, place: Place, agent: AgentDraft | None) -> TrackDraft:
    key = owner.key if owner.key.casefold() not in draft.tracks else owner.name.replace(" ", "-")
    track = TrackDraft(key, owner.name, node.line, place.parent_line, agent=agent, owner=agent.name if agent else "")
    draft.tracks[key.casefold()] = track
    box = read_mark(node.text)
    if box.mark.startswith("["):
        track.sightings.append(Sighting(box.status or "", box.mark, node.line))
    title, status = trailing_status(owner.title)
    if status:
        track.sightings.append(Sighting(status.status, status.word, node.line))
    bracketed = last_bracket(title)
    if priority := read_priority(bracketed.remark):
        track.priority, title = priority, bracketed.text
        track.notes.append(bracketed.remark)
    elif (named := read_owner(bracketed.remark)) and not track.owner:
        track.owner, title = named.name, bracketed.text
    track.title = _bare_title(title)
    return track


def _bare_title(title: str) -> str:
    return without_pictographs(plain(title))
