"""Events to canonical JSON text and back. The text is what is hashed, so it is made once and never again.

Canonical: UTF-8, keys sorted, no spaces, times in RFC 3339 UTC with `Z`. One validator for everything that enters the
log: at most 64 KiB, no floats, integers within 2^53, no NUL, no lone surrogates; so both databases and every reader
in JavaScript see the same value.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

LARGEST_BODY = 64 * 1024
LARGEST_INTEGER = 2**53

_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
_LONG_NUMBER = re.compile(rb"\d{16}")


class BodyRefused(ValueError):
    """The event cannot be written down; the message says why."""


class UnknownEventType(LookupError):
    """The log holds an event that this program does not know: it was written by a newer one."""


Upcaster = Callable[[dict[str, Any]], dict[str, Any]]


class Codec:
    """Knows the shape of every event type. `upcasters` lift an old version of a body by one version each."""

    def __init__(self, types: Mapping[str, type], upcasters: Mapping[tuple[str, int], Upcaster] | None = None) -> None:
        self.types = dict(types)
        self.names = {cls: name for name, cls in self.types.items()}
        self.upcasters = dict(upcasters or {})
        self._decoders: dict[str, msgspec.json.Decoder[Any]] = {
            name: msgspec.json.Decoder(cls) for name, cls in self.types.items()
        }

    def version_of(self, name: str) -> int:
        """The version in which events of this type are written now."""
        return 1 + sum(1 for known, _ in self.upcasters if known == name)

    def encode(self, event: Any) -> str:
        """The canonical JSON of an event's fields; raises BodyRefused."""
        try:
            body = msgspec.json.encode(event, order="sorted")
        except UnicodeEncodeError as error:
            raise BodyRefused("it holds half of a surrogate pair, which is not text") from error
        if len(body) > LARGEST_BODY:
            raise BodyRefused(f"it is {len(body):,} bytes long; an event holds at most {LARGEST_BODY:,}")
        if b"\\u0000" in body and _NUL.search(body):
            raise BodyRefused("it holds a NUL character")
        if _LONG_NUMBER.search(body):
            check_numbers(msgspec.json.decode(body))
        self._read_again(self.names[type(event)], body)
        return body.decode()

    def _read_again(self, name: str, body: bytes) -> None:
        """What would come back as something else, a fraction where a whole number belongs, never enters the log."""
        try:
            same = msgspec.json.encode(self._decoders[name].decode(body), order="sorted") == body
        except msgspec.ValidationError as error:
            raise BodyRefused(f"it could not be read again: {error}") from error
        if not same:
            raise BodyRefused("it would be read as something else")

    def decode(self, name: str, version: int, body: str) -> Any:
        """The event that a body of this type and version states, lifted to the newest version."""
        decoder = self._decoders.get(name)
        if decoder is None:
            raise UnknownEventType(f"{name}: upgrade this program before it goes on with this log")
        if (name, version) not in self.upcasters:
            return decoder.decode(body)
        data = msgspec.json.decode(body)
        while (name, version) in self.upcasters:
            data = self.upcasters[name, version](data)
            version += 1
        return msgspec.convert(data, self.types[name])


def check_numbers(value: Any) -> None:
    if isinstance(value, float) or (isinstance(value, int) and abs(value) > LARGEST_INTEGER):
        raise BodyRefused(f"{value} is not an integer within 2^53")
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        check_numbers(part)
