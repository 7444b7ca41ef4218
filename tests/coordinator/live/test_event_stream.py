"""Server-Sent Events: hello, then every event once and in order, from wherever the reader stood, to whoever may listen."""

import random
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, aclosing
from typing import Any

import httpx
import pytest
from django.conf import settings
from django.test import AsyncClient, Client
from django.utils import timezone

from coordinator.access.models import Membership, Role
from coordinator.access.tokens import issue, revoke
from coordinator.eventlog.models import Event, LogHead
from coordinator.live import guard, reader, stream, telling
from coordinator.live.hub import Hub
from tests.support.served import Served, opened
from tests.support.streams import Stream, streamed
from tests.support.threads import beside
from tests.support.world import a_person, a_task, a_track

Follow = Callable[..., AbstractContextManager[Stream]]


def address(served: Served, query: str = "") -> str:
    return f"http://127.0.0.1:{served.port}/api/v1/projects/web/events/stream?{query}"


@pytest.fixture
def follow(served: Served, bearer: dict[str, str]) -> Follow:
    """Opens the project's stream with a query and more headers."""
    return lambda query="", **headers: streamed(address(served, query), **bearer, **headers)


def add_tasks(name: str, count: int) -> None:
    for number in range(count):
        a_task(f"{name}.{number}", track="A")


def test_it_says_where_the_log_stands_and_then_what_happens_with_its_place(follow: Follow, project: LogHead) -> None:
    with follow() as told:
        hello = told.next()
        assert (hello.name, hello.id) == ("hello", f"{project.log_id}:2")
        assert hello.data == {"type": "hello", "log_id": project.log_id, "head": 2}
        a_task("A.1", track="A")
        event = told.next()
        assert (event.name, event.id) == ("message", f"{project.log_id}:3")
        assert (event.data["type"], event.data["event"], event.data["subject"]) == ("event", "task.added", "task/A.1")


def test_it_tells_the_very_frames_of_the_socket(follow: Follow, served: Served, bearer: dict[str, str]) -> None:
    with follow() as told, opened(f"{served.url}/ws/projects/web/", **bearer) as socket:
        assert told.next().data == socket.next()
        add_tasks("A", 20)
        assert told.events(20) == socket.events(20)


def test_a_reader_that_is_cut_off_again_and_again_has_the_log_in_the_end(follow: Follow, project: LogHead) -> None:
    dice = random.Random(4)
    heard: list[int] = []
    place = f"{project.log_id}:0"
    while len(heard) < 42:
        with follow(Last_Event_ID=place) as told:
            assert told.next().id == place
            heard += [event["sequence"] for event in told.events(min(42 - len(heard), dice.randrange(1, 9)) if heard else 2)]
            place = told.last_id
        if len(heard) == 2:
            add_tasks("A", 40)
    assert heard == list(Event.objects.filter(project=project).order_by("sequence").values_list("sequence", flat=True))


def test_the_header_of_a_browser_that_comes_back_counts_before_its_first_address(follow: Follow, project: LogHead) -> None:
    add_tasks("A", 3)
    with follow(f"since={project.log_id}:1", Last_Event_ID=f"{project.log_id}:4") as told:
        told.next()
        assert told.events(1)[0]["sequence"] == 5


def test_a_reader_of_another_log_begins_anew(follow: Follow, project: LogHead) -> None:
    with follow("since=11111111-2222-3333-4444-555555555555:1") as told:
        told.next()
        reset = told.next()
        assert (reset.name, reset.id) == ("reset", f"{project.log_id}:2")
        assert reset.data == {"type": "reset", "reason": "another_log", "log_id": project.log_id, "head": 2}
        a_task("A.1")
        assert told.events(1)[0]["sequence"] == 3


def test_a_reader_too_far_behind_begins_anew(follow: Follow, project: LogHead, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "TOO_FAR", 3)
    add_tasks("A", 4)
    with follow(f"since={project.log_id}:2") as told:
        told.next()
        assert told.next().data["reason"] == "too_far_behind"


def test_a_filter_lets_through_what_was_asked_for(follow: Follow) -> None:
    with follow("type=task.*&track=A") as told:
        told.next()
        a_track("B")
        a_task("B.1", track="B")
        a_task("A.1", track="A")
        assert told.events(1)[0]["subject"] == "task/A.1"


def test_a_filter_that_lets_nothing_through_still_moves_the_readers_place_on(
    follow: Follow, project: LogHead, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling, "SKIPPED", 5)
    with follow("type=agent.registered") as told:
        told.next()
        add_tasks("A", 12)
        position = told.next()
    assert position.name == "position"
    assert position.id == f"{project.log_id}:{position.data['sequence']}"
    assert position.data["sequence"] >= 7


def test_silence_is_broken_by_comments(follow: Follow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "KEEP_ALIVE", 0.05)
    with follow() as told:
        told.next()
        told.comment()
        told.comment()


