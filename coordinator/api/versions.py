"""ETag and If-Match: an edit goes through only if what is edited is still as the caller read it."""

from coordinator.api.door import Ask
from tracks.errors import InvalidField


def etag(version: int) -> str:
    return f'"{version}"'


def expected(ask: Ask) -> int | None:
    """The version the caller has read; None where it does not say or does not care."""
    given = ask.request.META.get("HTTP_IF_MATCH", "*").strip()
    if given == "*":
        return None
    digits = given.removeprefix("W/").strip('"')
    if not digits.isascii() or not digits.isdigit() or len(digits) > 16:
        raise InvalidField(field="If-Match", problem='must be the ETag of an earlier answer, such as "12", or *')
    return int(digits)
