"""Integration points: where tracks or agents meet, and what flows between them."""

import re
from itertools import pairwise

from tracks.document import IntegrationPointEntry

from ..inline import plain
from ..mentions import mentions
from ..nouns import TASK, TRACK, WORKER
from .entities import LISTED, Claim
from .labels import read_label
from .owners import find_named
from .place import Place, Reader
from .told import told
from .tree import Node

_OWNED = re.compile(r"^['’]s?\s+(?:[\w-]+\s+){0,3}$")


def read_integration_point(reader: Reader, node: Node, place: Place) -> None:
    """One entry with all below it. Parties and tasks are kept as the document names them until all names are known."""
    reader.draft.cover_all(node)
    label = read_label(node.text)
    title, value = (plain(label.name), plain(label.value)) if label else (plain(node.text), "")
    items = [told(child) for child in node.children]
    everything = "\n".join((title, value, *items))
    parties, refs = _parties(value) or _parties(everything), _tasks(everything)
    _note_claims(reader, everything, node.line)
    if value and not _is_only_parties(value):
        items.insert(0, value)
    reader.draft.integration_points.append(IntegrationPointEntry(title, parties, tuple(items), refs, node.line))


def _parties(text: str) -> tuple[str, ...]:
    named = [
        text[mention.start : mention.end].strip() if len(mention.keys) == 1 else f"{text[mention.start :].split()[0]} {key}"
        for mention in mentions(text)
        if mention.kind in (TRACK, WORKER)
        for key in mention.keys
    ]
    return tuple(dict.fromkeys(named))


def _tasks(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for mention in mentions(text) if mention.kind == TASK for key in mention.keys))


def _is_only_parties(text: str) -> bool:
    rest, at = "", 0
    for mention in mentions(text):
        rest, at = rest + text[at : mention.start], mention.end
    return not re.sub(r"\band\b|\bund\b|[\W_]", "", rest + text[at:])


def _note_claims(reader: Reader, text: str, line: int) -> None:
    """`Instance 3's Task 12` says whose task 12 is."""
    named = mentions(text)
    for owner, task in pairwise(named):
        if owner.kind in (TRACK, WORKER) and task.kind == TASK and _OWNED.match(text[owner.end : task.start]):
            track, agent = find_named(reader.draft, text[owner.start : owner.end])
            for key in task.keys:
                if (known := reader.draft.task(key)) and (track or agent):
                    known.claims.append(Claim(track, agent, line, LISTED))
