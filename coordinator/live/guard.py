"""Shows the door to listeners who may no longer listen: signed out, revoked, no member any more, deactivated.

A change made in this process is acted upon at once; one made elsewhere is noticed by asking again every few seconds.
"""

import asyncio
import contextlib
from typing import Any, Protocol

from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.db import Error, transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from coordinator.access.models import Membership, Token
from coordinator.live.callers import Caller, Refused, admit
from coordinator.live.database_thread import DatabaseThread
from coordinator.live.per_loop import PerLoop

ROUND = 5.0
PACE = 0.2


class Listener(Protocol):
    """An open socket or stream."""

    caller: Caller
    project: str

    def expel(self, refused: Refused) -> None: ...


class Guard:
    """Lives on one event loop; `the_guard()` gives the one of the running loop."""

    def __init__(self) -> None:
        self._inside: set[Listener] = set()
        self._thread = DatabaseThread("guard")
        self._changed = asyncio.Event()

    async def admit(self, listener: Listener) -> int:
        """The id of the project. Raises Refused."""
        project_id = await self._thread.run(admit, listener.caller, listener.project)
        self._inside.add(listener)
        return project_id

    def goodbye(self, listener: Listener) -> None:
        self._inside.discard(listener)

    def look_again(self) -> None:
        """Something about rights has changed. Only on the guard's own loop."""
        self._changed.set()

    async def run(self) -> None:
        """Until cancelled."""
        loop = asyncio.get_running_loop()
        _guards[loop] = self
        try:
            while True:
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(ROUND):
                        await self._changed.wait()
                self._changed.clear()
                await self.go_round()
                await asyncio.sleep(PACE)
        finally:
            del _guards[loop]
            self._thread.stop()
            the_guard.forget()

    async def go_round(self) -> None:
        """One question for each caller and project, however many sockets they have open."""
        groups: dict[tuple[Caller, str], list[Listener]] = {}
        for listener in self._inside:
            groups.setdefault((listener.caller, listener.project), []).append(listener)
        for (caller, project), listeners in groups.items():
            try:
                await self._thread.run(admit, caller, project)
            except Refused as refused:
                for listener in listeners:
                    listener.expel(refused)
            except Error:
                return  # without a database nothing is pushed either; the next round asks again


_guards: dict[asyncio.AbstractEventLoop, Guard] = {}
the_guard = PerLoop(Guard)


async def watch_the_doors() -> None:
    """The background work of every process that serves."""
    await the_guard().run()


@receiver((post_save, post_delete), sender=Token)
@receiver((post_save, post_delete), sender=Membership)
@receiver((post_save, post_delete), sender=get_user_model())
@receiver(post_delete, sender=Session)
def rights_changed(**_: Any) -> None:
    transaction.on_commit(have_guards_look, robust=True)


def have_guards_look() -> None:
    for loop, guard in tuple(_guards.items()):
        with contextlib.suppress(RuntimeError):  # the loop has just been closed
            loop.call_soon_threadsafe(guard.look_again)
