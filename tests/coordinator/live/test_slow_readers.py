"""Somebody who does not read costs nothing, and keeps nobody else waiting."""

import resource
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.support.served import Served, opened
from tests.support.world import a_task

DEAF = 40
EVENTS = 150
LARGE = "x" * 60_000  # with all of it kept for each of the deaf, it would be 360 MB


SOCKET = (
    "GET /ws/projects/web/ HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: bm9ib2R5IGxpc3RlbnMhIQ==\r\n"
)
STREAM = "GET /api/v1/projects/web/events/stream HTTP/1.1\r\n"


@contextmanager
def deaf_client(served: Served, bearer: dict[str, str], request: str) -> Iterator[None]:
    """Asks, hears the first word and never reads again."""
    with socket.socket() as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        client.connect(("127.0.0.1", served.port))
        headers = f"Host: 127.0.0.1:{served.port}\r\nAuthorization: {bearer['Authorization']}\r\n\r\n"
        client.sendall(f"{request}{headers}".encode())
        assert client.recv(12) in (b"HTTP/1.1 101", b"HTTP/1.1 200")
        yield


def resident() -> int:
    """Bytes of memory this process, server included, has now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


@pytest.mark.parametrize("request_line", [SOCKET, STREAM], ids=["sockets", "streams"])
def test_forty_who_never_read_cost_no_memory_and_one_who_reads_hears_all(
    served: Served, bearer: dict[str, str], request_line: str
) -> None:
    with ExitStack() as open_sockets:
        for _ in range(DEAF):
            open_sockets.enter_context(deaf_client(served, bearer, request_line))
        listener = open_sockets.enter_context(opened(f"{served.url}/ws/projects/web/", **bearer))
        listener.next()
        for number in range(20):
            a_task(f"W.{number}", notes=LARGE)
        listener.until(22)
        before = resident()
        for number in range(EVENTS):
            a_task(f"A.{number}", notes=LARGE)
        heard = listener.until(22 + EVENTS)
        grown = resident() - before
    assert [event["sequence"] for event in heard] == list(range(23, 23 + EVENTS))
    assert grown < 120_000_000, f"{grown:,} bytes more"
