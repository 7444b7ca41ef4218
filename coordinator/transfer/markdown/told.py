"""Pieces of a document as text for people, in the document's own words."""

from ..inline import plain
from .tree import FENCE, TABLE, Node

LONGEST_NOTE = 6_000  # characters; a note becomes an event, and those hold 64 KiB at most


def pieces(text: str) -> list[str]:
    """The text in parts short enough for a note each, cut at the ends of lines where there are any."""
    found: list[str] = []
    while len(text) > LONGEST_NOTE:
        cut = text.rfind("\n", 1, LONGEST_NOTE) + 1 or LONGEST_NOTE
        found.append(text[:cut].rstrip("\n"))
        text = text[cut:]
    return [piece for piece in (*found, text) if piece.strip()]


def told(node: Node) -> str:
    """A node and everything below it as text: list items keep their dashes, code and tables their lines."""
    return "\n".join(_told(node, 0))


def _told(node: Node, depth: int) -> list[str]:
    if node.kind in (FENCE, TABLE) or not node.text:
        own = [text for _, text in node.source]
    else:
        own = [f"{'  ' * (depth - 1)}- {plain(node.text)}" if depth else plain(node.text)]
    return own + [line for child in node.children for line in _told(child, depth + 1)]
