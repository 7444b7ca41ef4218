"""The log as Server-Sent Events: what a socket tells, over plain HTTP.

It waits on the event loop and holds no thread. Nothing is kept for a reader but its place: the next part is made when
the server has taken the one before.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncGenerator, Mapping, Sequence
from typing import Any

import msgspec
from django.db import Error

from coordinator.live import telling
from coordinator.live.callers import Caller, Refused
from coordinator.live.closing import AWAY, COME_BACK, FAILED, GOING, OUR_FAULT
from coordinator.live.filters import Filter
from coordinator.live.guard import the_guard
from coordinator.live.hub import the_hub
from coordinator.live.reader import Reader, Reset, Stopped
from coordinator.live.since import Since
from coordinator.live.telling import News, Telling

log = logging.getLogger(__name__)

MEDIA_TYPE = "text/event-stream"
KEEP_ALIVE = 15.0  # seconds of silence after which a comment is sent, or proxies take the connection for dead
RETRY = 1_000  # milliseconds a browser is to wait before it comes back
STILL_HERE = b": still here\n\n"

Query = Mapping[str, Sequence[str]]


class EventStream:
    """One open stream, known to the guard. With `follow` False it ends where the log ended when it began."""

    def __init__(self, caller: Caller, project: str, since: Since | None, query: Query, follow: bool = True) -> None:
        self.caller, self.project = caller, project
        self._since, self._query, self._follow = since, query, follow
        self._sent_away: asyncio.Future[Refused] | None = None

    def expel(self, refused: Refused) -> None:
        """Ends the stream of somebody who may no longer listen. Only on the guard's own loop."""
        if self._sent_away and not self._sent_away.done():
            self._sent_away.set_result(refused)

    async def parts(self) -> AsyncGenerator[bytes]:
        """From the first byte to the last, which says why it ends."""
        self._sent_away = asyncio.get_running_loop().create_future()
        try:
            project_id = await the_guard().admit(self)
            async with the_hub().follow(project_id, self._since) as reader:
                yield b"retry: %d\n\n" % RETRY + named(telling.hello(reader), reader, reader.position)
                async with contextlib.aclosing(self._told(reader, self._sent_away)) as told:
                    async for part in told:
                        yield part
            yield end(0, "That is all there is.")
        except Refused as refused:
            yield end(refused.code, refused.reason)
        except Stopped:
            yield end(COME_BACK, GOING)
        except Error as error:
            log.warning("A stream ends, the database does not answer: %s", error)
            yield end(COME_BACK, AWAY)
        except Exception:
            log.exception("A stream failed")
            yield end(FAILED, OUR_FAULT)
        finally:
            the_guard().goodbye(self)

    async def _told(self, reader: Reader, sent_away: asyncio.Future[Refused]) -> AsyncGenerator[bytes]:
        teller = Telling(reader, Filter(self._query), None if self._follow else reader.head)
        coming = asyncio.ensure_future(teller.next())
        try:
            while True:
                await asyncio.wait((coming, sent_away), timeout=KEEP_ALIVE, return_when=asyncio.FIRST_COMPLETED)
                if sent_away.done():
                    raise sent_away.result()
                if not coming.done():
                    yield STILL_HERE
                    continue
                news = coming.result()
                if news is None:
                    return
                yield drawn(news, reader)
                coming = asyncio.ensure_future(teller.next())
        finally:
            coming.cancel()


def drawn(news: News, reader: Reader) -> bytes:
    match news:
        case Reset():
            return named(telling.reset(news, reader), reader, reader.position)
        case telling.Position():
            return named(telling.position(news), reader, news.sequence)
    return b"".join(b"id: %s:%d\ndata: %s\n\n" % (reader.log_id.encode(), one.sequence, one.text.encode()) for one in news)


def named(frame: dict[str, Any], reader: Reader, sequence: int) -> bytes:
    """Whatever is no event of the log goes by its type, so that a browser's `onmessage` hears of events alone."""
    data = msgspec.json.encode(frame)
    return b"event: %s\nid: %s:%d\ndata: %s\n\n" % (frame["type"].encode(), reader.log_id.encode(), sequence, data)


def end(code: int, reason: str) -> bytes:
    """Has no id, so the reader keeps the one it has."""
    return b"event: end\ndata: %s\n\n" % msgspec.json.encode({"type": "end", "code": code, "reason": reason})
