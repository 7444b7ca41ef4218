"""Bytes into lines of text, with damaged characters restored. Refuses what is not text, saying where.

UTF-8 is the rule, with or without a byte order mark; UTF-16 is read when it has one. A line in the old Western
encoding is read as such if every such byte is a plausible letter or punctuation mark.
"""

import codecs
import re
from dataclasses import dataclass

from tracks.document import Repair

from .errors import Unreadable
from .mojibake import restored

MOST_BYTES = 32 * 1024 * 1024
MOST_LINES = 200_000

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_TERMINAL_COLOUR = re.compile(r"\x1b\[[0-9;]{0,20}[A-Za-z]")
_UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_WESTERN_LETTERS = frozenset("äöüÄÖÜßéèêëáàâåãçñóòôõúùûíìîïøæÅÆØÉÈÀÇÑ")
_WESTERN_MARKS = frozenset("–—‘’“”„…•·°§«»©®™¿¡")


@dataclass(frozen=True, slots=True)
class Text:
    """The lines of a document without their ends; `lines[0]` is line 1."""

    lines: tuple[str, ...]
    repairs: tuple[Repair, ...] = ()


def decode(content: bytes) -> Text:
    """The document's lines; raises `Unreadable` for what is not text or too large to be a plan."""
    if len(content) > MOST_BYTES:
        raise Unreadable(1, 1, f"The file is larger than {MOST_BYTES // 1024 // 1024} MB.")
    decoded, repairs = _decoded_lines(content)
    if len(decoded) > MOST_LINES:
        raise Unreadable(MOST_LINES + 1, 1, f"The file has more than {MOST_LINES:,} lines.")
    lines = [_without_colours(number, line, repairs) for number, line in enumerate(decoded, 1)]
    _refuse_control_characters(lines)
    found = restored(lines)
    for repair in found:
        lines[repair.line - 1] = repair.after
    if lines:
        lines[0] = lines[0].removeprefix("\ufeff")
    return Text(tuple(lines), tuple(sorted((*repairs, *found), key=lambda repair: repair.line)))


def _decoded_lines(content: bytes) -> tuple[list[str], list[Repair]]:
    for mark, encoding in _UTF16.items():
        if content.startswith(mark):
            return _utf16_lines(content[len(mark) :], encoding), []
    content = content.removeprefix(codecs.BOM_UTF8)
    content = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    try:
        return content.decode("utf-8").split("\n"), []
    except UnicodeDecodeError:
        return _mixed_lines(content)


def _utf16_lines(content: bytes, encoding: str) -> list[str]:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        before = content[: error.start].decode(encoding, "replace")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        raise Unreadable(line, column, "This is not valid UTF-16 text.") from error
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _mixed_lines(content: bytes) -> tuple[list[str], list[Repair]]:
    lines: list[str] = []
    repairs: list[Repair] = []
    for number, raw in enumerate(content.split(b"\n"), 1):
        try:
            lines.append(raw.decode("utf-8"))
        except UnicodeDecodeError as error:
            lines.append(_western(raw, number, error))
            before = raw.decode("utf-8", "backslashreplace")
            repairs.append(Repair(number, before, lines[-1], "read as Windows-1252"))
    return lines, repairs


def _western(raw: bytes, number: int, error: UnicodeDecodeError) -> str:
    try:
        text = raw.decode("cp1252")
    except UnicodeDecodeError:
        text = ""
    if not text or not all(_is_plausible(text, place) for place in range(len(text))):
        column = len(raw[: error.start].decode("utf-8")) + 1
        reason = f"This is not text: the byte 0x{raw[error.start]:02x} is not valid UTF-8."
        raise Unreadable(number, column, reason) from error
    return text


def _is_plausible(text: str, place: int) -> bool:
    character = text[place]
    if character.isascii() or character in _WESTERN_MARKS:
        return True
    around = text[max(place - 1, 0) : place + 2]
    return character in _WESTERN_LETTERS and any(near.isascii() and near.isalpha() for near in around)


def _without_colours(number: int, line: str, repairs: list[Repair]) -> str:
    if "\x1b" not in line:
        return line
    cleaned = _TERMINAL_COLOUR.sub("", line)
    if cleaned != line:
        repairs.append(Repair(number, line, cleaned, "terminal colour codes removed"))
    return cleaned


def _refuse_control_characters(lines: list[str]) -> None:
    for number, line in enumerate(lines, 1):
        if found := _CONTROL.search(line):
            reason = f"This is not text: it contains the control character U+{ord(found[0]):04X}."
            raise Unreadable(number, found.start() + 1, reason)
