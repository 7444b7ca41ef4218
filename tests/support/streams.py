"""A client of Server-Sent Events that remembers what it was told, as a browser would understand it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from tests.support.served import SOON


@dataclass(frozen=True, slots=True)
class Told:
    """`name` is `message` where the server gave none; `id` the last one it gave."""

    name: str
    id: str
    data: dict[str, Any]


class Stream:
    def __init__(self, answer: httpx.Response) -> None:
        self.answer = answer
        self.comments = 0
        self.lines = answer.iter_lines()
        self.last_id = ""

    def next(self) -> Told:
        """Raises StopIteration at the end of the stream."""
        name, data = "message", ""
        for line in self.lines:
            field, _, value = line.partition(": ")
            if line.startswith(":"):
                self.comments += 1
            elif field == "event":
                name = value
            elif field == "id":
                self.last_id = value
            elif field == "data":
                data += value
            elif not line and data:
                return Told(name, self.last_id, json.loads(data))
        raise StopIteration

    def events(self, count: int) -> list[dict[str, Any]]:
        """The next `count`, which must all be events of the log."""
        told = [self.next() for _ in range(count)]
        assert {one.name for one in told} <= {"message"}, told
        return [one.data for one in told]

    def comment(self) -> None:
        """Waits for one."""
        assert next(line for line in self.lines if line.startswith(":"))

    def end(self) -> dict[str, Any]:
        """What the server says last, whatever it says before; then the stream must be over."""
        while (told := self.next()).name != "end":
            pass
        assert list(self.lines) == []
        return told.data


@contextmanager
def streamed(address: str, **headers: str) -> Iterator[Stream]:
    """A stream at an address, with the underscores of header names read as hyphens."""
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    with httpx.Client(timeout=SOON) as client, client.stream("GET", address, headers=given) as answer:
        assert answer.status_code == 200, answer.read()
        assert answer.headers["Content-Type"] == "text/event-stream"
        yield Stream(answer)
