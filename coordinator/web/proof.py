"""Whether all of it is true: the log proved, the tables held against it and put right, with how far that is.

Each is asked for with POST and answered line by line as JSON: `done` of `of` events, at last `ok` and what came of it in
`words`. What takes long in a thread of its own keeps no other request waiting.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

import msgspec
from asgiref.sync import sync_to_async
from django.core.exceptions import PermissionDenied
from django.db import connections
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_POST

from coordinator.eventlog.verification import verify
from coordinator.recovery.parity import parity
from coordinator.recovery.rebuild import rebuild
from coordinator.web.pages import Facts, Place, draw, project_page

Told = Callable[[int], None]
NDJSON = "application/x-ndjson"


@dataclass(frozen=True, slots=True)
class Work:
    """Something that looks at every event. Answers whether all was well, and that in words."""

    run: Callable[[str, Told], tuple[bool, str]]
    needs: str


def prove(project: str, told: Told) -> tuple[bool, str]:
    found = verify(project, told)
    if found.ok:
        return True, f"Every one of {found.events:,} events continues the one before it; {found.checkpoints:,} signatures hold."
    first = found.problems[0]
    return False, f"{found.faults:,} faults. The first: #{first.sequence:,}: {first.problem}."


def compare(project: str, told: Told) -> tuple[bool, str]:
    found = parity(project, told)
    if found.ok:
        return True, f"The tables say what the log says, up to #{found.sequence:,}."
    return False, f"{found.wrong:,} rows are not what the log says. The first: {found.differences[0]}."


def mend(project: str, told: Told) -> tuple[bool, str]:
    done = rebuild(project, told)
    count = sum(done.mended.values())
    return True, f"{count:,} rows were put right, up to #{done.sequence:,}." if count else "Every row was right."


WORKS = {"log": Work(prove, "view"), "tables": Work(compare, "operate"), "rebuild": Work(mend, "administer")}


@project_page
def proof(request: HttpRequest, place: Place) -> HttpResponse:
    return draw(request, "settings/proof.html", {"proof": about}, place, tab="settings-proof")


def about(place: Place) -> Facts:
    return {}


@require_POST
@project_page
def work(request: HttpRequest, place: Place, name: str) -> HttpResponseBase:
    wanted = WORKS.get(name)
    if wanted is None:
        raise Http404
    if not place.may(wanted.needs):
        raise PermissionDenied
    answer = StreamingHttpResponse(lines(wanted, place), content_type=NDJSON)
    answer.headers["X-Accel-Buffering"] = "no"
    return answer


async def lines(wanted: Work, place: Place) -> AsyncIterator[bytes]:
    heard: asyncio.Queue[bytes | None] = asyncio.Queue()
    loop = asyncio.get_running_loop()

    def say(line: object) -> None:
        loop.call_soon_threadsafe(heard.put_nowait, msgspec.json.encode(line) + b"\n")

    def run() -> None:
        try:
            ok, words = wanted.run(place.slug, lambda sequence: say({"done": sequence, "of": place.sequence}))
            say({"ok": ok, "words": words})
        finally:
            connections.close_all()
            loop.call_soon_threadsafe(heard.put_nowait, None)

    running = asyncio.ensure_future(sync_to_async(run, thread_sensitive=False)())
    while (line := await heard.get()) is not None:
        yield line
    await running
