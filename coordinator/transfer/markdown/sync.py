"""Sync points: `1. **After Track A + B**: Validate …`, a row or a heading each."""

import re

from tracks.document import SyncPointEntry

from ..inline import plain
from .columns import Table
from .draft import Draft
from .labels import read_label
from .place import Place, Reader
from .told import told
from .tree import HEADING, Node

_NUMBERED = re.compile(
    r"^(?:sync(?:[ -]?point)?|checkpoint|gate|sp|sync[ -]?punkt)\s*#?(?P<key>\d{1,3}|[A-Z])\b\s*[:.–—-]?\s*", re.IGNORECASE
)
_AFTER = re.compile(
    r"\b(?:after|nach|después de|después del|après|dopo|depois d[aeo]|после|once|when)\b\s*(?P<what>.*)$", re.IGNORECASE
)


def read_sync_point(reader: Reader, node: Node, place: Place) -> None:
    """One entry of the section with all below it."""
    draft = reader.draft
    draft.cover_all(node)
    label = read_label(node.text)
    title, check = (plain(label.name), plain(label.value)) if label else _parted(plain(node.text))
    below = [told(child) for child in node.children]
    if node.kind == HEADING:
        title, check = plain(node.text), ""
    numbered = _NUMBERED.match(title)
    key = numbered["key"] if numbered else node.marker.rstrip(".)")
    check = "\n".join(part for part in (check, *below) if part)
    _add(draft, key if key.isalnum() else "", title, title, check, node.line)


def read_sync_table(reader: Reader, table: Table, place: Place) -> None:
    for row in table.rows:
        title, after = plain(row.get("sync")), plain(row.get("after"))
        numbered = _NUMBERED.match(title)
        check = "; ".join([plain(row.get("check")), *(f"{head}: {plain(text)}" for head, text in row.others)]).strip("; ")
        key = numbered["key"] if numbered else title if title.isdigit() else ""
        _add(reader.draft, key, title, after or title, check, row.line)


def after_text(title: str, check: str) -> str:
    """The words that say what a sync point comes after."""
    found = _AFTER.search(title) or _AFTER.search(check.partition("\n")[0])
    return found["what"] if found else title


def _add(draft: Draft, key: str, title: str, after: str, check: str, line: int) -> None:
    """`after` holds words here; they become references once all names are known."""
    taken = {point.key for point in draft.sync_points}
    if not key or key in taken:
        key = next(str(number) for number in range(1, len(taken) + 2) if str(number) not in taken)
    draft.sync_points.append(SyncPointEntry(key, title or check, (after_text(after, check),), check, line))


def _parted(text: str) -> tuple[str, str]:
    name, _, value = text.partition(": ")
    return name.strip(), value.strip()
