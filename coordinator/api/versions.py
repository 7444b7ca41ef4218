"""ETag and If-Match: an edit goes through only if what is edited is still as the caller read it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.http import HttpRequest

from tracks.errors import InvalidField, PlanMoved, Refusal, VersionMismatch

if TYPE_CHECKING:
    from coordinator.api.door import Ask


def etag(version: int) -> str:
    return f'"{version}"'


def expected(ask: "Ask") -> int | None:
    """The version the caller has read; None where it does not say or does not care."""
    given = ask.request.META.get("HTTP_IF_MATCH", "*").strip()
    if given == "*":
        return None
    digits = given.removeprefix("W/").strip('"').partition("-")[0]
    if not digits.isascii() or not digits.isdigit() or len(digits) > 16:
        raise InvalidField(field="If-Match", problem='must be the ETag of an earlier answer, such as "12", or *')
    return int(digits)


def heeds_match(refusals: Iterable[type[Refusal]]) -> bool:
    """Whether an operation with these refusals looks at If-Match."""
    return not {VersionMismatch, PlanMoved}.isdisjoint(refusals)


def check_match(request: HttpRequest, refusals: Iterable[type[Refusal]]) -> None:
    """A condition that would not be looked at is refused: whoever sends one relies on it."""
    if request.META.get("HTTP_IF_MATCH", "*").strip() != "*" and not heeds_match(refusals):
        raise InvalidField(field="If-Match", problem="is not looked at here; leave it out")
