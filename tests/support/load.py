"""A team under load: agents that claim and complete over HTTP, a reader on the socket, and the record of what they heard.

Each remembers only what the server acknowledged, so that the log can be held against it afterwards.
"""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from agents.runtime.client import Client, Refused, Unreachable


@dataclass
class Team:
    """`size` agents working off one project. `acknowledged` holds (verb, task, fence) of every answer that came back."""

    url: str
    token: str
    project: str
    size: int
    names: str = "agent"
    acknowledged: list[tuple[str, str, int]] = field(default_factory=list)
    refusals: list[Refused] = field(default_factory=list)
    errors: list[Exception] = field(default_factory=list)
    moved: threading.Condition = field(default_factory=threading.Condition)

    def run(self) -> None:
        """Until everything is done or an agent gives up."""
        threads = [threading.Thread(target=self.work, args=(f"agent-{number}",)) for number in range(self.size)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def work(self, name: str) -> None:
        client = Client(self.url, self.token, self.project)
        try:
            client.register(name)
            while claim := client.claim_next(name):
                self.heard("claim", claim.task, claim.fence)
                client.report(claim, "complete", summary="done")
                self.heard("complete", claim.task, claim.fence)
        except Refused as refused:
            self.refusals.append(refused)
        except Unreachable as error:
            self.errors.append(error)
        finally:
            client.close()

    def heard(self, verb: str, task: str, fence: int) -> None:
        with self.moved:
            self.acknowledged.append((verb, task, fence))
            self.moved.notify_all()

    def wait_for(self, answers: int, timeout: float = 60.0) -> None:
        with self.moved:
            assert self.moved.wait_for(lambda: len(self.acknowledged) >= answers, timeout), (
                f"only {len(self.acknowledged)} answers; {self.errors + list(self.refusals)}"
            )


class Reader:
    """Follows a project's socket, comes back after every break with what it saw last, and keeps every sequence."""

    def __init__(self, url: str, token: str, project: str) -> None:
        self.address = f"{url.replace('http', 'ws', 1)}/ws/projects/{project}/"
        self.headers = {"Authorization": f"Bearer {token}"}
        self.sequences: list[int] = []
        self.connections = 0
        self.resets: list[str] = []
        self.log_id = ""
        self.stopping = threading.Event()
        self.moved = threading.Condition()
        self.thread = threading.Thread(target=self.follow, name="reader")

    def follow(self) -> None:
        while not self.stopping.is_set():
            with suppress(OSError, ConnectionClosed, TimeoutError):
                self.listen()
            self.stopping.wait(0.1)

    def listen(self) -> None:
        since = f"?since={self.log_id}:{self.sequences[-1] if self.sequences else 0}" if self.log_id else ""
        with connect(self.address + since, additional_headers=self.headers, open_timeout=5) as socket:
            self.connections += 1
            while not self.stopping.is_set():
                with suppress(TimeoutError):
                    self.heard(json.loads(socket.recv(timeout=0.2)))

    def heard(self, frame: dict[str, Any]) -> None:
        with self.moved:
            if frame["type"] == "hello":
                self.log_id = frame["log_id"]
            elif frame["type"] == "reset":
                self.resets.append(frame["reason"])
            elif frame["type"] == "event":
                self.sequences.append(frame["sequence"])
            self.moved.notify_all()

    def wait_for(self, sequence: int, timeout: float = 30.0) -> None:
        with self.moved:
            assert self.moved.wait_for(lambda: bool(self.sequences) and self.sequences[-1] >= sequence, timeout), (
                f"the socket stands at {self.sequences[-1:]}, the log at {sequence}"
            )


@contextmanager
def reading(url: str, token: str, project: str) -> Iterator[Reader]:
    reader = Reader(url, token, project)
    reader.thread.start()
    try:
        yield reader
    finally:
        reader.stopping.set()
        reader.thread.join()
