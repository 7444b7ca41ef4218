"""The product's ASGI application on a real socket, in a thread of the test's own process and on the test's database."""

import asyncio
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from coordinator import background
from coordinator.asgi import application
from coordinator.live.whole_frames import WholeFrames
from coordinator.server import GRACE, bind

SOON = 20.0  # seconds after which what has not come is taken not to come


class Served:
    """A server that runs until `stop()`."""

    def __init__(self) -> None:
        self.bound = bind("127.0.0.1", 0)
        self.port: int = self.bound.getsockname()[1]
        self.url = f"ws://127.0.0.1:{self.port}"
        config = uvicorn.Config(
            application, lifespan="off", log_config=None, log_level="error", ws=WholeFrames, ws_per_message_deflate=False,
            timeout_graceful_shutdown=GRACE,
        )
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=lambda: asyncio.run(self.run()), name="served")
        self.thread.start()

    async def run(self) -> None:
        self.loop = asyncio.get_running_loop()
        background.ensure_started()
        await self.server.serve([self.bound])
        await background.stop()

    def cut_all(self) -> None:
        """Breaks every connection without a word. Only on the server's loop."""
        for connection in tuple(self.server.server_state.connections):
            connection.transport.abort()

    def stop(self) -> None:
        self.server.should_exit = True
        self.thread.join(SOON)
        assert not self.thread.is_alive(), "the server does not stop"


class Socket:
    """A client's socket that remembers what it was told."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection

    def next(self, timeout: float = SOON) -> dict[str, Any]:
        frame: dict[str, Any] = json.loads(self.connection.recv(timeout=timeout))
        return frame

    def events(self, count: int) -> list[dict[str, Any]]:
        """The next `count` frames, which must all be events."""
        frames = [self.next() for _ in range(count)]
        assert {frame["type"] for frame in frames} <= {"event"}, frames
        return frames

    def until(self, sequence: int) -> list[dict[str, Any]]:
        """Events up to this one."""
        frames: list[dict[str, Any]] = []
        while not frames or frames[-1]["sequence"] < sequence:
            frames += self.events(1)
        return frames

    def closed_with(self, timeout: float = SOON) -> int:
        """The code with which the server closes, whatever it says before."""
        try:
            while True:
                self.connection.recv(timeout=timeout)
        except ConnectionClosed as closed:
            assert closed.rcvd is not None, "the connection broke without a word"
            return closed.rcvd.code


@contextmanager
def opened(address: str, **headers: str) -> Iterator[Socket]:
    """A socket at an address, with the underscores of header names read as hyphens."""
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    with connect(address, additional_headers=given, compression=None, open_timeout=SOON) as connection:
        yield Socket(connection)
