"""The API on a running server: many callers at once, large and broken requests, streams."""

import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support.processes import Signalbox, signalbox

CALLERS = 16
MB = 1_000_000


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Signalbox]:
    with signalbox(Path(tmp_path_factory.mktemp("wire") / "home")) as running:
        yield running


@pytest.fixture
def web(server: Signalbox) -> Iterator[httpx.Client]:
    """A client whose addresses are below a project of its own."""
    slug = f"web-{uuid.uuid4().hex[:8]}"
    url = f"{server.url}/api/v1/projects"
    httpx.post(url, json={"slug": slug, "name": "Web"}, headers=server.headers).raise_for_status()
    limits = httpx.Limits(max_connections=2 * CALLERS)
    with httpx.Client(base_url=f"{url}/{slug}/", headers=server.headers, timeout=60, limits=limits) as client:
        yield client


def at_once(work: Any, *arguments: Any) -> list[httpx.Response]:
    """The answers to `work(argument)` for each argument, all asked at the same time."""
    with ThreadPoolExecutor(CALLERS) as pool:
        return list(pool.map(work, *arguments))


def head_of(web: httpx.Client) -> int:
    head: int = web.get("").json()["head"]
    return head


def test_of_many_who_claim_one_task_one_gets_it(web: httpx.Client) -> None:
    names = [f"agent-{number}" for number in range(CALLERS)]
    for name in names:
        web.post("agents", json={"name": name})
    web.post("tasks", json={"key": "A.1", "title": "the only one"})
    answers = at_once(lambda name: web.post("tasks/A.1/claim", json={"agent": name}), names)
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * (CALLERS - 1)
    assert {answer.json()["code"] for answer in answers if answer.status_code == 409} == {"task_is_leased"}
    claimed = web.get("events", params={"type": "task.claimed"}).json()["events"]
    assert len(claimed) == 1


def test_a_command_sent_many_times_under_one_key_happens_once(web: httpx.Client) -> None:
    before = head_of(web)
    body = {"key": "A.1", "title": "once"}
    answers = at_once(lambda _: web.post("tasks", json=body, headers={"Idempotency-Key": "k"}), range(CALLERS))
    assert {(answer.status_code, answer.content) for answer in answers} == {(201, answers[0].content)}
    assert sum("Idempotency-Replayed" not in answer.headers for answer in answers) == 1
    assert head_of(web) == before + 1


def test_agents_that_join_many_times_under_one_key_have_one_token(web: httpx.Client) -> None:
    answers = at_once(lambda _: web.post("agents", json={"name": "ada"}, headers={"Idempotency-Key": "k"}), range(CALLERS))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["token"] for answer in answers}) == 1


def test_edits_at_once_of_one_version_let_one_through(web: httpx.Client) -> None:
    etag = web.post("tasks", json={"key": "A.1", "title": "x"}).headers["ETag"]
    answers = at_once(
        lambda number: web.patch("tasks/A.1", json={"title": f"title {number}"}, headers={"If-Match": etag}), range(CALLERS)
    )
    assert sorted(answer.status_code for answer in answers) == [200] + [412] * (CALLERS - 1)


def test_an_upload_of_100_mb_is_refused_and_the_server_goes_on(web: httpx.Client) -> None:
    before = head_of(web)

    def megabytes() -> Iterator[bytes]:
        for _ in range(100):
            yield b"x" * MB

    for headers in ({}, {"Content-Length": str(100 * MB)}):
        answer = web.post("imports", content=megabytes(), headers={"Content-Type": "text/markdown", **headers})
        problem = answer.json()
        assert (answer.status_code, problem["code"]) == (413, "body_too_large")
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert problem["instance"].endswith("/imports")
        assert problem["next"]
    assert head_of(web) == before


def test_an_address_that_is_not_text_leads_nowhere(web: httpx.Client) -> None:
    answer = web.get("tasks/%ff%fe")
    assert (answer.status_code, answer.json()["code"]) == (404, "unknown_task")


def test_a_connection_outlives_a_refusal(web: httpx.Client) -> None:
    for _ in range(3):
        assert web.post("tasks", content=b"{", headers={"Content-Type": "application/json"}).status_code == 400
        assert web.get("tasks").status_code == 200


def test_the_log_is_streamed_whole(web: httpx.Client) -> None:
    for number in range(20):
        web.post("tasks", json={"key": f"A.{number}", "title": "x" * 400})
    with web.stream("GET", "exports/log") as answer:
        lines = list(answer.iter_lines())
    assert len(lines) == head_of(web) + 2
