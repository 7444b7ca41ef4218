"""Strict reading of what callers send: a body or a query string into its shape, or every mistake in it by name.

A shape is a msgspec Struct: the same one is read by, checked by and drawn into the OpenAPI document.
Nothing is corrected and nothing unknown is passed over, so a typing error never loses anything in silence.
"""

import difflib
import re
from collections.abc import Iterator
from functools import cache
from typing import Annotated, Any, TypeVar, get_args

import msgspec
from django.http import HttpRequest, QueryDict
from msgspec import UNSET, Meta, Struct

from coordinator.api.errors import BodyTooLarge, MalformedBody, UnsupportedMediaType
from tracks.errors import InvalidField

Shape = TypeVar("Shape", bound="Strict")

MOST_JSON = 1_000_000  # bytes: an event holds 64 KiB, so no command needs more
LARGEST_INTEGER = 2**53
NUL = "\x00"


class Strict(Struct, forbid_unknown_fields=True, kw_only=True):
    """What all shapes of requests share: a field that is not known is a mistake."""


Key = Annotated[str, Meta(min_length=1, max_length=100, description="The key people use, such as B.1.")]
Name = Annotated[str, Meta(max_length=200)]
Line = Annotated[str, Meta(max_length=500)]
Text = Annotated[str, Meta(max_length=60_000)]
Reference = Annotated[
    str,
    Meta(min_length=1, max_length=180, description="B.1 or task/B.1, A or track/A, sync/1; a plain key is first a task's."),
]
Fence = Annotated[
    int, Meta(ge=1, le=LARGEST_INTEGER, description="The fencing token given with the claim. A stale one is refused: `fenced`.")
]
Percent = Annotated[int, Meta(ge=0, le=100)]
Words = Annotated[tuple[Line, ...], Meta(max_length=1_000)]


def given(body: Strict) -> dict[str, Any]:
    """The fields that a body says. What it leaves out is to stay as it is, which null would not mean."""
    return {name: value for name, value in msgspec.structs.asdict(body).items() if value is not UNSET}


def read_body(request: HttpRequest, shape: type[Shape]) -> Shape:
    """The JSON object in the body; no body at all is an empty one."""
    content = request.body
    if len(content) > MOST_JSON:
        raise BodyTooLarge(limit=MOST_JSON)
    if not content:
        return checked({}, shape)
    if not is_json(request.content_type or ""):
        raise UnsupportedMediaType(media_type=request.content_type or "unknown")
    try:
        body: Shape = decoder(shape).decode(content)
    except msgspec.ValidationError:
        return checked(decoded(content), shape)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise MalformedBody(problem=sentence(error)) from error
    if b"\\u0000" in content:
        refuse(list(nuls("", msgspec.to_builtins(body))))
    return body


def read_query(query: QueryDict, shape: type[Shape]) -> Shape:
    """The query string; each name may stand in it once."""
    refuse([mistake(name, "stands here twice") for name, values in query.lists() if len(values) > 1])
    values = query.dict()
    refuse(list(nuls("", values)))
    try:
        return msgspec.convert(values, shape, strict=False)
    except msgspec.ValidationError:
        return checked(values, shape, strict=False)


def is_json(media_type: str) -> bool:
    return media_type == "application/json" or (media_type.startswith("application/") and media_type.endswith("+json"))


@cache
def decoder(shape: type[Shape]) -> msgspec.json.Decoder[Shape]:
    return msgspec.json.Decoder(shape)


def decoded(content: bytes) -> Any:
    try:
        return msgspec.json.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise MalformedBody(problem=sentence(error)) from error


def sentence(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "it is nested too deeply."
    if isinstance(error, UnicodeDecodeError):
        return "it is not valid UTF-8."
    return f"{error}."


# Every mistake by name -----------------------------------------------------------------------------------------------

Mistake = dict[str, str]
KINDS = {"int": "a whole number", "str": "text", "bool": "true or false", "float": "a number", "array": "a list",
         "object": "an object", "null": "null"}
PLACE = re.compile(r" - at `\$\.?([^`]*)`$")


def checked(value: Any, shape: type[Shape], strict: bool = True) -> Shape:
    """`value` in its shape. Raises InvalidField with all that is wrong with it."""
    refuse(list(mistakes(value, shape, strict)))
    return msgspec.convert(value, shape, strict=strict)


def refuse(found: list[Mistake]) -> None:
    if found:
        raise InvalidField(field=found[0]["field"], problem=found[0]["problem"], all=found)


def mistakes(value: Any, shape: type[Struct], strict: bool) -> Iterator[Mistake]:
    if not isinstance(value, dict):
        yield mistake("body", "must be a JSON object")
        return
    fields = {field.encode_name: field for field in msgspec.structs.fields(shape)}
    for name in value:
        if name not in fields:
            yield mistake(str(name), unknown(str(name), fields))
    for name, field in fields.items():
        if name not in value:
            if field.required:
                yield mistake(name, "is required")
            continue
        try:
            msgspec.convert(value[name], field.type, strict=strict)
        except msgspec.ValidationError as error:
            yield explained(name, str(error), field.type)
    yield from nuls("", value)


def explained(name: str, message: str, kind: Any) -> Mistake:
    """msgspec's message in plain words, with the whole path of what it is about."""
    place = PLACE.search(message)
    path = place.group(1) if place else ""
    field = name + (path if path.startswith("[") or not path else f".{path}")
    message = PLACE.sub("", message)
    if found := re.match(r"Object contains unknown field `(.*)`", message):
        return mistake(f"{field}.{found.group(1)}", "is not known here")
    if found := re.match(r"Object missing required field `(.*)`", message):
        return mistake(f"{field}.{found.group(1)}", "is required")
    if "matching regex" in message:
        return mistake(field, f"is not of the right form; {meaning(kind)}".removesuffix("; "))
    words = re.sub(r"`(\w+)`", lambda word: KINDS.get(word.group(1), word.group(1)), message)
    return mistake(field, words.replace("Expected", "expected"))


def meaning(kind: Any) -> str:
    """What the shape says a field is for."""
    return next((one.description for one in get_args(kind) if isinstance(one, Meta) and one.description), "")


def unknown(name: str, known: dict[str, Any]) -> str:
    close = difflib.get_close_matches(name, known, n=1)
    return f"is not known here; did you mean {close[0]}?" if close else f"is not known here; known are {', '.join(known)}"


def nuls(path: str, value: Any) -> Iterator[Mistake]:
    """Text that one database takes and the other refuses, so neither gets it."""
    if isinstance(value, str) and NUL in value:
        yield mistake(path, "holds a NUL character")
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from nuls(f"{path}.{name}" if path else str(name), part)
    elif isinstance(value, list | tuple):
        for place, part in enumerate(value):
            yield from nuls(f"{path}[{place}]", part)


def mistake(field: str, problem: str) -> Mistake:
    return {"field": field, "problem": problem}
