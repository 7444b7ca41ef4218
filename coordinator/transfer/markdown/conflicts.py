"""Conflict areas: what several tracks touch, how that is resolved, and who goes first."""

import re
from collections.abc import Container
from functools import partial

from tracks.document import ConflictAreaEntry

from ..inline import last_bracket, plain
from ..keys import KEY
from ..mentions import bare_keys, mentions
from ..nouns import TRACK, WORKER
from .columns import Table
from .labels import read_label
from .place import Place, Reader
from .told import told
from .tree import Node

_FIRST = (
    re.compile(rf"\b(?P<key>{KEY})\s+(?:goes |comes |is |kommt )?(?:first|zuerst|primero|d'abord|en premier)\b"),
    re.compile(rf"\b(?:in|by|von|durch|par|por|en)\s+(?P<key>{KEY})\b"),
    re.compile(rf"^(?P<key>{KEY})\s+(?:defines?|owns?|first|decides?|leads?|definiert|besitzt|define|définit)\b"),
)


def read_conflict_table(reader: Reader, table: Table, place: Place) -> None:
    known = reader.draft.spellings()
    for row in table.rows:
        more = [f"{head}: {plain(text)}" for head, text in row.others]
        resolution = "; ".join([plain(row.get("resolution")), *more]).strip("; ")
        tracks = tracks_named(row.get("tracks") or row.get("track"), known)
        _add(reader, plain(row.get("area")), tracks, resolution, row.line)


def read_conflict(reader: Reader, node: Node, place: Place) -> None:
    """The same as a bullet: `- **Configuration** (B, C): define it in B first`."""
    reader.draft.cover_all(node)
    reader.draft.later.append(partial(_read_bullet, reader, node))


def _read_bullet(reader: Reader, node: Node) -> None:
    known = reader.draft.spellings()
    label = read_label(node.text)
    area, resolution = (label.name, plain(label.value)) if label else _parted(plain(node.text))
    bracketed = last_bracket(plain(area).rstrip(":"))
    tracks = tracks_named(bracketed.remark, known)
    resolution = "\n".join(part for part in (resolution, *(told(child) for child in node.children)) if part)
    _add(reader, bracketed.text if tracks else plain(area), tracks or tracks_named(resolution, known), resolution, node.line)


def tracks_named(text: str, known: Container[str]) -> tuple[str, ...]:
    """The keys of the tracks a cell or remark lists: `B, C, D`, `Track 1 & 2`."""
    words = plain(text)
    named = [key for mention in mentions(words, known) if mention.kind in (TRACK, WORKER) for key in mention.keys]
    return tuple(dict.fromkeys(named or bare_keys(words, known)))


def _add(reader: Reader, area: str, tracks: tuple[str, ...], resolution: str, line: int) -> None:
    first = _first(resolution, tracks)
    reader.draft.conflict_areas.append(ConflictAreaEntry(area, tracks, resolution, first, line))


def _first(resolution: str, tracks: tuple[str, ...]) -> str:
    """Who goes first, if the resolution says so: the track something is defined in."""
    named = [key for mention in mentions(resolution, tracks) if mention.kind in (TRACK, WORKER) for key in mention.keys]
    if named:
        return named[0]
    spoken = (pattern.search(resolution) for pattern in _FIRST)
    return next((found["key"] for found in spoken if found and found["key"] in tracks), "")


def _parted(text: str) -> tuple[str, str]:
    area, _, resolution = text.partition(": ")
    return area, resolution
