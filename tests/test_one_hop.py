"""Each synchronous request runs whole in one thread; bodies, streams and long polls hold none needlessly."""

import asyncio
import json
import threading
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from typing import Any

import pytest
from asgiref.testing import ApplicationCommunicator
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from coordinator.one_hop import Flowing, OneHop, Parked

pytestmark = pytest.mark.urls(__name__)

seen_threads: list[str] = []
bell: list[asyncio.Event] = []  # made anew for the event loop of each test
closed: list[str] = []


@csrf_exempt
def echo(request: HttpRequest) -> JsonResponse:
    seen_threads.append(threading.current_thread().name)
    return JsonResponse({"length": len(request.body), "agent": request.headers.get("User-Agent")})


def cookies(request: HttpRequest) -> HttpResponse:
    response = HttpResponse("two")
    response.set_cookie("a", "1")
    response.set_cookie("b", "2")
    return response


def numbers(request: HttpRequest) -> StreamingHttpResponse:
    def parts() -> Iterator[bytes]:
        try:
            for number in range(100_000):
                yield b"%d\n" % number
        finally:
            closed.append(threading.current_thread().name)

    return StreamingHttpResponse(parts())


def ticks(request: HttpRequest) -> Flowing:
    async def parts() -> AsyncGenerator[bytes]:
        for number in range(3):
            await asyncio.sleep(0)
            yield b"%d\n" % number

    return Flowing(parts())


def silence(request: HttpRequest) -> Flowing:
    async def parts() -> AsyncGenerator[bytes]:
        try:
            yield b"hello"
            await asyncio.Event().wait()
        finally:
            closed.append("silence")

    return Flowing(parts())


def document(request: HttpRequest) -> FileResponse:
    return FileResponse(open(__file__, "rb"))


@csrf_exempt
def wait(request: HttpRequest) -> HttpResponse:
    said = request.body
    if getattr(request, "scope", {}).get("resumed"):
        return HttpResponse(b"rung, " + said)

    async def until() -> bool:
        await asyncio.wait_for(bell[0].wait(), 5)
        return request.headers.get("Give") != "up"

    return Parked(b"nothing yet", until=until)


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a bug")


urlpatterns = [
    path(view.__name__, view) for view in (echo, cookies, numbers, ticks, silence, document, wait, broken)
]


@pytest.fixture
async def app() -> AsyncIterator[OneHop]:
    bell[:] = [asyncio.Event()]
    seen_threads.clear()
    closed.clear()
    app = OneHop()
    yield app
    app.stop()


def scope(path: str, method: str = "GET", **headers: str) -> dict[str, Any]:
    named = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": b"",
        "headers": [(b"host", b"testserver"), *named],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 2),
    }


def request(app: OneHop, path: str, *parts: bytes, **headers: str) -> ApplicationCommunicator:
    talk = ApplicationCommunicator(app, scope(path, "POST" if parts else "GET", **headers))
    for part in parts[:-1]:
        talk.input_queue.put_nowait({"type": "http.request", "body": part, "more_body": True})
    talk.input_queue.put_nowait({"type": "http.request", "body": parts[-1] if parts else b""})
    return talk


async def answer(talk: ApplicationCommunicator) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
    start = await talk.receive_output(5)
    body = b""
    while True:
        message = await talk.receive_output(5)
        body += message.get("body", b"")
        if not message.get("more_body"):
            return start["status"], start["headers"], body


async def test_a_request_is_answered_from_a_request_thread(app: OneHop) -> None:
    status, headers, body = await answer(request(app, "/echo", b"four", user_agent="ada"))
    assert (status, json.loads(body)) == (200, {"length": 4, "agent": "ada"})
    assert dict(headers)[b"Content-Type"] == b"application/json"
    assert seen_threads[0].startswith("request")


async def test_a_body_in_many_parts_arrives_whole(app: OneHop) -> None:
    _, _, body = await answer(request(app, "/echo", *[b"x" * 65_536] * 40))
    assert json.loads(body)["length"] == 65_536 * 40


async def test_each_cookie_has_a_header_of_its_own(app: OneHop) -> None:
    _, headers, _ = await answer(request(app, "/cookies"))
    assert [value.split(b";")[0] for name, value in headers if name == b"Set-Cookie"] == [b"a=1", b"b=2"]


