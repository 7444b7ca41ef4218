"""A thread in which the event loop has its database work done, with a connection of its own."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from django.db import Error, connection

P = ParamSpec("P")
R = TypeVar("R")


class DatabaseThread:
    """Not `database_sync_to_async`: all its callers share one thread, where a slow query holds up everybody."""

    def __init__(self, name: str) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=name)

    async def run(self, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Raises what `work` raises."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, lambda: carefully(work, *args, **kwargs))

    def stop(self) -> None:
        """Waits for nobody: what runs is finished, then the connection is closed."""
        self._thread.submit(close)
        self._thread.shutdown(wait=False)


def carefully(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """A connection that failed is not used again: the next call opens a new one."""
    try:
        return work(*args, **kwargs)
    except Error:
        connection.close()
        raise


def close() -> None:
    """A function, because `connection.close` names the connection of the thread that says it."""
    connection.close()
