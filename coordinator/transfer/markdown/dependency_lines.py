"""Dependencies listed in a section of their own: `Track C depends on A`, `**D**: B.2, C`, `E ← B + C`."""

import re
from functools import partial

from ..inline import plain, without_brackets
from ..mentions import bare_keys, mentions
from ..nouns import TASK
from ..waits import waits_for
from .draft import INFO, Draft
from .entities import Item, Need
from .labels import read_label
from .pictures import chained
from .place import Place, Reader
from .tree import Node

_LEFT_ARROW = re.compile(r"\s*(?:←|<-+|⇐|<=)\s*")


def read_dependency(reader: Reader, node: Node, place: Place) -> None:
    """One line of such a section. Which item it is about is looked up when all are known."""
    draft, text = reader.draft, plain(node.text)
    item, needs = _parted(node)
    draft.arrows += chained(node.line, text)
    draft.keep("note", node, place.about, place.date)
    if place.track and not item:
        draft.needs.append(Need(place.track, text, node.line, is_told=True))
        place.track.declares = place.track.declares or text
    elif item and needs:
        draft.later.append(partial(_declare, draft, item, needs, node.line))
    for child in node.children:
        if item and not needs:
            draft.later.append(partial(_declare, draft, item, plain(child.text), child.line))


def find_item(draft: Draft, text: str) -> Item | None:
    """The track or task a text names first."""
    words = without_brackets(text)
    known = draft.spellings()
    for mention in mentions(words, known):
        for key in mention.keys:
            first, second = (draft.task, draft.track) if mention.kind == TASK else (draft.track, draft.task)
            if item := first(key) or second(key):
                return item
    found = (draft.track(key) or draft.task(key) for key in bare_keys(f"{words} ;", known))
    return next((item for item in found if item), None)


def _parted(node: Node) -> tuple[str, str]:
    """What waits, and what for."""
    arrow = _LEFT_ARROW.search(node.text)
    if arrow:
        return plain(node.text[: arrow.start()]), plain(node.text[arrow.end() :])
    label = read_label(node.text)
    if label and not label.role:
        return plain(label.name), plain(label.value)
    text = plain(node.text)
    if what := waits_for(text):
        return text[: text.rfind(what)], what
    name, colon, rest = text.partition(": ")
    return (name, rest) if colon else ("", "")


def _declare(draft: Draft, item_text: str, needs: str, line: int) -> None:
    item = find_item(draft, item_text)
    if item is None:
        draft.problem(line, f"“{item_text}” names no track or task of this document; kept as a note", INFO)
        return
    item.declares = item.declares or needs
    draft.needs.append(Need(item, needs, line, is_told=True))
