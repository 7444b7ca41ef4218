"""Reads coordination documents written in Markdown: plans with tracks, instances, tables, status logs."""

from tracks.document import Document

from .draft import Draft
from .settle import settle
from .tree import LONG, LONGEST_LINE, grow
from .unread import keep_the_rest
from .walk import Walk


def read_markdown(lines: tuple[str, ...]) -> Document:
    """Everything that can be understood of the lines of a document; its format and digest are the caller's."""
    draft, root = Draft(lines), grow(lines)
    for node in root.walk():
        if node.kind == LONG:
            draft.problem(node.line, f"A line of more than {LONGEST_LINE:,} characters is kept as a note, unread")
    Walk(draft, root)
    keep_the_rest(draft, root)
    return settle(draft)
