"""Patterns of paths: what they cover, and whether two of them could ever mean the same file. Touches no disk.

Paths are POSIX and relative to the top of the project, compared character by character (`README` is not `readme`).
`*` and `?` stay within a name, `[a-z]` and `[!a-z]` are one character, `**` as a whole name is any number of them. What
ends in a plain name covers that file or directory and all below it; `src/*/` covers all below such directories. A name
with brackets also covers itself as it is spelt: `app/[slug]/page.tsx` is a file in many projects. Patterns meet where
some path is covered by both; a name with an ending, such as `a.py`, is taken for a file there.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

LONGEST = 500  # characters
DEEPEST = 64  # names in a path
MOST_WILDCARDS = 16
MOST_PATHS = 200  # of one task or reservation
MANY = "**"  # among names: any number of them

Range = tuple[int, int]
Mark = tuple[Range, ...]  # the characters that may stand in one place, as sorted ranges of code points
ANY: Mark = ()  # what a * within a name becomes: any number of characters
ANYTHING: Mark = ((1, 46), (48, 0x10FFFF))  # all but NUL and the slash
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
WILD = re.compile(r"[*?\[]")
FILE = re.compile(r"(?:^|/)[^./*?\[][^/*?\[]*\.[A-Za-z][A-Za-z0-9]{0,7}$")  # a plain last name with an ending
BRACKETS = re.compile(r"\[(!|\^)?(\]?[^\]]*)\]")


class BadPath(ValueError):
    """The text is no pattern of paths; the message says why."""


def normal(text: str) -> str:
    """The pattern as it is kept: `./src//api/` is `src/api`. Raises BadPath."""
    check_text(text)
    names = [name for name in text.split("/") if name not in ("", ".")]
    check_names(names)
    if text.endswith("/") and names and WILD.search(names[-1]):
        names.append(MANY)
    names = [re.sub(r"\*{2,}", "*", name) if name != MANY else name for name in names]
    kept = [name for place, name in enumerate(names) if not (name == MANY and place and names[place - 1] == MANY)]
    for name in kept:
        marks(name)
    return "/".join(kept)


def normal_file(text: str) -> str:
    """The path of one file in normal form; no character in it is special. Raises BadPath."""
    check_text(text, wildcards=DEEPEST * LONGEST)
    names = [name for name in text.split("/") if name not in ("", ".")]
    check_names(names)
    return "/".join(names)


def check_text(text: str, wildcards: int = MOST_WILDCARDS) -> None:
    if not text.strip():
        raise BadPath("is empty")
    if len(text) > LONGEST:
        raise BadPath(f"is longer than {LONGEST} characters")
    if CONTROL.search(text):
        raise BadPath("holds a control character")
    if "\\" in text:
        raise BadPath("holds a backslash; write / between names")
    if text.startswith(("/", "~")) or re.match(r"[A-Za-z]:", text):
        raise BadPath("must be relative to the top of the project")
    if len(re.findall(r"\*+", text)) > wildcards:
        raise BadPath(f"has more than {wildcards} wildcards")


def check_names(names: list[str]) -> None:
    if ".." in names:
        raise BadPath("must not hold ..")
    if not names:
        raise BadPath("names the whole project; say ** for that")
    if len(names) > DEEPEST:
        raise BadPath(f"is more than {DEEPEST} names deep")


def overlap(one: str, other: str) -> bool:
    """Whether any path is covered by both of these normal patterns. Takes at most the product of their lengths."""
    mine, theirs = prefix_of(one), prefix_of(other)
    if not (mine.startswith(theirs) or theirs.startswith(mine)):
        return False
    if is_whole(one, mine, theirs) or is_whole(other, theirs, mine):
        return True
    return meet(names_beside(one, other), names_beside(other, one), alike)


def is_whole(pattern: str, prefix: str, further: str) -> bool:
    """Whether a pattern is a plain file or directory that `further` lies in, as nearly all that are compared do."""
    return further.startswith(prefix) and len(pattern) <= len(prefix) + 2 and pattern in (prefix[:-1], f"{prefix}**")


def covers(pattern: str, path: str) -> bool:
    """Whether a normal pattern covers this very path, in which no character is special."""
    return meet(names_of(pattern), tuple(f"/{name}" for name in path.split("/")), alike)


@lru_cache(maxsize=65_536)
def prefix_of(pattern: str) -> str:
    """The plain names that a pattern begins with, each with its slash: `src/api/*.py` is below `src/api/`."""
    wild = WILD.search(pattern)
    if wild is None:
        return f"{pattern}/"
    return pattern[: pattern.rfind("/", 0, wild.start()) + 1]


def readable(patterns: Iterable[str]) -> tuple[str, ...]:
    """Those that are patterns, in normal form. A document, or an event of long ago, may call anything a path."""
    return tuple(dict.fromkeys(found for text in patterns if (found := read(text))))


@lru_cache(maxsize=65_536)
def read(text: str) -> str:
    """The normal form; empty where there is none."""
    try:
        return normal(text)
    except BadPath:
        return ""


# Where two patterns meet ---------------------------------------------------------------------------------------------

def meet(one: Sequence[Any], other: Sequence[Any], alike: Callable[[Any, Any], bool]) -> bool:
    """Whether some sequence fits both patterns. MANY or ANY stand for any number of parts, the rest for one each.

    Walks along `other` with the set of places that `one` may have come to, as the bits of a number.
    """
    loose = sum(1 << place for place, part in enumerate(one) if part in (MANY, ANY))
    end = 1 << len(one)
    fits: dict[Any, int] = {}
    places = passing(1, loose)
    for part in other:
        if part in (MANY, ANY):
            places = (end << 1) - (places & -places)  # every place from the first on: what is between can be anything
            continue
        if part not in fits:
            fits[part] = sum(1 << at for at, mine in enumerate(one) if not loose >> at & 1 and alike(mine, part))
        places = passing((places & fits[part]) << 1 | places & loose, loose)
        if not places:
            return False
    return bool(places & end)


def passing(places: int, loose: int) -> int:
    """With the places behind those that need nothing. No two of these follow each other."""
    return places | (places & loose) << 1


def names_beside(pattern: str, other: str) -> tuple[str, ...]:
    """The names of a pattern, as they are to be held against `other`.

    `src/a.py` looks like a file. That `**/*.sql` could mean something below it is nothing to warn of; that `conf.d/x` is
    below `conf.d` is.
    """
    names = names_of(pattern)
    if FILE.search(pattern) and not prefix_of(other).startswith(f"{pattern}/"):
        return names[:-1]
    return names


@lru_cache(maxsize=65_536)
def names_of(pattern: str) -> tuple[str, ...]:
    names = tuple(pattern.split("/"))
    return names if WILD.search(names[-1]) else (*names, MANY)


@lru_cache(maxsize=65_536)
def alike(one: str, other: str) -> bool:
    """Whether any name fits both. A name that begins with a slash is a file's own, in which nothing is special."""
    if not WILD.search(one + other):
        return one.removeprefix("/") == other.removeprefix("/")
    return any(meet(mine, theirs, share) for mine in spellings(one) for theirs in spellings(other))


