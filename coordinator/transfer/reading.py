"""The one way in: the bytes of a file become a `Document`, or a refusal that says where and why."""

from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256

from tracks.document import Document

from .decode import decode
from .detect import detect
from .errors import UnknownFormat
from .markdown import read_markdown

READERS: dict[str, Callable[[tuple[str, ...]], Document]] = {"markdown": read_markdown}
FORMATS = ("auto", *READERS)


def read_document(content: bytes, filename: str = "", format: str = "auto") -> Document:
    """What an importer understands of a file.

    `format` is one of `FORMATS`; `auto` looks at the text. Raises `UnknownFormat` for another name and `Unreadable`
    for bytes that are no text at all.
    """
    if format not in FORMATS:
        raise UnknownFormat(format, FORMATS)
    text = decode(content)
    name = detect(text.lines, filename) if format == "auto" else format
    document = READERS[name](text.lines)
    return replace(document, format=name, digest=sha256(content).hexdigest(), repairs=text.repairs)
