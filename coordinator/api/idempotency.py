"""The caller's own name for a command: said again, it gets the same answer and nothing is done twice."""

import hashlib

from django.http import HttpRequest

from tracks.errors import InvalidField

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
LONGEST = 200  # characters, of the header and of the column it ends up in
ROOM = 3  # of them for the number of a try


def key_of(request: HttpRequest, actor: str) -> str:
    """The key under which the receipt is kept: two callers may use the same one. Empty where the caller gave none."""
    given = request.META.get("HTTP_IDEMPOTENCY_KEY")
    if given is None:
        return ""
    if not 1 <= len(given) <= LONGEST or not given.isascii() or not given.isprintable():
        raise InvalidField(field=HEADER, problem=f"must be 1 to {LONGEST} printable ASCII characters")
    key = f"{actor}:{given}"
    return key if len(key) <= LONGEST - ROOM else f"{actor[:80]}:{hashlib.sha256(key.encode()).hexdigest()}"


def numbered(key: str, number: int) -> str:
    """The key of one of several tries at a command; none where the command has none."""
    return key and f"{key}~{number:02}"