def spellings(name: str) -> Iterator[tuple[Any, ...]]:
    """The marks of a name, and with brackets also as it is spelt."""
    if name.startswith("/"):
        yield literal(name[1:])
        return
    yield marks(name)
    if "[" in name:
        yield literal(name)


def literal(name: str) -> tuple[Mark, ...]:
    return tuple(((ord(letter), ord(letter)),) for letter in name)


@lru_cache(maxsize=65_536)
def marks(name: str) -> tuple[Any, ...]:
    """What may stand in each place of a name. Raises BadPath."""
    found: list[Any] = []
    at = 0
    while at < len(name):
        letter = name[at]
        if letter == "[":
            brackets = BRACKETS.match(name, at)
            if brackets is None or not brackets[2]:
                raise BadPath("has a [ that is not closed")
            found.append(mark(brackets[2], bool(brackets[1])))
            at = brackets.end()
            continue
        found.append(ANY if letter == "*" else ANYTHING if letter == "?" else ((ord(letter), ord(letter)),))
        at += 1
    return tuple(found)


def mark(inside: str, negated: bool) -> Mark:
    ranges = []
    for low, high in pairs(inside):
        if low > high:
            raise BadPath(f"has a range that goes backwards: {chr(low)}-{chr(high)}")
        ranges.append((low, high))
    found = common(complement(ranges) if negated else tuple(ranges), ANYTHING)
    if not found:
        raise BadPath("has brackets that no character fits")
    return found


def pairs(inside: str) -> Iterator[Range]:
    at = 0
    while at < len(inside):
        ends = at + 2 if inside[at + 1 : at + 2] == "-" and at + 2 < len(inside) else at
        yield ord(inside[at]), ord(inside[ends])
        at = ends + 1


def complement(ranges: Iterable[Range]) -> Mark:
    found, start = [], 1
    for low, high in sorted(ranges):
        if low > start:
            found.append((start, low - 1))
        start = max(start, high + 1)
    return (*found, (start, 0x10FFFF)) if start <= 0x10FFFF else tuple(found)


def common(one: Mark, other: Mark) -> Mark:
    return tuple(
        (max(low, least), min(high, most)) for low, high in one for least, most in other if max(low, least) <= min(high, most)
    )


def share(one: Mark, other: Mark) -> bool:
    return bool(common(one, other))
