"""Says which format a document is in. Looks at the text first and at the file's name only where the text is silent."""

import json

from .errors import Unreadable

_JSON_ENDINGS = (".json", ".jsonl")


def detect(lines: tuple[str, ...], filename: str = "") -> str:
    """The name of the reader to use; raises `Unreadable` for text in a format that has no reader."""
    if _is_json(lines, filename):
        raise Unreadable(1, 1, "This is JSON, and only Markdown documents are read so far.")
    return "markdown"


def _is_json(lines: tuple[str, ...], filename: str) -> bool:
    if filename.lower().endswith(_JSON_ENDINGS):
        return True
    text = "\n".join(lines).strip()
    if not text.startswith(("{", "[")):
        return False
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
