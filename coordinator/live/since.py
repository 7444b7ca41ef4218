"""Where a reader stands in a log, as it says so itself: `<log id>:<sequence>[:<first digits of the hash there>]`."""

import re
from dataclasses import dataclass

SHAPE = re.compile(r"([0-9a-f-]{36}):(\d{1,16})(?::([0-9a-f]{8,64}))?")


@dataclass(frozen=True, slots=True)
class Since:
    """The last event a reader has. `hash` holds the first digits of its hash, or nothing."""

    log_id: str
    sequence: int
    hash: str = ""


def parse_since(text: str) -> Since:
    """Raises ValueError where the text is something else."""
    match = SHAPE.fullmatch(text)
    if match is None:
        raise ValueError("since must be <log id>:<sequence>, as hello and the last event gave them")
    return Since(match[1], int(match[2]), match[3] or "")
