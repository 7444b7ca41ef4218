"""One call to a receiver: what is sent, and what came of it. Follows no redirect and keeps nothing of an answer."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import httpx

from coordinator.webhooks import signing
from coordinator.webhooks.destination import NotAllowed, resolved

WITHIN = 10.0  # seconds for all of it, from looking up the name to the status
USER_AGENT = "Signalbox-Webhooks/1"
MOST_READ = 4_096  # bytes of an answer, so that its connection can be used again; with more it is closed
GONE = 410  # how a receiver says that it wants to hear no more


@dataclass(frozen=True, slots=True)
class Message:
    """`id` stays the same however often it is sent."""

    id: str
    type: str
    body: bytes
    sequence: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one try. `status` is the receiver's, None where there was no answer."""

    message: Message
    at: datetime
    status: int | None
    error: str
    milliseconds: int
    retry_after: float = 0.0

    @property
    def is_received(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


class Sender:
    """Calls one receiver, over one connection as long as that holds."""

    def __init__(self, url: str, keys: Sequence[bytes]) -> None:
        self._url, self._keys = url, keys
        # No proxy: it would look the name up again, and connect to where that leads.
        self._client = httpx.AsyncClient(trust_env=False, follow_redirects=False, timeout=WITHIN)

    async def __aenter__(self) -> "Sender":
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.aclose()

    async def send(self, message: Message) -> Outcome:
        """Never raises for what a receiver does."""
        at, begun = datetime.now(UTC), time.monotonic()
        status, error, retry_after = None, "", 0.0
        try:
            async with asyncio.timeout(WITHIN):
                status, retry_after = await self._call(message, at)
            error = why_refused(status)
        except TimeoutError:
            error = f"no answer within {WITHIN:.0f} seconds"
        except (NotAllowed, httpx.HTTPError, httpx.InvalidURL, OSError) as failure:
            error = f"{failure}" or type(failure).__name__
        return Outcome(message, at, status, error[:300], round(1000 * (time.monotonic() - begun)), retry_after)

    async def _call(self, message: Message, at: datetime) -> tuple[int, float]:
        """The status, and how many seconds the receiver wants to be left alone."""
        if not self._url:
            raise NotAllowed("the address cannot be read with this home's key; set it again")
        to = await resolved(self._url)
        headers = {
            "Host": to.host_header, "Content-Type": "application/json", "User-Agent": USER_AGENT,
            "Accept-Encoding": "identity", **signing.headers(message.id, at, message.body, self._keys),
        }
        extensions = {"sni_hostname": to.host}  # whom the certificate must be for, although an address is called
        async with self._client.stream("POST", to.url, content=message.body, headers=headers, extensions=extensions) as answer:
            read = 0
            async for part in answer.aiter_raw():
                read += len(part)
                if read > MOST_READ:
                    break
            return answer.status_code, seconds(answer.headers.get("Retry-After", ""))


def why_refused(status: int) -> str:
    if 200 <= status < 300:
        return ""
    return f"answered {status}" + (", and redirects are not followed" if 300 <= status < 400 else "")


def seconds(retry_after: str) -> float:
    return float(retry_after) if retry_after.isascii() and retry_after.isdigit() and len(retry_after) < 7 else 0.0
