"""The names documents give their tasks and tracks (`A.1`, `21.4`, `DB-001`, `T012`, `2-A`), and ranges of them."""

import re

_PART = r"[^\W_]+(?:-[^\W_]+)*"
KEY = rf"#?{_PART}(?:[./]{_PART})*"

_LOOKS_LIKE_KEY = re.compile(
    r"""
      (?![vV]\d)(?:                                     # v1.0 is a version
      [A-Z]{1,2}                                    # A, AB
    | [A-Z]{1,12}[-_]?\d{1,6}[A-Za-z]?(?:[./-][A-Za-z]{0,3}\d{1,6}[A-Za-z]?)*  # A1, T012, DB-001, E02/F01, WS1.2
    | [A-Za-z][A-Za-z0-9-]{0,24}(?:\.\d{1,4}[a-z]?)+     # A.1, Main.3, infra.2
    | \d{1,6}[A-Za-z]?(?:[.-]\d{1,4}[A-Za-z]?)*     # 21, 21.4, 12A
    | \d{1,4}-[A-Z]                                 # 2-A
    | [A-Z]{2,12}-[A-Z0-9]{1,12}-\d{1,6}            # UI-FORM-03
    )
    """,
    re.VERBOSE,
)
_DOTTED = re.compile(r"^(.*[.])(\d{1,6})$")
_COUNTED = re.compile(r"^(.*?)(\d{1,6})$")
_LONGEST_RANGE = 200


def looks_like_key(word: str) -> bool:
    """Whether a word is shaped like a name from a plan and not like an English word."""
    return bool(_LOOKS_LIKE_KEY.fullmatch(word))


def parent_of(key: str) -> str:
    """The key that a dotted key extends: `21` for `21.4`; empty for a key without dots."""
    head, dot, _ = key.rpartition(".")
    return head if dot else ""


def key_range(first: str, last: str) -> list[str]:
    """All keys from `first` to `last`: 2.1 to 2.7, A.1 to A.3 (or 3), T005 to T008, A to C. Empty if it is no range."""
    if len(first) == len(last) == 1 and first.isalpha() and last.isalpha():
        return [chr(code) for code in range(ord(first), ord(last) + 1)]
    pattern = _DOTTED if _DOTTED.match(first) else _COUNTED
    start, end = pattern.match(first), pattern.match(last) or _COUNTED.match(last)
    if not start or not end or end[1] not in ("", start[1]):
        return []
    numbers = range(int(start[2]), int(end[2]) + 1)
    width = len(start[2]) if start[2].startswith("0") else 0
    return [f"{start[1]}{number:0{width}d}" for number in numbers] if len(numbers) <= _LONGEST_RANGE else []
