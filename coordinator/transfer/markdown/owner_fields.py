"""Labels that say who works, on what, where, and what comes out of it."""

import re

from tracks.document import DONE, DeliverableEntry

from ..inline import plain, without_code_marks
from ..statuses import read_mark, trailing_status
from .field_values import kept, values
from .labels import Label
from .place import Place, Reader
from .tree import Node

_COMMA = re.compile(r",\s+(?![^()]*\))")
_ONE_PATH = re.compile(r"^`([^`]+)`(?:\s*[(—–-]\s*(?P<remark>.*?)\)?)?$")


def take_focus(reader: Reader, label: Label, node: Node, place: Place) -> None:
    if _is_taken(place, bool((place.track and place.track.focus) or (place.agent and place.agent.focus))):
        kept(reader, label, node, place)
        return
    for _, text in values(reader, label, node, place):
        if place.track:
            place.track.focus.append(plain(text))
        if place.agent:
            place.agent.focus += [without_code_marks(part) for part in _COMMA.split(plain(text))]


def take_owner(reader: Reader, label: Label, node: Node, place: Place) -> None:
    names = ", ".join(plain(text) for _, text in values(reader, label, node, place))
    if place.task:
        place.task.assignee = names
    elif place.track and not place.track.owner:
        place.track.owner, place.track.owner_line = names, node.line
    else:
        reader.draft.note("note", f"{label.name}: {names}", node.line, place.about, place.date)


def take_role(reader: Reader, label: Label, node: Node, place: Place) -> None:
    text = " ".join(plain(text) for _, text in values(reader, label, node, place))
    if place.agent and not place.agent.role:
        place.agent.role = text
        if place.track:
            place.track.role = text
    else:
        reader.draft.note("note", f"{label.name}: {text}", node.line, place.about, place.date)


def take_directory(reader: Reader, label: Label, node: Node, place: Place) -> None:
    text = " ".join(without_code_marks(plain(text)) for _, text in values(reader, label, node, place))
    owners = [owner for owner in (place.track, place.agent) if owner and not owner.working_directory]
    for owner in owners:
        owner.working_directory = text
    if not owners or place.task:
        reader.draft.note("note", f"{label.name}: {text}", node.line, place.about, place.date)


def take_files(reader: Reader, label: Label, node: Node, place: Place) -> None:
    notes = place.owner.notes if place.owner else place.agent.notes if place.agent else []
    for _, text in values(reader, label, node, place):
        path = _ONE_PATH.match(text.strip())
        name = path[1] if path else without_code_marks(plain(text))
        if path and path["remark"]:
            notes.append(f"{name}: {path['remark']}")
        if place.task:
            place.task.paths += [part.strip() for part in name.split(",")] if "\n" not in name else [name]
        for owner in (None if place.task else place.track, None if place.task else place.agent):
            if owner and name not in owner.key_files:
                owner.key_files.append(name)


def take_deliverables(reader: Reader, label: Label, node: Node, place: Place) -> None:
    if not place.track or place.task or place.is_report:
        kept(reader, label, node, place)
        return
    for line, text in values(reader, label, node, place):
        marked = read_mark(text)
        title, status = trailing_status(plain(marked.rest))
        state = status.status if status else marked.status
        place.track.deliverables.append(DeliverableEntry(title, state == DONE, line))


def _is_taken(place: Place, is_set: bool) -> bool:
    return place.task is not None or (place.is_report and is_set)