async def test_a_body_that_declares_too_much_is_heard_out_and_refused(app: OneHop, settings: Any) -> None:
    settings.MAX_BODY = 1000
    talk = request(app, "/echo", b"x" * 600, b"x" * 600, content_length="1200")
    status, headers, body = await answer(talk)
    assert (status, json.loads(body)["code"]) == (413, "body_too_large")
    assert dict(headers)[b"Content-Type"] == b"application/problem+json"
    assert talk.input_queue.empty()
    assert seen_threads == []


@pytest.mark.parametrize("parts", [(b"x" * 1001,), (b"x" * 600, b"x" * 600, b"x")])
async def test_a_body_larger_than_it_said_is_refused_all_the_same(app: OneHop, settings: Any, parts: tuple[bytes, ...]) -> None:
    settings.MAX_BODY = 1000
    status, _, body = await answer(request(app, "/echo", *parts))
    assert (status, json.loads(body)["status"]) == (413, 413)
    assert seen_threads == []


async def test_a_caller_who_leaves_within_the_body_is_forgotten(app: OneHop) -> None:
    talk = ApplicationCommunicator(app, scope("/echo", "POST"))
    await talk.send_input({"type": "http.request", "body": b"half", "more_body": True})
    await talk.send_input({"type": "http.disconnect"})
    await talk.wait(5)
    assert seen_threads == []


async def test_a_stream_is_sent_part_by_part(app: OneHop) -> None:
    status, _, body = await answer(request(app, "/document"))
    with open(__file__, "rb") as file:
        assert (status, body) == (200, file.read())


async def test_an_asynchronous_stream_is_sent_too(app: OneHop) -> None:
    assert (await answer(request(app, "/ticks")))[2] == b"0\n1\n2\n"


async def test_a_stream_in_which_nothing_happens_ends_when_its_reader_leaves(app: OneHop) -> None:
    talk = request(app, "/silence")
    await talk.receive_output(5)
    assert (await talk.receive_output(5))["body"] == b"hello"
    await talk.send_input({"type": "http.disconnect"})
    await talk.wait(5)
    assert closed == ["silence"]


async def test_a_stream_ends_when_its_reader_leaves(app: OneHop) -> None:
    talk = request(app, "/numbers")
    await talk.receive_output(5)
    await talk.receive_output(5)
    await talk.send_input({"type": "http.disconnect"})
    await talk.wait(5)
    assert closed and closed[0].startswith("stream")
    assert talk.output_queue.qsize() < 99_999


async def test_a_parked_request_runs_again_with_its_body_when_it_is_woken(app: OneHop) -> None:
    talk = request(app, "/wait", b"hello")
    assert await talk.receive_nothing(0.05)
    bell[0].set()
    assert (await answer(talk))[2] == b"rung, hello"


async def test_a_parked_request_that_gives_up_has_its_answer_ready(app: OneHop) -> None:
    bell[0].set()
    assert (await answer(request(app, "/wait", b"hello", give="up")))[2] == b"nothing yet"


async def test_parked_requests_hold_no_thread(app: OneHop, settings: Any) -> None:
    parked = [request(app, "/wait", b"hello") for _ in range(settings.THREADS * 2)]
    for talk in parked:
        assert await talk.receive_nothing(0.01)
    assert (await answer(request(app, "/echo", b"in between")))[0] == 200
    bell[0].set()
    assert {(await answer(talk))[2] for talk in parked} == {b"rung, hello"}


async def test_a_caller_who_leaves_while_parked_is_forgotten(app: OneHop) -> None:
    talk = request(app, "/wait", b"hello")
    assert await talk.receive_nothing(0.05)
    await talk.send_input({"type": "http.disconnect"})
    await talk.wait(5)
    assert talk.output_queue.empty()


async def test_a_request_that_outlasts_the_server_hears_that_it_is_being_stopped(app: OneHop) -> None:
    talk = request(app, "/wait", b"hello")
    assert await talk.receive_nothing(0.05)
    talk.future.cancel()
    status, _, body = await answer(talk)
    assert (status, json.loads(body)["code"]) == (503, "stopping")


async def test_what_was_stopped_can_serve_again(app: OneHop) -> None:
    app.stop()
    assert (await answer(request(app, "/echo", b"again")))[0] == 200


async def test_an_unexpected_error_is_a_500(app: OneHop, settings: Any) -> None:
    settings.DEBUG_PROPAGATE_EXCEPTIONS = False
    assert (await answer(request(app, "/broken")))[0] == 500


async def test_an_address_that_is_not_text_is_a_400(app: OneHop) -> None:
    talk = ApplicationCommunicator(app, scope("/echo") | {"query_string": b"\xff"})
    await talk.send_input({"type": "http.request", "body": b""})
    assert (await answer(talk))[0] == 400
