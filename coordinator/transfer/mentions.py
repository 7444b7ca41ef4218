"""Finds what a text names: `Track B.2, B.3`, `Tasks 5, 11-20`, `Instance 2's work`, `all previous tasks`.

Only says what is written; whether such a thing exists is asked of `references.Names`.
"""

import re
from collections.abc import Container
from dataclasses import dataclass

from .inline import without_brackets
from .keys import KEY, key_range, looks_like_key
from .nouns import TASK, TRACK, WORKER, kind_of, pattern

_NOUN = re.compile(rf"(?<![\w.])(?P<noun>{pattern()})(?:\s+(?:from|von|de|des|dal)\b)?(?:\s+#?|#|-)(?=[^\W_])", re.IGNORECASE)
_KEY = re.compile(KEY)
_BETWEEN = re.compile(
    r"\s*(?P<to>\bto\b|\bthrough\b|\bthru\b|\bbis\b|\ba\b(?=\s\d)|[–—-])\s*"
    r"|\s*(?:,\s*(?:and|und|y|et|e)\b|[,;&+/、，→←]|->|<-|=>|\band\b|\bund\b|\bor\b|\by\b|\bet\b|\be\b|\bи\b|和)\s*",
    re.IGNORECASE,
)
_ALL = re.compile(
    rf"\b(?:all|every|each|alle|todas|todos|toutes|tous)\s+(?:the\s+|las\s+|los\s+)?"
    rf"(?P<before>previous\s+|prior\s+|preceding\s+|earlier\s+|other\s+|above\s+|vorherigen\s+|vorigen\s+|anderen\s+)?"
    rf"(?P<noun>{pattern(TRACK, WORKER, TASK)})(?P<after>\s+(?:anteriores|précédentes))?\b",
    re.IGNORECASE,
)
_OTHER = re.compile(r"other|anderen", re.IGNORECASE)
_ALONE = re.compile(rf"(?<![\w.'’-])(?P<key>{KEY})(?![\w'’])")
_ALSO_WORDS = frozenset("AIEOUY")
_MOST = 200


@dataclass(frozen=True, slots=True)
class Mention:
    """A noun with the keys behind it. `kind` is a kind of `nouns`, empty where bare keys stood alone."""

    kind: str
    keys: tuple[str, ...]
    start: int
    end: int


def mentions(text: str, known: Container[str] = ()) -> list[Mention]:
    """Everything the text names with a noun before it, in order.

    Words count as keys if they are shaped like one, or are among those `known` (in their own spelling).
    """
    found: list[Mention] = []
    at = 0
    while noun := _NOUN.search(text, at):
        keys, end = _keys(text, noun.end(), known)
        if keys:
            found.append(Mention(kind_of(noun["noun"]), tuple(keys[:_MOST]), noun.start(), end))
        at = max(end, noun.end())
    return found


def everything(text: str) -> tuple[str, bool] | None:
    """`all previous tasks` as (kind, whether only those before); None for a text that does not speak of all."""
    found = _ALL.search(text)
    if not found:
        return None
    is_before = bool(found["before"] or found["after"]) and not _OTHER.search(found["before"] or "")
    return kind_of(found["noun"]), is_before


def bare_keys(text: str, known: Container[str] = ()) -> list[str]:
    """Words shaped like keys that stand without a noun. A single letter counts only where no sentence goes on."""
    found: list[str] = []
    for word in _ALONE.finditer(without_brackets(text)):
        key = word["key"].lstrip("#")
        goes_on = re.match(r"\s+[a-zà-ÿ]{2,}", word.string[word.end() :])
        if key in _ALSO_WORDS and goes_on and not _BETWEEN.match(word.string, word.end()):
            continue
        found += _expanded(key, known)
    return found[:_MOST]


def _keys(text: str, at: int, known: Container[str]) -> tuple[list[str], int]:
    """The keys from here on, ranges written out, and where they end."""
    keys: list[str] = []
    end, is_range = at, False
    while (word := _KEY.match(text, at)) and (named := _expanded(word[0].lstrip("#"), known)):
        written_out = key_range(keys[-1], named[0]) if is_range and keys else []
        keys += written_out[1:] or named
        end = word.end()
        between = _BETWEEN.match(text, end)
        if not between:
            break
        is_range = bool(between["to"])
        at = between.end()
    return keys, end


def _expanded(key: str, known: Container[str]) -> list[str]:
    """`6.2-6.8` is seven keys, `DB-001` is one, `status` is none."""
    if key in known:
        return [key]
    for at, character in enumerate(key):
        if character == "-" and (keys := key_range(key[:at], key[at + 1 :])):
            return keys
    return [key] if looks_like_key(key) else []
