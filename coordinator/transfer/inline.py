"""Small readers of what stands inside a line: bold, code spans, brackets, dates, leading marks."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_CODE = re.compile(r"(`+[^`]*`+)")
_STAR_ITALIC = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*]+)(?<=\S)\*(?![\w*])")
_LAST_BRACKET = re.compile(r"\s*[(（]([^()（）]*(?:\([^()]*\)[^()]*)?)[)）]\s*$")
_JOINT = re.compile(r"(?<=\w)[_-](?=\w)")
_EDGE = " \t\xa0"


def plain(text: str) -> str:
    """The text without bold and italic marks; code spans stay as they are."""
    if "*" not in text and "_" not in text:
        return text.strip(_EDGE)
    pieces = _CODE.split(text)
    pieces[::2] = [_STAR_ITALIC.sub(r"\1", piece.replace("**", "")) for piece in pieces[::2]]
    bare = "".join(pieces).strip(_EDGE)
    wholly_italic = bare.startswith("_") and bare.endswith("_") and " " in bare
    return bare.strip("_") if wholly_italic else bare


def caption(text: str) -> str:
    """A heading or label as text alone, without the colon that ends it."""
    return plain(text).rstrip(" :：")


def without_code_marks(text: str) -> str:
    return text.replace("`", "").strip(_EDGE)


def without_pictographs(text: str) -> str:
    """The text without any emoji; blanks they leave behind go too."""
    if text.isascii():
        return text.strip(_EDGE)
    return " ".join("".join(" " if is_pictograph(character) else character for character in text).split())


@dataclass(frozen=True, slots=True)
class Led:
    """A line parted into the emoji it starts with and the rest."""

    emoji: str
    rest: str


def leading_emoji(text: str) -> Led:
    at = 0
    while at < len(text) and (is_pictograph(text[at]) or text[at] in _EDGE):
        at += 1
    return Led(text[:at].strip(_EDGE), text[at:])


def trailing_emoji(text: str) -> Led:
    """The same from the other end: emoji a line ends with, and what stands before."""
    at = len(text)
    while at and (is_pictograph(text[at - 1]) or text[at - 1] in _EDGE):
        at -= 1
    return Led(text[at:].strip(_EDGE), text[:at])


@dataclass(frozen=True, slots=True)
class Bracketed:
    """`Title (remark)` parted; `remark` is empty where the text does not end in a bracket."""

    text: str
    remark: str


def last_bracket(text: str) -> Bracketed:
    found = _LAST_BRACKET.search(text)
    if not found:
        return Bracketed(text.strip(_EDGE), "")
    return Bracketed(text[: found.start()].strip(_EDGE), found[1].strip(_EDGE))


def without_brackets(text: str) -> str:
    """The text without any bracketed remark."""
    kept, depth = [], 0
    for character in text:
        if character in "(（":
            depth += 1
        elif character in ")）" and depth:
            depth -= 1
        elif not depth:
            kept.append(character)
    return "".join(kept).strip(_EDGE)


def folded(text: str) -> str:
    """For looking words up: no emphasis, emoji or end marks, one blank between words, small letters."""
    bare = without_pictographs(without_code_marks(plain(text))).casefold()
    if "-" in bare or "_" in bare:
        bare = _JOINT.sub(" ", bare)
    return " ".join(bare.split()).strip(" :.!?：#*")


@lru_cache(maxsize=4096)
def is_pictograph(character: str) -> bool:
    """Emoji and the like, with the invisible joiners between them; arrows, dashes and box drawing are text."""
    code = ord(character) if character else 0
    if code in (0x200D, 0x20E3) or 0xFE00 <= code <= 0xFE0F or 0x1F3FB <= code <= 0x1F3FF:
        return True
    return code >= 0x2300 and not 0x2500 <= code <= 0x259F and unicodedata.category(character) == "So"
