"""Cursors: where a page ended, as a word that callers hand back as it is. What else they send there is refused."""

import base64
import binascii
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from coordinator.api.reading import LARGEST_INTEGER
from tracks.errors import InvalidField

KeyPart = Annotated[str, Meta(pattern="^[^\\x00]*$")]
NumberPart = Annotated[int, Meta(ge=0, le=LARGEST_INTEGER)]


def cursor_at(place: list[Any]) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode(place)).decode().rstrip("=")


def place_behind(cursor: str, *parts: Any) -> list[Any] | None:
    """The place that a cursor points behind, None for the first page. Raises InvalidField for one not given out here."""
    if not cursor:
        return None
    try:
        content = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        return list(msgspec.json.decode(content, type=tuple[parts]))  # type: ignore[valid-type]
    except (binascii.Error, msgspec.DecodeError, ValueError):
        raise InvalidField(field="cursor", problem="must be the cursor of an earlier page of this very list") from None
