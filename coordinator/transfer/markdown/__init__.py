"""Reads coordination documents written in Markdown: plans with tracks, instances, tables, status logs."""

from tracks.document import Document

from ..errors import Unreadable
from .draft import Draft
from .settle import settle
from .tree import LONG, LONGEST_LINE, grow
from .unread import keep_the_rest
from .walk import Walk

MOST_LINES = 50_000


def read_markdown(lines: tuple[str, ...]) -> Document:
    """Everything that can be understood of the lines of a document; its format and digest are the caller's."""
    if len(lines) > MOST_LINES:
        raise Unreadable(MOST_LINES + 1, 1, f"A Markdown document of more than {MOST_LINES:,} lines is no plan.")
    draft, root = Draft(lines), grow(lines)
    for node in root.walk():
        if node.kind == LONG:
            draft.problem(node.line, f"A line of more than {LONGEST_LINE:,} characters is kept as a note, unread")
    Walk(draft, root)
    keep_the_rest(draft, root)
    return settle(draft)
