"""How long until one event of 500 bytes has reached the last of many sockets, beside Channels' own group_send over Redis?

Both servers are uvicorn in a process of its own, with the same client: it asks for one event over HTTP and counts frames
on raw sockets. The peer is what the Channels documentation shows: a consumer that joins a group, told by group_send.
"""

import asyncio
import base64
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.answers import Answer, CannotBeAsked, Comparison, Figure, at_least, at_most

CHECKOUT = Path(__file__).resolve().parents[1]
PROJECT = "push"
FILLING = "an event of about five hundred bytes"
FIRED_AT = re.compile(rb'"title":"(\d+) ')


DATABASES = ("none",)
PEER = "group_send over Redis"


@dataclass(frozen=True, slots=True)
class Size:
    sockets: tuple[int, ...]
    rounds: int
    rate: int
    seconds: float


SIZES = {
    "smallest": Size((3,), 2, 10, 0.5), "short": Size((100, 1_000), 7, 100, 3.0), "full": Size((100, 1_000, 3_000), 15, 100, 5.0),
}


def answers(size: Size, rounds: int) -> Iterator[Answer]:
    from tests.support.services import redis_server

    redis = redis_server()
    if redis is None:
        raise CannotBeAsked("Redis is not reachable, which the peer needs")
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    for sockets in size.sockets:
        yield fanout(sockets, size.rounds, redis)
    yield stream(min(1_000, size.sockets[-1]), size.rate, size.seconds, redis)


def fanout(sockets: int, rounds: int, redis: str) -> Answer:
    """From asking for an event until the last socket had it."""
    with serving("ours", redis) as address:
        ours = Figure("ours", "ms", asyncio.run(fire_rounds(address, sockets, rounds)))
    with serving("peer", redis) as address:
        peer = Figure(PEER, "ms", asyncio.run(fire_rounds(address, sockets, rounds)))
    ratio, words = peer.median / ours.median, f"{PEER} / ours"
    goal = at_least(words, ratio, 5) if sockets == 1_000 else Comparison(words, ratio)
    return Answer(f"one event to {sockets:,} sockets", (peer, ours), (goal,))


def stream(sockets: int, rate: int, seconds: float, redis: str) -> Answer:
    """Push latencies while events come at a steady rate."""
    with serving("ours", redis) as address:
        latencies, missed = asyncio.run(fire_steadily(address, sockets, rate, seconds))
    cut = statistics.quantiles(latencies, n=100)
    return Answer(
        f"{rate} events a second to {sockets:,} sockets", (Figure("ours, p50", "ms", (1000 * cut[49],)),),
        (at_most("p99, ms", 1000 * cut[98], 250), Comparison("frames that never came", missed)),
    )


# The client ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Address:
    port: int
    token: str


class Listener(asyncio.Protocol):
    """Speaks just enough WebSocket to count whole frames from a server. `heard` is called with each payload."""

    def __init__(self, address: Address, heard: Callable[[bytes], None]) -> None:
        self.address, self.heard = address, heard
        self.buffer = b""
        self.open = False

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        key = base64.b64encode(os.urandom(16)).decode()
        transport.write(
            f"GET /ws/projects/{PROJECT}/ HTTP/1.1\r\nHost: 127.0.0.1:{self.address.port}\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n"
            f"Authorization: Bearer {self.address.token}\r\n\r\n".encode()
        )

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        if not self.open:
            head, found, rest = self.buffer.partition(b"\r\n\r\n")
            if not found:
                return
            if not head.startswith(b"HTTP/1.1 101"):
                raise RuntimeError(head.decode("latin-1"))
            self.open, self.buffer = True, rest
        while len(self.buffer) >= 2:
            size, start = self.buffer[1] & 127, 2
            if size == 126:
                size, start = int.from_bytes(self.buffer[2:4]), 4
            if len(self.buffer) < start + size:
                return
            opcode, payload = self.buffer[0] & 15, self.buffer[start : start + size]
            self.buffer = self.buffer[start + size :]
            if opcode == 1:
                self.heard(payload)


class Crowd:
    """Many listeners; knows how many frames they have heard together."""

    def __init__(self) -> None:
        self.count = 0
        self.goal = 0
        self.reached = asyncio.Event()
        self.timed = False
        self.latencies: list[float] = []

    def heard(self, payload: bytes) -> None:
        self.count += 1
        if self.timed and (match := FIRED_AT.search(payload)):
            self.latencies.append(time.monotonic() - int(match[1]) / 1e9)
        if self.count >= self.goal:
            self.reached.set()

    async def until(self, goal: int, timeout: float = 60.0) -> None:
        self.goal = goal
        self.reached.clear()
        if self.count < goal:
            await asyncio.wait_for(self.reached.wait(), timeout)

    async def gather(self, address: Address, sockets: int) -> None:
        """Each of them has said hello when this returns."""
        loop = asyncio.get_running_loop()
        for start in range(0, sockets, 50):
            wave = range(min(50, sockets - start))
            opening = (loop.create_connection(lambda: Listener(address, self.heard), "127.0.0.1", address.port) for _ in wave)
            await asyncio.gather(*opening)
            await self.until(start + len(wave))
        self.count = 0


class Trigger:
    """A kept connection over which the server is asked for events, one at a time."""

    def __init__(self, address: Address) -> None:
        self.address = address

    async def open(self) -> "Trigger":
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.address.port)
        return self

    async def fire(self) -> None:
        host = f"Host: 127.0.0.1:{self.address.port}"
        self.writer.write(f"POST /fire?{time.monotonic_ns()} HTTP/1.1\r\n{host}\r\nContent-Length: 0\r\n\r\n".encode())
        head = await self.reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200"), head


