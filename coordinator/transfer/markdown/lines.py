"""What kind of line a line of Markdown is. Forgiving, because these files are written by hand and by programs."""

import re

from ..inline import is_pictograph

HEADING = re.compile(r"^ {0,3}(#{1,6})(?:[ \t]+(.*?))?[ \t]*#*[ \t]*$")
UNDERLINE = re.compile(r"^ {0,3}={3,}\s*$")
RULE = re.compile(r"^\s*(?:(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,})$")
FENCE = re.compile(r"^(\s*)(`{3,}|~{3,})([^`]*)$")
ITEM = re.compile(r"^([ \t]*)([-*+•‣◦]|\d{1,9}[.)])(?:[ \t]+(.*))?$")
DELIMITER_ROW = re.compile(r"^\s*\|?(?:\s*:?-+:?\s*\|)+\s*(?::?-+:?\s*)?$")
QUOTE = re.compile(r"^ {0,3}>[ ]?")

_CELL_PIECE = re.compile(r"`[^`]*`|\\\||\||[^`|\\]+|.")
_LABEL_START = re.compile(r"^(?:\*\*|__|[*_][^\s*_]|\[[ xX~!-]\]|[^\W\d_][^\n:*|]{0,40}:(?:\s|$))")


def width(indent: str) -> int:
    """Columns of leading white space; a tab counts four."""
    return sum(4 if character == "\t" else 1 for character in indent)


def starts_afresh(text: str) -> bool:
    """Whether a line begins something of its own instead of carrying on the sentence above."""
    return bool(_LABEL_START.match(text)) or is_pictograph(text[:1])


def cells(line: str) -> list[str]:
    """The cells of a table row; a bar inside a code span or behind a backslash does not part them."""
    found = [""]
    for piece in _CELL_PIECE.findall(line.strip().removeprefix("|").removesuffix("|")):
        if piece == "|":
            found.append("")
        else:
            found[-1] += "|" if piece == "\\|" else piece
    return [cell.strip() for cell in found]
