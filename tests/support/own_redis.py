"""A Redis of a test's own, to pause and to kill."""

import contextlib
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import redis

from coordinator.server import bind
from tests.support.services import needed


class OwnRedis:
    def __init__(self) -> None:
        self.program = needed(shutil.which("redis-server"), "the program redis-server")
        bound = bind("127.0.0.1", 0)
        self.port = bound.getsockname()[1]
        bound.close()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(
            [self.program, "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
            stdout=subprocess.DEVNULL,
        )
        retry = redis.retry.Retry(redis.backoff.ConstantBackoff(0.05), 200)
        with redis.Redis.from_url(self.url, retry=retry, retry_on_error=[redis.exceptions.ConnectionError]) as client:
            client.ping()

    def listeners(self, channel: str) -> int:
        with redis.Redis.from_url(self.url) as client:
            return sum(count for name, count in client.pubsub_numsub(channel))

    def pause(self) -> None:
        os.kill(self.process.pid, signal.SIGSTOP)

    def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.process.pid, signal.SIGCONT)
        self.process.kill()
        self.process.wait()


@contextmanager
def own_redis() -> Iterator[OwnRedis]:
    server = OwnRedis()
    try:
        yield server
    finally:
        server.kill()
