"""Whose section is this? Reads `Track A: Infrastructure`, `Instance 2 (Tab 2)`, `Main Instance Fixes`, `WS-1 Release`."""

import re
from dataclasses import dataclass

from ..inline import caption, last_bracket, leading_emoji, trailing_emoji
from ..keys import KEY, looks_like_key
from ..nouns import TRACK, WORKER, kind_of, pattern
from .labels import role_of

_OWNERS = pattern(TRACK, WORKER)
_BY_KEY = re.compile(rf"^(?:parallel\s+)?(?P<noun>{_OWNERS})(?P<gap>[\s#-]*)(?P<key>{KEY})(?P<rest>.*)$", re.IGNORECASE)
_BY_NAME = re.compile(
    rf"^(?P<name>[^\W\d_][\w.-]*(?:\s[^\W\d_][\w.-]*){{0,2}}?)\s+(?P<noun>{_OWNERS})\b(?P<rest>.*)$", re.IGNORECASE
)
_PARTED = re.compile(r"^\s*(?:[:：·|]|[-–—]{1,2}(?=\s)|\.(?=\s))\s*")
_SEVERAL = re.compile(r"^\s*(?:[&+,/]|and\b|und\b|y\b|et\b|e\b|to\b|or\b|bis\b|→|->)", re.IGNORECASE)
_REPORT = re.compile(
    r"^\s*(?:completion|complete|completed|progress|status|updates?|achievements?|fixes|observations?|work|results?|reports?"
    r"|notes|summary|log|handoff|handover|fortschritt|stand|abschluss|ergebnisse|bericht|notizen|avances|progreso)\b",
    re.IGNORECASE,
)
_NO_NAMES = frozenset(
    """
    the each all every any no active parallel multi new this that single which next first last other ai coding using sub
    per cross multiple several your my our current independent more additional your development execution and or
    alle jede jeder jedes neue aktive parallele mehrere cada todos las los nuevas nouveaux tous
    """.split()
)
_TOPICS = frozenset(
    """
    coordination assignment assignments roster rules rule protocol protocols plan plans planning strategy matrix allocation
    breakdown definition definitions overview schedule dependencies dependency responsibilities workflow workflows
    structure setup configuration management communication system framework guide board list count types id ids name
    execution sequence order owner owners division description priorities metrics tracking template templates format
    koordination übersicht aufteilung planung abhängigkeiten
    """.split()
)
_PLACE = re.compile(rf"^(?:{pattern(WORKER)})\s*#?\w+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Owner:
    """A track or worker a heading or bullet names. `is_worker` tells an instance or agent from a track.

    `about` holds the words after a name that only report on it (`Completion (2025-05-31)`); `place` is where it works
    (`Tab 2`).
    """

    noun: str
    key: str
    name: str
    title: str = ""
    place: str = ""
    about: str = ""
    is_worker: bool = False


def read_owner(text: str) -> Owner | None:
    """The owner a heading or the bold start of a bullet names; None if it names none, or several."""
    line = trailing_emoji(leading_emoji(caption(text)).rest).rest.strip()
    return _by_key(line) or _by_name(line)


def _by_key(line: str) -> Owner | None:
    found = _BY_KEY.match(line)
    if not found or (not found["gap"] and not found["key"].isdigit()):
        return None
    key, rest = found["key"].lstrip("#"), found["rest"]
    is_parted = bool(_PARTED.match(rest))
    if not (looks_like_key(key) or (is_parted and not _is_plain_word(key))) or _SEVERAL.match(rest):
        return None
    if rest and not is_parted and not _may_follow(rest):
        return None
    name = f"{found['noun']}{found['gap'] if '-' in found['gap'] else ' '}{key}"
    return _owner(found["noun"], key, name, rest)


def _by_name(line: str) -> Owner | None:
    found = _BY_NAME.match(line)
    if not found or kind_of(found["noun"][:-1]):  # a plural names a group
        return None
    words, rest = found["name"].split(), found["rest"]
    if any(not word[0].isupper() or word.casefold() in _NO_NAMES for word in words):
        return None
    if rest and not (_PARTED.match(rest) or rest.lstrip().startswith("(") or _REPORT.match(rest)):
        return None
    return _owner(found["noun"], "-".join(words), f"{found['name']} {found['noun']}", rest)


def _is_plain_word(key: str) -> bool:
    """`Track Dependencies: …` announces dependencies, it does not name a track."""
    word = key.casefold()
    return word in _NO_NAMES or word in _TOPICS or bool(_REPORT.match(key)) or bool(role_of(key)) or key.islower()


def _may_follow(rest: str) -> bool:
    """What may stand behind a name without a colon: a bracket, report words, or a title."""
    return rest[:1].isspace() or rest[:1] == "("


def _owner(noun: str, key: str, name: str, rest: str) -> Owner:
    is_worker = kind_of(noun) == WORKER
    if parted := _PARTED.match(rest):
        return Owner(noun, key, name, rest[parted.end() :].strip(), is_worker=is_worker)
    if _REPORT.match(rest):
        return Owner(noun, key, name, about=rest.strip(), is_worker=is_worker)
    bracketed = last_bracket(rest)
    if bracketed.text:
        return Owner(noun, key, name, rest.strip(), is_worker=is_worker)
    if _PLACE.match(bracketed.remark):
        return Owner(noun, key, name, place=bracketed.remark, is_worker=is_worker)
    return Owner(noun, key, name, bracketed.remark, is_worker=is_worker)
