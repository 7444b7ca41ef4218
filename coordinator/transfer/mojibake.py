"""Restores UTF-8 that was once read as Windows-1252 or Mac Roman. Never touches a character that reads well as it is.

Only runs of non-ASCII characters whose way back is clean are restored: encoded the wrong way and decoded as UTF-8
without a single replacement. Files are often damaged in part, because several programs wrote them, so each run counts
for itself. Two-character runs (`√π`, `Ã”`) can be honest text and need a second sign.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import ftfy.bad_codecs  # registers sloppy-windows-1252, which also maps the five bytes cp1252 leaves undefined
from ftfy.badness import is_bad

from tracks.document import Repair

ftfy.bad_codecs.ok()

_RUN = re.compile(r"[^\x00-\x7f]+")
_MOST_ROUNDS = 3  # a file saved wrongly twice is damaged twice; ftfy saw no honest file beyond three
_QUOTES = frozenset("‘’‚“”„…–—")


@dataclass(frozen=True, slots=True)
class _Damage:
    """One way text gets damaged: the codec that misread it, and when a short run is believed."""

    name: str
    codec: str
    believes: Callable[[str, int, int], bool]
    is_sure_of: Callable[[str], bool]


def restored(lines: Iterable[str]) -> list[Repair]:
    """The lines that can be read better, with both readings. Line numbers count from 1."""
    suspects = [(number, line) for number, line in enumerate(lines, 1) if not line.isascii()]
    proven = {damage.name for damage in _DAMAGES if any(_proves(damage, line) for _, line in suspects)}
    repairs = (_repair(number, line, proven) for number, line in suspects)
    return [repair for repair in repairs if repair]


def _repair(number: int, line: str, proven: set[str]) -> Repair | None:
    text, names = line, []
    for _ in range(_MOST_ROUNDS):
        better, name = _better(text, proven)
        if not name:
            break
        text = better
        names.append(name)
    if not names:
        return None
    return Repair(number, line, text, f"UTF-8 that had been read as {' and '.join(dict.fromkeys(names))}")


def _better(line: str, proven: set[str]) -> tuple[str, str]:
    for damage in _DAMAGES:
        pieces, end = [], 0
        for run in _RUN.finditer(line):
            text = _way_back(run[0], damage.codec)
            if text and (_is_long(run[0], text, damage) or _is_believed(line, run, damage, proven)):
                pieces += [line[end : run.start()], text]
                end = run.end()
        if pieces:
            return "".join(pieces) + line[end:], damage.name
    return line, ""


def _way_back(run: str, codec: str) -> str:
    """What the run was before the damage; empty when the way back is not clean."""
    try:
        return run.encode(codec).decode("utf-8")
    except UnicodeError:
        return ""


def _proves(damage: _Damage, line: str) -> bool:
    runs = (run[0] for run in _RUN.finditer(line))
    return any(_is_long(run, _way_back(run, damage.codec), damage) for run in runs)


def _is_long(run: str, text: str, damage: _Damage) -> bool:
    return any(ord(character) > 0x7FF for character in text) and damage.is_sure_of(run)


def _is_believed(line: str, run: re.Match[str], damage: _Damage, proven: set[str]) -> bool:
    return damage.name in proven or damage.believes(line, run.start(), run.end())


def _cp1252_pair_is_damage(line: str, start: int, end: int) -> bool:
    """`Ã”` may be a capital letter before a closing quote (“AMANHÃ”), so with a quote one pair proves nothing."""
    run = line[start:end]
    return is_bad(run) and (len(run) > 4 or not _QUOTES & set(run))


def _mac_roman_pair_is_damage(line: str, start: int, end: int) -> bool:
    """`√π` is mathematics, `caf√©` is not: the pair has to stand inside a word."""
    before, after = line[max(start - 2, 0) : start], line[end : end + 2]
    return any(len(near) == 2 and near.isascii() and near.isalpha() for near in (before, after))


_DAMAGES = (
    _Damage("Windows-1252", "sloppy-windows-1252", _cp1252_pair_is_damage, is_bad),
    _Damage("Mac Roman", "mac_roman", _mac_roman_pair_is_damage, lambda run: True),
)
