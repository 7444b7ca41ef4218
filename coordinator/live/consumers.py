"""The sockets: one that sends the log itself, for programs, and one that sends thin signals, for pages."""

import asyncio
import contextlib
import logging
from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qs

import msgspec
from channels.exceptions import StopConsumer
from channels.generic.websocket import AsyncWebsocketConsumer
from django.db import Error

from coordinator.live.callers import Refused, caller_of
from coordinator.live.closing import AWAY, BAD_REQUEST, COME_BACK, FAILED, GOING, OUR_FAULT
from coordinator.live.entries import Entry
from coordinator.live.filters import Filter
from coordinator.live.frames import EXTENSION
from coordinator.live.guard import the_guard
from coordinator.live.hub import the_hub
from coordinator.live.reader import Pulse, Reader, Reset, Stopped
from coordinator.live.since import Since, parse_since
from coordinator.live.telling import Telling, hello, position, reset

log = logging.getLogger(__name__)

AT_ONCE_FOR_PAGES = 1_000_000  # bytes of events, of which it sends only names
FRAME_PAUSE = 0.05  # pages get 20 signals a second at most


class Socket(AsyncWebsocketConsumer):
    """What both have in common: who may come in, where they begin, and how it ends."""

    channel_layer_alias = ""  # no layer: a connection must not wait for Redis, and nothing is sent to single sockets
    pump: asyncio.Task[None] | None = None

    async def __call__(self, *args: Any) -> None:
        try:
            await super().__call__(*args)
        except asyncio.CancelledError:  # how daphne stops
            self.stop_telling()
            await self.leave(COME_BACK, GOING)
            raise
        finally:
            self.stop_telling()

    async def connect(self) -> None:
        # Accepted first, because a browser is told nothing about a handshake that was refused.
        await self.accept()
        self.caller = caller_of(self.scope)
        self.project = self.scope["url_route"]["kwargs"]["project"]
        self.query = parse_qs(self.scope["query_string"].decode("latin-1"))
        self.pump = asyncio.create_task(self.serve())

    async def dispatch(self, message: dict[str, Any]) -> None:
        """Without Channels' visit to the database thread at every message: nothing here uses its connection."""
        if message["type"] == "websocket.connect":
            await self.connect()
        elif message["type"] == "websocket.disconnect":
            raise StopConsumer

    def stop_telling(self) -> None:
        the_guard().goodbye(self)
        if self.pump:
            self.pump.cancel()

    def expel(self, refused: Refused) -> None:
        """Ends a socket whose caller may no longer listen."""
        self.stop_telling()
        self.farewell = asyncio.create_task(self.leave(refused.code, refused.reason))

    async def serve(self) -> None:
        """From the first frame to the last; every way it can end closes the socket with a code that says why."""
        try:
            project_id = await the_guard().admit(self)
            async with the_hub().follow(project_id, self.since()) as reader:
                await self.say(hello(reader))
                await self.tell(reader)
        except Refused as refused:
            await self.leave(refused.code, refused.reason)
        except Stopped:
            await self.leave(COME_BACK, GOING)
        except Error as error:
            log.warning("A socket is closed, the database does not answer: %s", error)
            await self.leave(COME_BACK, AWAY)
        except OSError:
            return  # the other side is gone; the server says so in its own way
        except Exception:
            log.exception("A socket failed")
            await self.leave(FAILED, OUR_FAULT)

    def since(self) -> Since | None:
        given = self.query.get("since")
        if not given:
            return None
        try:
            return parse_since(given[-1])
        except ValueError as error:
            raise Refused(BAD_REQUEST, str(error)) from None

    async def tell(self, reader: Reader) -> None:
        raise NotImplementedError

    async def send_entries(self, entries: list[Entry]) -> None:
        """As one write where the server takes finished frames, otherwise one by one."""
        if EXTENSION in self.scope.get("extensions", ()):
            await self.base_send({"type": "websocket.send", "frames": b"".join(entry.frame for entry in entries)})
            return
        for entry in entries:
            await self.send(text_data=entry.text)

    async def say(self, frame: dict[str, Any]) -> None:
        await self.send(text_data=msgspec.json.encode(frame).decode())

    async def leave(self, code: int, reason: str) -> None:
        with contextlib.suppress(OSError, RuntimeError):  # closed already
            await self.close(code, reason)


class LogSocket(Socket):
    """Every event behind `since`, in order, once; with a filter those that pass."""

    async def tell(self, reader: Reader) -> None:
        telling = Telling(reader, Filter(self.query))
        while (news := await telling.next()) is not None:
            if isinstance(news, Reset):
                await self.say(reset(news, reader))
            elif isinstance(news, list):
                await self.send_entries(news)
            else:
                await self.say(position(news))
            await asyncio.sleep(0)  # a long way to catch up must not keep the others waiting


class PageSocket(Socket):
    """Which topics have moved, and how far the log is; the page fetches what it shows of them."""

    async def tell(self, reader: Reader) -> None:
        while True:
            news = await reader.take(AT_ONCE_FOR_PAGES)
            if isinstance(news, Reset):
                await self.say(reset(news, reader))
            elif isinstance(news, Pulse):
                await self.say({"type": "pulse"})
            else:
                await self.say({"type": "signal", "sequence": reader.position, "topics": topics_of(news)})
            await asyncio.sleep(FRAME_PAUSE)


def topics_of(entries: Iterable[Entry]) -> list[str]:
    return sorted(frozenset().union(*(entry.topics for entry in entries)))
