"""Runs each synchronous request whole in one worker thread.

Django's own ASGI handler changes threads for every piece of synchronous code it meets; here a request crosses once.
The body is collected first (on disk when large, refused when too large), so a slow sender holds no thread, and a
stream is sent from a pool of its own, so a slow reader holds none that others wait for.
"""

import asyncio
import io
import json
import tempfile
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.core import signals
from django.core.handlers.asgi import ASGIRequest, get_script_prefix
from django.core.handlers.base import BaseHandler
from django.db import close_old_connections
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import set_script_prefix

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

IN_MEMORY = 256 * 1024
CHUNK = 64 * 1024
STREAMS = 8
# How much of a refused upload is read and thrown away. A sender that is still sending when the connection
# closes never sees the answer, so it is heard out, within reason.
PATIENCE = 200_000_000


class Parked(HttpResponse):
    """An answer that may wait without holding a thread: a long poll.

    The request is run again when `until()` (a coroutine function) returns True; when it returns False, or the view
    is not run by OneHop, this response itself is the answer. The view finds `request.scope["resumed"]` when run again.
    """

    def __init__(self, *args: Any, until: Callable[[], Awaitable[bool]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.until = until


class OneHop(BaseHandler):
    """The ASGI application for everything synchronous."""

    def __init__(self) -> None:
        super().__init__()
        self.load_middleware(is_async=False)
        self.requests = ThreadPoolExecutor(settings.THREADS, thread_name_prefix="request")
        self.streams = ThreadPoolExecutor(STREAMS, thread_name_prefix="stream")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            body = await read_body(scope, receive, settings.MAX_BODY)
        except BodyTooLarge:
            return await refuse(send)
        except Disconnected:
            return
        try:
            response = await self.in_thread(scope, body)
            while isinstance(response, Parked) and await woken(response, receive):
                body.seek(0)
                response = await self.in_thread({**scope, "resumed": True}, body)
            if response.streaming:
                await self.stream(cast(StreamingHttpResponse, response), receive, send)
            else:
                await send(start_of(response))
                await send({"type": "http.response.body", "body": cast(HttpResponse, response).content})
        finally:
            body.close()

    def in_thread(self, scope: Scope, body: BinaryIO) -> Awaitable[HttpResponseBase]:
        return asyncio.get_running_loop().run_in_executor(self.requests, self.respond, scope, body)

    def respond(self, scope: Scope, body: BinaryIO) -> HttpResponseBase:
        """In the worker thread: the request from beginning to end, save sending a stream."""
        set_script_prefix(get_script_prefix(scope))
        signals.request_started.send(sender=self.__class__, scope=scope)
        try:
            request = ASGIRequest(scope, body)
        except UnicodeDecodeError:
            return HttpResponse("The address is not valid UTF-8.", status=400, content_type="text/plain")
        response = self.get_response(request)
        response._handler_class = self.__class__
        if not response.streaming:
            response.close()  # sends request_finished, which gives broken connections back
        return response

    async def stream(self, response: StreamingHttpResponse, receive: Receive, send: Send) -> None:
        if isinstance(response, FileResponse):
            response.block_size = CHUNK
        await send(start_of(response))
        gone = asyncio.ensure_future(disconnect(receive))
        try:
            if response.is_async:
                await send_async_parts(response, send, gone)
            else:
                loop = asyncio.get_running_loop()
                await loop.run_in_executor(self.streams, send_parts, response, send, gone, loop)
            await send({"type": "http.response.body"})
        finally:
            gone.cancel()

    def stop(self) -> None:
        """Takes no more work. What runs is given the seconds the server still has."""
        self.requests.shutdown(wait=False, cancel_futures=True)
        self.streams.shutdown(wait=False, cancel_futures=True)


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


async def refuse(send: Send) -> None:
    """Answers 413 in the shape of every other refusal."""
    problem = {
        "type": "about:blank",
        "title": "Body too large",
        "status": 413,
        "code": "body_too_large",
        "detail": f"The body is larger than {settings.MAX_BODY:,} bytes.",
        "next": "Send a smaller document, or ask the operator to raise SIGNALBOX_MAX_BODY.",
    }
    headers = [(b"content-type", b"application/problem+json"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps(problem).encode()})


async def disconnect(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def woken(parked: Parked, receive: Receive) -> bool:
    """Waits for what the answer waits for. Raises Disconnected when nobody is left to hear it."""
    waiting = asyncio.ensure_future(parked.until())
    gone = asyncio.ensure_future(disconnect(receive))
    try:
        await asyncio.wait((waiting, gone), return_when=asyncio.FIRST_COMPLETED)
        if waiting.done():
            return waiting.result()
        raise Disconnected
    finally:
        waiting.cancel()
        gone.cancel()


def start_of(response: HttpResponseBase) -> dict[str, Any]:
    headers = [(name.encode("ascii"), value.encode("latin-1")) for name, value in response.items()]
    headers += [(b"Set-Cookie", cookie.output(header="").strip().encode()) for cookie in response.cookies.values()]
    return {"type": "http.response.start", "status": response.status_code, "headers": headers}


def send_parts(response: StreamingHttpResponse, send: Send, gone: asyncio.Future[None], loop: asyncio.AbstractEventLoop) -> None:
    """In a stream's thread: each part waits until the one before it has left. Stops when the reader has gone."""
    close_old_connections()
    try:
        for part in response:
            if gone.done():
                return
            message = {"type": "http.response.body", "body": part, "more_body": True}
            asyncio.run_coroutine_threadsafe(send(message), loop).result(timeout=60)
    finally:
        response.close()


async def send_async_parts(response: StreamingHttpResponse, send: Send, gone: asyncio.Future[None]) -> None:
    try:
        async for part in response:
            if gone.done():
                return
            await send({"type": "http.response.body", "body": part, "more_body": True})
    finally:
        response.close()
