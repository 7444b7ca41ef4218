"""Reads the arrows out of a drawing made of characters, to compare them with what is declared. Decides nothing.

Lines are followed from below a name (or from its right) to the arrow heads they end in. Mermaid and one-line chains
(`A --> B`, `A → B → C`) are read as well.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from ..keys import KEY
from ..nouns import TASK, TRACK, WORKER, pattern
from .tree import Node

UP, DOWN, LEFT, RIGHT = (-1, 0), (1, 0), (0, -1), (0, 1)
_WAYS = {
    "│": (UP, DOWN), "|": (UP, DOWN), "┃": (UP, DOWN), "─": (LEFT, RIGHT), "-": (LEFT, RIGHT), "━": (LEFT, RIGHT),
    "┌": (DOWN, RIGHT), "┐": (DOWN, LEFT), "└": (UP, RIGHT), "┘": (UP, LEFT), "├": (UP, DOWN, RIGHT), "┤": (UP, DOWN, LEFT),
    "┬": (DOWN, LEFT, RIGHT), "┴": (UP, LEFT, RIGHT), "┼": (UP, DOWN, LEFT, RIGHT), "+": (UP, DOWN, LEFT, RIGHT),
}  # fmt: skip
_HEADS = "▼↓"
_BOX_SIDES = re.compile(r"[│┃|].*[│┃|]")
_NAME = re.compile(rf"(?<!\w)(?P<noun>{pattern(TRACK, WORKER, TASK)})[ -](?P<key>{KEY})", re.IGNORECASE)
_CHAIN = re.compile(r"\s*(?:-->|==>|-\.->|->|=>|→|⇒|⟶)\s*")
_MERMAID_NODE = re.compile(rf"^(?P<id>{KEY})\s*(?:[\[({{>].*)?$")
_MOST_LINES, _WIDEST = 400, 400


@dataclass(frozen=True, slots=True)
class Arrow:
    """`later` comes after `earlier` in the drawing; both as named there, with the line of the arrow."""

    earlier: str
    later: str
    line: int


@dataclass(frozen=True, slots=True)
class _Name:
    key: str
    row: int
    start: int
    end: int


def arrows(fence: Node) -> list[Arrow]:
    """All arrows of a fenced block whose ends carry names."""
    lines = fence.source[1:]
    if len(lines) > _MOST_LINES:
        return []
    chains = [arrow for number, text in lines for arrow in chained(number, text)]
    return chains + list(_drawn(lines))


def chained(number: int, text: str) -> Iterator[Arrow]:
    """The arrows of one line: `A → B → C`, `T1 --> T2`."""
    text = text[:_WIDEST]
    if not _CHAIN.search(text):
        return
    parts = [_key_of(part) for part in _CHAIN.split(text.strip())]
    for earlier, later in pairwise(parts):
        if earlier and later:
            yield Arrow(earlier, later, number)


def _key_of(part: str) -> str:
    if named := _NAME.search(part):
        return named["key"]
    node = _MERMAID_NODE.match(part.strip())
    return node["id"] if node else ""


def _drawn(lines: list[tuple[int, str]]) -> Iterator[Arrow]:
    grid = [text[:_WIDEST] for _, text in lines]
    names = [_Name(found["key"], row, *_span(text, found)) for row, text in enumerate(grid) for found in _NAME.finditer(text)]
    if any(_BOX_SIDES.search(grid[name.row]) for name in names):
        return  # names in boxes: their frames cannot be told from lines that lead somewhere
    for name in names:
        yield from _followed(grid, names, name, lines)


def _span(text: str, found: re.Match[str]) -> tuple[int, int]:
    """From the name to the end of the words behind it."""
    end = found.end()
    while end < len(text) and text[end : end + 2] != "  " and text[end] not in _WAYS and text[end] not in _HEADS:
        end += 1
    return found.start(), end


def _followed(grid: list[str], names: list[_Name], name: _Name, lines: list[tuple[int, str]]) -> Iterator[Arrow]:
    waiting, seen = _starts(grid, name), set[tuple[int, int]]()
    while waiting:
        row, column = waiting.pop()
        if (row, column) in seen:
            continue
        seen.add((row, column))
        if _at(grid, row, column) in _HEADS:
            for target in names:
                if target.row in (row + 1, row + 2) and target.start <= column < max(target.end, target.start + 1):
                    yield Arrow(name.key, target.key, lines[row][0])
            continue
        for down, right in _WAYS[_at(grid, row, column)]:
            step = (row + down, column + right)
            if _accepts(_at(grid, *step), (-down, -right)):
                waiting.append(step)


def _starts(grid: list[str], name: _Name) -> list[tuple[int, int]]:
    """Where lines leave a name: below it, past a second line of words, or to its right."""
    row = name.row + 1
    if row < len(grid) and not any(_accepts(_at(grid, row, column), UP) for column in range(name.start, name.end)):
        row += 1
    below = [(row, column) for column in range(name.start, name.end) if _accepts(_at(grid, row, column), UP)]
    right = name.end
    while right < name.end + 3 and _at(grid, name.row, right) == " ":
        right += 1
    beside = [(name.row, right)] if _at(grid, name.row, right) in "─━" and right < name.end + 3 else []
    return below + beside


def _accepts(character: str, side: tuple[int, int]) -> bool:
    return side in _WAYS.get(character, ()) or (character in _HEADS and side == UP)


def _at(grid: list[str], row: int, column: int) -> str:
    """The character there; a blank outside of the drawing. A `v` by itself is an arrow head."""
    if not (0 <= row < len(grid) and 0 <= column < len(grid[row])):
        return " "
    is_alone = grid[row][max(column - 1, 0) : column + 2].strip() == grid[row][column]
    return "▼" if grid[row][column] in "vV" and is_alone else grid[row][column]
