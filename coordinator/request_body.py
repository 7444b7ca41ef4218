"""Collects the body of an ASGI request into a file: in memory while small, on disk when large, refused when too large."""

import io
import tempfile
from collections.abc import Awaitable, Callable
from typing import Any, BinaryIO, cast

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]

IN_MEMORY = 256 * 1024
# How much of a refused upload is read and thrown away. A sender that is still sending when the connection
# closes never sees the answer, so it is heard out, within reason.
PATIENCE = 200_000_000


class BodyTooLarge(Exception):
    """The request body is larger than this installation takes."""


class Disconnected(Exception):
    """The caller went away before the request was complete."""


async def read_body(scope: Scope, receive: Receive, limit: int) -> BinaryIO:
    """The whole body as a file. Raises BodyTooLarge (after hearing the sender out) or Disconnected."""
    declared = declared_length(scope)
    if declared is not None and declared > limit:
        await discard(receive, PATIENCE)
        raise BodyTooLarge
    message = await receive()
    if message["type"] == "http.request" and not message.get("more_body"):
        whole = message.get("body", b"")
        if len(whole) > limit:
            raise BodyTooLarge
        return io.BytesIO(whole)
    body = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - closed by the caller, with the request
    try:
        while True:
            if message["type"] == "http.disconnect":
                raise Disconnected
            body.write(message.get("body", b""))
            if body.tell() > limit:
                await discard(receive, PATIENCE)
                raise BodyTooLarge
            if not message.get("more_body"):
                break
            message = await receive()
    except BaseException:
        body.close()
        raise
    body.seek(0)
    return cast(BinaryIO, body)


def declared_length(scope: Scope) -> int | None:
    value = next((value for name, value in scope["headers"] if name == b"content-length"), b"")
    return int(value) if value.isdigit() else None


async def discard(receive: Receive, most: int) -> None:
    seen = 0
    while seen < most:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Disconnected
        if not message.get("more_body"):
            return
        seen += len(message.get("body", b""))