async def fire_rounds(address: Address, sockets: int, rounds: int) -> tuple[float, ...]:
    """Milliseconds, in every round."""
    crowd = Crowd()
    await crowd.gather(address, sockets)
    trigger = await Trigger(address).open()
    taken = []
    for _ in range(rounds + 2):
        crowd.count = 0
        start = time.perf_counter()
        firing = asyncio.create_task(trigger.fire())
        await crowd.until(sockets)
        taken.append(1000 * (time.perf_counter() - start))
        await firing
        await asyncio.sleep(0.2)
    return tuple(taken[2:])  # the first two warm up


async def fire_steadily(address: Address, sockets: int, rate: int, seconds: float) -> tuple[list[float], int]:
    """Asks at the given rate whatever becomes of what was asked for before."""
    crowd = Crowd()
    await crowd.gather(address, sockets)
    triggers = [await Trigger(address).open() for _ in range(16)]
    await triggers[0].fire()
    await crowd.until(sockets)
    crowd.count, crowd.timed = 0, True
    events = int(rate * seconds)
    start = time.perf_counter()

    async def fire_every(nth: int) -> None:
        for number in range(nth, events, len(triggers)):
            await asyncio.sleep(max(0.0, start + number / rate - time.perf_counter()))
            await triggers[nth].fire()

    await asyncio.gather(*(fire_every(nth) for nth in range(len(triggers))))
    with suppress(TimeoutError):  # what is missing is counted
        await crowd.until(events * sockets, timeout=30)
    return crowd.latencies, events * sockets - crowd.count


# The servers ---------------------------------------------------------------------------------------------------------


@contextmanager
def serving(which: str, redis: str) -> Iterator[Address]:
    with tempfile.TemporaryDirectory() as home:
        environment = os.environ | {
            "SIGNALBOX_HOME": home, "SIGNALBOX_LOG_LEVEL": "ERROR", "REDIS_URL": redis if which == "peer" else "",
            "DATABASE_URL": "",
        }
        process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.push", which], cwd=CHECKOUT, env=environment, stdout=subprocess.PIPE
        )
        try:
            assert process.stdout is not None
            port, token = process.stdout.readline().decode().split()
            yield Address(int(port), token)
        finally:
            process.kill()
            process.wait()


def serve(which: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coordinator.settings")
    import uvicorn

    from coordinator.server import bind

    application, token = {"ours": our_application, "peer": peer_application}[which]()
    options = our_options() if which == "ours" else {}
    bound = bind("127.0.0.1", 0)
    print(bound.getsockname()[1], token, flush=True)
    uvicorn.Server(uvicorn.Config(application, log_level="error", ws_ping_interval=None, **options)).run([bound])


def our_options() -> dict[str, Any]:
    """As coordinator/server.py sets them."""
    from coordinator.live.whole_frames import WholeFrames

    return {"ws": WholeFrames, "ws_per_message_deflate": False}


def our_application() -> tuple[Any, str]:
    from coordinator.asgi import application  # first: it sets Django up

    from django.core.management import call_command

    from coordinator.access.models import Role
    from coordinator.access.tokens import issue
    from coordinator.command_handler import handle
    from tracks.commands import AddTask, CreateProject

    call_command("migrate", verbosity=0)
    handle(CreateProject(project=PROJECT, name="Push"), actor="benchmark")
    _, secret = issue("benchmark", Role.VIEWER)
    numbers = iter(range(1, 1_000_000))

    def add_task(fired_at: str) -> None:
        handle(AddTask(project=PROJECT, key=f"T{next(numbers)}", title=f"{fired_at} {FILLING}"), actor="benchmark")

    async def firing(scope: Any, receive: Any, send: Any) -> None:
        if scope.get("path") != "/fire":
            await application(scope, receive, send)
            return
        await asyncio.get_running_loop().run_in_executor(None, add_task, scope["query_string"].decode())
        await answer(send)

    return firing, secret


def peer_application() -> tuple[Any, str]:
    import django

    django.setup()
    from channels.generic.websocket import AsyncJsonWebsocketConsumer
    from channels.layers import get_channel_layer
    from channels.routing import URLRouter
    from django.conf import settings
    from django.urls import path

    settings.CHANNEL_LAYERS = {
        "default": {
            "BACKEND": "channels_redis.core.RedisChannelLayer",
            "CONFIG": {"hosts": [settings.REDIS_URL], "prefix": f"push{os.getpid()}"},
        }
    }

    class Consumer(AsyncJsonWebsocketConsumer):
        async def connect(self) -> None:
            await self.channel_layer.group_add("push", self.channel_name)
            await self.accept()
            await self.send_json({"type": "hello"})

        async def event(self, message: dict[str, Any]) -> None:
            await self.send_json(message["event"])

    sockets = URLRouter([path(f"ws/projects/{PROJECT}/", Consumer.as_asgi())])

    async def firing(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "websocket":
            await sockets(scope, receive, send)
        elif scope["type"] == "http":
            event = {"type": "event", "title": f"{scope['query_string'].decode()} {FILLING}", "data": "y" * 400}
            await get_channel_layer().group_send("push", {"type": "event", "event": event})
            await answer(send)

    return firing, "none"


async def answer(send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"0")]})
    await send({"type": "http.response.body"})


if __name__ == "__main__":
    serve(sys.argv[1])