def test_without_following_it_ends_where_the_log_ends(follow: Follow, project: LogHead) -> None:
    add_tasks("A", 5)
    with follow(f"since={project.log_id}:3&follow=0") as told:
        told.next()
        assert [event["sequence"] for event in told.events(4)] == [4, 5, 6, 7]
        assert told.end() == {"type": "end", "code": 0, "reason": "That is all there is."}


@pytest.mark.parametrize("query", ["since=yesterday", "follow=perhaps", "tpye=task.added", "type=a&type=b"])
def test_what_makes_no_sense_is_refused_before_anything_is_sent(served: Served, bearer: dict[str, str], query: str) -> None:
    answer = httpx.get(address(served, query), headers=bearer)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_field")


def test_a_place_that_is_none_is_refused_by_the_name_of_its_header(served: Served, bearer: dict[str, str]) -> None:
    answer = httpx.get(address(served), headers=bearer | {"Last-Event-ID": "7"})
    assert answer.json()["errors"][0]["field"] == "Last-Event-ID"


def test_who_asks_for_the_headers_alone_is_not_kept_waiting(served: Served, bearer: dict[str, str]) -> None:
    answer = httpx.head(address(served), headers=bearer)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/event-stream")


def test_strangers_get_nothing(served: Served) -> None:
    assert httpx.get(address(served)).status_code == 401
    assert httpx.get(address(served), headers={"Authorization": "Bearer sb_no"}).status_code == 401
    other = issue("everywhere else", Role.VIEWER)[1]
    unknown = address(served).replace("/web/", "/nowhere/")
    assert httpx.get(unknown, headers={"Authorization": f"Bearer {other}"}).status_code == 404


# Rights that end ------------------------------------------------------------------------------------------------------


def test_a_token_that_is_revoked_ends_its_streams_at_once(
    served: Served, project: LogHead, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "ROUND", 3600.0)
    token, secret = issue("watcher", Role.VIEWER, project)
    with streamed(address(served), Authorization=f"Bearer {secret}") as told:
        told.next()
        revoke(token)
        a_task("A.1")
        assert told.end()["code"] == 4401


def test_a_person_who_is_no_member_any_more_is_sent_away(served: Served, project: LogHead) -> None:
    user = a_person("bob", project, Role.VIEWER)
    browser = Client()
    browser.force_login(user)
    with streamed(address(served), Cookie=f"signalbox_session={browser.cookies['signalbox_session'].value}") as told:
        told.next()
        Membership.objects.get(user=user).delete()
        assert told.end()["code"] == 4403


def test_a_token_that_runs_out_ends_its_streams(
    project: LogHead, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    monkeypatch.setattr(guard, "ROUND", 0.1)
    served: Served = request.getfixturevalue("served")
    token, secret = issue("watcher", Role.VIEWER, project)
    with streamed(address(served), Authorization=f"Bearer {secret}") as told:
        told.next()
        token.expires_at = timezone.now()
        token.save()
        assert told.end()["code"] == 4401


# What it costs --------------------------------------------------------------------------------------------------------


def test_more_listeners_than_threads_keep_nobody_waiting(follow: Follow, served: Served, bearer: dict[str, str]) -> None:
    with ExitStack() as open_streams:
        listeners = [open_streams.enter_context(follow()) for _ in range(2 * settings.THREADS)]
        for told in listeners:
            told.next()
        assert httpx.get(address(served).replace("/stream?", ""), headers=bearer).status_code == 200
        a_task("A.1")
        assert {told.events(1)[0]["subject"] for told in listeners} == {"task/A.1"}


def test_a_reader_that_leaves_is_forgotten(follow: Follow, served: Served) -> None:
    with follow() as told:
        told.next()
    with follow() as told:
        told.next()
        a_task("A.1")
        told.events(1)
        assert len(inside(served)) == 1


def inside(served: Served) -> list[guard.Listener]:
    return list(guard._guards[served.loop]._inside)


# Without a server -----------------------------------------------------------------------------------------------------


def test_the_test_client_gets_what_there_is(project: LogHead) -> None:
    _, secret = issue("watcher", Role.VIEWER, project)
    answer = Client().get(
        f"/api/v1/projects/web/events/stream?since={project.log_id}:0", headers={"Authorization": f"Bearer {secret}"}
    )
    with pytest.warns(Warning, match="asynchronous"):
        content = b"".join(answer)
    assert content.count(b"\ndata: ") == 4  # hello, two events, the end
    assert content.endswith(b'"That is all there is."}\n\n')


async def test_the_asynchronous_test_client_may_follow(hub: Hub, project: LogHead) -> None:
    _, secret = await beside(issue, "watcher", Role.VIEWER, project)
    headers = {"Authorization": f"Bearer {secret}"}
    answer: Any = await AsyncClient().get("/api/v1/projects/web/events/stream", headers=headers)
    async with aclosing(answer.parts) as parts:
        assert b"event: hello" in await anext(parts)
        await beside(a_task, "A.1")
        assert b'"event":"task.added"' in await anext(parts)
