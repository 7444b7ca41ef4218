"""Runs each synchronous request whole in one worker thread.

Django's own ASGI handler changes threads for every piece of synchronous code it meets; here a request crosses once.
The body is collected first (on disk when large, refused when too large), so a slow sender holds no thread, and a
stream is sent from a pool of its own, so a slow reader holds none that others wait for.
"""

import asyncio
import contextlib
import json
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine
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

from coordinator.request_body import BodyTooLarge, Disconnected, Receive, Scope, read_body

Send = Callable[[dict[str, Any]], Coroutine[Any, Any, None]]

CHUNK = 64 * 1024
STREAMS = 8
LAST_WORDS = 1.0  # seconds a stream is given to say that it ends
SMALLER = "Send a smaller document, or ask the operator to raise SIGNALBOX_MAX_BODY."


class Parked(HttpResponse):
    """An answer that may wait without holding a thread: a long poll.

    The request is run again when `until()` (a coroutine function) returns True; when it returns False, or the view
    is not run by OneHop, this response itself is the answer. The view finds `request.scope["resumed"]` when run again.
    """

    def __init__(self, *args: Any, until: Callable[[], Awaitable[bool]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.until = until


class Flowing(StreamingHttpResponse):
    """A stream whose parts are made on the event loop, where it waits without holding a thread."""

    def __init__(self, parts: AsyncGenerator[bytes], **kwargs: Any) -> None:
        super().__init__(parts, **kwargs)
        self.parts = parts


class Lent:
    """A body that a request may read and close without taking it from the next run of a parked request."""

    def __init__(self, body: BinaryIO) -> None:
        self.read, self.readline = body.read, body.readline

    def close(self) -> None:
        """Leaves the body open: who collected it closes it."""


class OneHop(BaseHandler):
    """The ASGI application for everything synchronous."""

    def __init__(self) -> None:
        super().__init__()
        self.load_middleware(is_async=False)
        self.open()

    def open(self) -> None:
        """Makes the pools; their threads come with the requests."""
        self.requests = ThreadPoolExecutor(settings.THREADS, thread_name_prefix="request")
        self.streams = ThreadPoolExecutor(STREAMS, thread_name_prefix="stream")

    def stop(self) -> None:
        """Drops what has not begun; what runs is given the seconds the server still has. May serve again later."""
        for pool in (self.requests, self.streams):
            pool.shutdown(wait=False, cancel_futures=True)
        self.open()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            with await read_body(scope, receive, settings.MAX_BODY) as body:
                response = await self.respond(scope, body, receive)
        except BodyTooLarge:
            response = problem(scope, 413, "body_too_large", f"The body is larger than {settings.MAX_BODY:,} bytes.", SMALLER)
        except asyncio.CancelledError:  # how a server ends what outlasts its patience when it is told to stop
            response = problem(scope, 503, "stopping", "Signalbox is being stopped.", "Ask again in a few seconds.")
        except Disconnected:
            return  # nobody is left to hear the answer
        if response.streaming:
            with contextlib.suppress(asyncio.CancelledError):  # the server stops and has waited long enough for the reader
                await self.stream(cast(StreamingHttpResponse, response), receive, send)
        else:
            await send(start_of(response))
            await send({"type": "http.response.body", "body": cast(HttpResponse, response).content})

    async def respond(self, scope: Scope, body: BinaryIO, receive: Receive) -> HttpResponseBase:
        loop = asyncio.get_running_loop()
        response = await loop.run_in_executor(self.requests, self.run, scope, body)
        while isinstance(response, Parked) and await woken(response, receive):
            body.seek(0)
            response = await loop.run_in_executor(self.requests, self.run, {**scope, "resumed": True}, body)
        return response

    def run(self, scope: Scope, body: BinaryIO) -> HttpResponseBase:
        """In the worker thread: the request from beginning to end, save sending a stream."""
        set_script_prefix(get_script_prefix(scope))
        signals.request_started.send(sender=self.__class__, scope=scope)
        try:
            request = ASGIRequest(scope, Lent(body))
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
            if isinstance(response, Flowing):
                await self.flow(response, send, gone)
            else:
                loop = asyncio.get_running_loop()
                await loop.run_in_executor(self.streams, send_parts, response, send, gone, loop)
            await send({"type": "http.response.body"})
        finally:
            gone.cancel()

    @staticmethod
    async def flow(response: Flowing, send: Send, gone: asyncio.Future[None]) -> None:
        """Also a stream in which nothing happens ends as soon as its reader has gone."""
        sending = asyncio.ensure_future(send_flowing_parts(response, send))
        try:
            await asyncio.wait((sending, gone), return_when=asyncio.FIRST_COMPLETED)
        except asyncio.CancelledError:  # the server stops; what feeds the stream stops too, and lets it say so
            await asyncio.wait((sending,), timeout=LAST_WORDS)
            if not sending.done():
                raise
        finally:
            sending.cancel()
            await asyncio.gather(sending, return_exceptions=True)
            response.close()
        if not sending.cancelled():
            sending.result()


def problem(scope: Scope, status: int, code: str, detail: str, next: str) -> HttpResponse:
    """A refusal from before any view, in the shape of every other refusal."""
    title = code.replace("_", " ").capitalize()
    shown = {
        "type": f"urn:signalbox:problem:{code}", "title": title, "status": status, "code": code, "detail": detail, "next": next,
        "instance": scope["path"],
    }
    headers = {"Content-Type": "application/problem+json", "Connection": "close"}
    return HttpResponse(json.dumps(shown), status=status, headers=headers)


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


async def send_flowing_parts(response: Flowing, send: Send) -> None:
    async with contextlib.aclosing(response.parts) as parts:
        async for part in parts:
            await send({"type": "http.response.body", "body": part, "more_body": True})
