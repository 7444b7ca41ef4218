"""How long until one event of 500 bytes has reached the last of many sockets, beside Channels' own group_send over Redis?

    python -m benchmarks.push [--sockets 100 1000 3000] [--rounds 15] [--redis redis://127.0.0.1:6379/9]

Both servers are uvicorn in a process of its own, with the same client: it asks for one event over HTTP and counts frames
on raw sockets. The peer is what the Channels documentation shows: a consumer that joins a group, told by group_send.
"""

import argparse
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
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parents[1]
PROJECT = "push"
FILLING = "an event of about five hundred bytes"
FIRED_AT = re.compile(rb'"title":"(\d+) ')


@dataclass(frozen=True, slots=True)
class Fanout:
    """Seconds from asking for an event until the last socket had it, in every round."""

    sockets: int
    ours: list[float]
    peer: list[float]

    @property
    def ratio(self) -> float:
        return statistics.median(self.peer) / statistics.median(self.ours)


@dataclass(frozen=True, slots=True)
class Stream:
    """Push latencies in seconds while events come at a steady rate."""

    sockets: int
    rate: int
    p50: float
    p99: float
    most: float
    missed: int


def fanout(sockets: int, rounds: int, redis: str) -> Fanout:
    with serving("ours", redis) as url:
        ours = asyncio.run(fire_rounds(url, sockets, rounds))
    with serving("peer", redis) as url:
        peer = asyncio.run(fire_rounds(url, sockets, rounds))
    return Fanout(sockets, ours, peer)


def stream(sockets: int, rate: int, seconds: float, redis: str) -> Stream:
    with serving("ours", redis) as url:
        latencies, missed = asyncio.run(fire_steadily(url, sockets, rate, seconds))
    cut = statistics.quantiles(latencies, n=100)
    return Stream(sockets, rate, cut[49], cut[98], max(latencies), missed)


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


async def fire_rounds(address: Address, sockets: int, rounds: int) -> list[float]:
    crowd = Crowd()
    await crowd.gather(address, sockets)
    trigger = await Trigger(address).open()
    taken = []
    for _ in range(rounds + 2):
        crowd.count = 0
        start = time.perf_counter()
        firing = asyncio.create_task(trigger.fire())
        await crowd.until(sockets)
        taken.append(time.perf_counter() - start)
        await firing
        await asyncio.sleep(0.2)
    return taken[2:]  # the first two warm up


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
    try:
        await crowd.until(events * sockets, timeout=30)
    except TimeoutError:
        print(f"only {crowd.count} of {events * sockets} frames came within 30 s")
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
            [sys.executable, "-m", "benchmarks.push", "--serve", which], cwd=CHECKOUT, env=environment, stdout=subprocess.PIPE
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


# The table -----------------------------------------------------------------------------------------------------------


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sockets", type=int, nargs="+", default=[100, 1000, 3000])
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--rate", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--redis", default="redis://127.0.0.1:6379/9")
    parser.add_argument("--only", choices=("fanout", "stream"))
    parser.add_argument("--serve", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    if chosen.serve:
        serve(chosen.serve)
        return
    if chosen.only != "stream":
        print(f"{'sockets':>8} {'ours ms':>9} {'group_send ms':>14} {'times':>6}")
        for sockets in chosen.sockets:
            found = fanout(sockets, chosen.rounds, chosen.redis)
            ours, peer = statistics.median(found.ours) * 1000, statistics.median(found.peer) * 1000
            print(f"{sockets:>8} {ours:>9.1f} {peer:>14.1f} {found.ratio:>6.1f}")
    if chosen.only != "fanout":
        one = stream(1000, chosen.rate, chosen.seconds, chosen.redis)
        print(
            f"{one.sockets} sockets, {one.rate} events a second: p50 {one.p50 * 1000:.0f} ms, p99 {one.p99 * 1000:.0f} ms,"
            f" longest {one.most * 1000:.0f} ms, {one.missed} frames missing"
        )


if __name__ == "__main__":
    main()
