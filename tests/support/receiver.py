"""A receiver of webhooks: a small HTTP server that remembers what it was sent and answers what it is told to."""

import contextlib
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

SOON = 30.0


@dataclass(frozen=True, slots=True)
class Call:
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def said(self) -> dict[str, Any]:
        said: dict[str, Any] = json.loads(self.body)
        return said

    @property
    def sequence(self) -> int:
        sequence: int = self.said["data"]["sequence"]
        return sequence


class Receiver:
    """`answers(call)` gives the status, or the status and headers; everything is received unless it says otherwise."""

    def __init__(self, port: int = 0) -> None:
        self.calls: list[Call] = []
        self.answers: Callable[[Call], int | tuple[int, dict[str, str]]] = lambda call: 200
        self.more = b""  # sent behind the headers
        self.reached, self.released = threading.Event(), threading.Event()  # for tests in which it hangs
        self._came = threading.Condition()
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                call = Call(self.path, {name.lower(): value for name, value in self.headers.items()}, body)
                answer = receiver.answers(call)
                status, headers = answer if isinstance(answer, tuple) else (answer, {})
                receiver.note(call)  # whoever has our answer finds what it was to
                self.send_response(status)
                for name, value in {"Content-Length": "0", **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                with contextlib.suppress(OSError):
                    self.wfile.write(receiver.more)

            def log_message(self, *_: object) -> None:
                """Says nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}/hook"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05})
        self.thread.start()

    def note(self, call: Call) -> None:
        with self._came:
            self.calls.append(call)
            self._came.notify_all()

    def until(self, is_enough: Callable[[list[Call]], bool], within: float = SOON) -> list[Call]:
        """What has come once that is enough."""
        with self._came:
            assert self._came.wait_for(lambda: is_enough(self.calls), within), [call.said["type"] for call in self.calls]
            return list(self.calls)

    def sequences(self) -> list[int]:
        return [call.sequence for call in self.calls if call.said["type"] != "webhook.test"]

    def until_told(self, sequence: int, within: float = SOON) -> list[int]:
        """The sequences that came, up to and with this one."""
        self.until(lambda calls: sequence in self.sequences(), within)
        return self.sequences()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@contextmanager
def receiving(port: int = 0) -> Iterator[Receiver]:
    receiver = Receiver(port)
    try:
        yield receiver
    finally:
        receiver.stop()
