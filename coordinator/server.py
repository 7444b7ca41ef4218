"""Serves the ASGI application on a socket that is already bound, with the server that the settings name."""

import asyncio
import contextlib
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings

# SIGTERM must be through within five seconds: requests get the first three, then the process ends whatever still runs.
GRACE = 3
LAST_WAIT = 1.0
KEEP_ALIVE = 65  # longer than proxies keep theirs, so that it is never us who closes a connection just taken for use
LONGEST_FRAME = 1_000_000


def bind(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes a free one. Raises OSError where it is taken or the host is not ours."""
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    bound = socket.socket(family, kind, protocol)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(address)
        bound.listen(2048)
    except OSError:
        bound.close()
        raise
    return bound


def serve(bound: socket.socket, ready: Callable[[], None]) -> None:
    """Serves until SIGTERM or Ctrl-C; calls `ready()` once requests are answered."""
    {"uvicorn": with_uvicorn, "daphne": with_daphne}[settings.SIGNALBOX["SIGNALBOX_SERVER"]](bound, ready)


def with_uvicorn(bound: socket.socket, ready: Callable[[], None]) -> None:
    import uvicorn

    from coordinator import background
    from coordinator.asgi import application
    from coordinator.live.whole_frames import WholeFrames

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            ready()

        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            await background.stop()  # first, so that whoever waits for events hears of the end instead of holding it up
            await super().shutdown(sockets)

        @contextlib.contextmanager
        def capture_signals(self) -> Iterator[None]:
            """As uvicorn's, but it does not send itself the signal again: being told to stop is no failure."""
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, self.handle_exit)
            yield

    config = uvicorn.Config(
        application,
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        ws=WholeFrames,
        ws_max_size=LONGEST_FRAME,
        ws_per_message_deflate=False,  # an event is compressed for every socket anew, which costs more than it saves
        timeout_keep_alive=KEEP_ALIVE,
        timeout_graceful_shutdown=GRACE,
    )
    Server(config).run([bound])


def with_daphne(bound: socket.socket, ready: Callable[[], None]) -> None:
    from daphne.server import Server  # first: it chooses the reactor that the next import finds
    from twisted.internet import reactor
    from twisted.internet.defer import Deferred

    from coordinator import background
    from coordinator.asgi import application, one_hop

    async def stop() -> None:
        await background.stop()
        one_hop.stop()

    loop: Any = reactor
    loop.addSystemEventTrigger("before", "shutdown", lambda: Deferred.fromFuture(asyncio.ensure_future(stop())))
    loop.callWhenRunning(ready)
    Server(
        application,
        endpoints=[f"fd:fileno={bound.fileno()}"],
        application_close_timeout=GRACE,
        websocket_timeout=-1,  # its default closes every socket after a day
        websocket_max_frame_size=LONGEST_FRAME,
        websocket_max_message_size=LONGEST_FRAME,
        server_name="",
    ).run()


def leave() -> None:
    """Ends the process, even where a worker thread still waits for a database that does not answer."""
    deadline = time.monotonic() + LAST_WAIT
    others = [thread for thread in threading.enumerate() if thread is not threading.main_thread() and not thread.daemon]
    for thread in others:
        thread.join(max(0.0, deadline - time.monotonic()))
    if any(thread.is_alive() for thread in others):
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)
