"""The caller's own name for a command: said again, it gets the same answer and nothing is done twice."""

import hashlib

from django.http import HttpRequest

from tracks.errors import InvalidField

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
LONGEST = 200  # characters, of the header and of the column it ends up in


def key_of(request: HttpRequest, actor: str) -> str:
    """The key under which the receipt is kept: two callers may use the same one. Empty where the caller gave none."""
    given = request.META.get("HTTP_IDEMPOTENCY_KEY")
    if given is None:
        return ""
    if not 1 <= len(given) <= LONGEST or not given.isascii() or not given.isprintable():
        raise InvalidField(field=HEADER, problem=f"must be 1 to {LONGEST} printable ASCII characters")
    key = f"{actor}:{given}"
    return key if len(key) <= LONGEST else f"{actor[:80]}:{hashlib.sha256(key.encode()).hexdigest()}"
