"""Waiting for mail and for answers, over a running server: woken by what happens, holding no thread meanwhile."""

import uuid
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from tests.support.processes import Signalbox, signalbox

THREADS = 2
LONG = 30.0  # seconds nobody waits unless something is wrong
SOON = 10.0
Answer = Future[httpx.Response]


class Talk:
    """The agents ada, bob and eve of a project of their own."""

    def __init__(self, server: Signalbox) -> None:
        project = f"web-{uuid.uuid4().hex[:8]}"
        api = f"{server.url}/api/v1/projects"
        httpx.post(api, json={"slug": project, "name": "Web"}, headers=server.headers).raise_for_status()
        self.http = httpx.Client(base_url=f"{api}/{project}", headers=server.headers, timeout=2 * LONG)
        self.pool = ThreadPoolExecutor(8)
        for name in ("ada", "bob", "eve"):
            self.post("agents", name=name)

    def post(self, path: str, **body: Any) -> dict[str, Any]:
        answer = self.http.post(f"/{path}", json=body)
        assert answer.is_success, answer.text
        said: dict[str, Any] = answer.json()
        return said

    def writes(self, sender: str, to: str, text: str = "x", **fields: Any) -> dict[str, Any]:
        return self.post("messages", agent=sender, to=to, text=text, **fields)

    def asks(self, text: str, wait: float = LONG) -> Answer:
        """Ada's question to bob, under way."""
        body = {"agent": "ada", "to": "bob", "kind": "question", "text": text, "wait": wait}
        return self.pool.submit(self.http.post, "/messages", json=body)

    def listens(self, name: str, after: str = "0", wait: float = LONG) -> Answer:
        return self.pool.submit(self.http.get, f"/agents/{name}/inbox", params={"wait": wait, "after": after})

    def until_heard(self, name: str, text: str) -> str:
        """The key of a message that this agent has got; what was sent is written down before anybody waits."""
        while True:
            for message in self.http.get(f"/agents/{name}/inbox").json()["messages"]:
                if message["text"] == text:
                    key: str = message["key"]
                    return key

    def until_present(self, *names: str) -> None:
        waiting = set(names)
        while waiting:
            agents = self.http.get("/agents").json()["agents"]
            waiting -= {agent["name"] for agent in agents if agent["seen_at"]}


def texts(answer: Answer) -> list[str]:
    return [one["text"] for one in answer.result(SOON).json()["messages"]]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Signalbox]:
    with signalbox(tmp_path_factory.mktemp("waiting") / "home", SIGNALBOX_THREADS=str(THREADS)) as running:
        yield running


@pytest.fixture
def talk(server: Signalbox) -> Iterator[Talk]:
    talk = Talk(server)
    yield talk
    talk.pool.shutdown(wait=False)
    talk.http.close()


def test_who_asks_gets_the_answer_as_soon_as_it_is_there(talk: Talk) -> None:
    questions = [talk.asks(str(number)) for number in range(3 * THREADS)]
    keys = [talk.until_heard("bob", str(number)) for number in range(3 * THREADS)]
    assert not any(one.done() for one in questions)
    for key in keys:
        talk.post("messages", agent="bob", reply_to=key, text=f"to {key}")
    for key, question in zip(keys, questions, strict=True):
        said = question.result(SOON)
        assert (said.status_code, said.json()["key"], said.json()["reply"]["text"]) == (201, key, f"to {key}")


def test_a_question_that_nobody_answers_in_time_stays_open(talk: Talk) -> None:
    said = talk.asks("Anybody?", 0.2).result(SOON).json()
    assert (said["open"], said["reply"]) == (True, None)
    assert len(talk.http.get("/messages").json()["messages"]) == 1, "asked once, however long it waited"


def test_a_question_that_is_withdrawn_is_waited_for_no_longer(talk: Talk) -> None:
    question = talk.asks("Which?")
    talk.post(f"messages/{talk.until_heard('bob', 'Which?')}/resolve", note="found it")
    said = question.result(SOON).json()
    assert (said["open"], said["reply"], said["resolution"]) == (False, None, "found it")


def test_who_listens_hears_what_is_written_to_it_and_nothing_else(talk: Talk) -> None:
    answer = talk.listens("bob")
    talk.until_present("bob")
    talk.writes("ada", "eve", "for eve")
    assert not answer.done()
    talk.writes("ada", "bob", "for bob")
    assert texts(answer) == ["for bob"]


def test_who_listens_behind_what_it_has_waits_for_something_new(talk: Talk) -> None:
    old = talk.writes("ada", "bob", "old")["key"]
    assert texts(talk.listens("bob")) == ["old"]
    answer = talk.listens("bob", after=old)
    talk.until_present("bob")
    assert not answer.done()
    talk.writes("ada", "bob", "new")
    assert texts(answer) == ["new"]


def test_who_listens_in_vain_is_told_so(talk: Talk) -> None:
    assert texts(talk.listens("bob", wait=0.2)) == []


def test_an_agent_that_is_blocked_is_woken_once_when_it_can_go_on(talk: Talk) -> None:
    talk.post("tasks", key="A.1", title="Schema")
    fence = talk.post("claims", agent="bob")["claims"][0]["fence"]
    talk.post("tasks/A.1/block", fence=fence, reason="no key")
    answer = talk.listens("bob")
    talk.writes("ada", "eve", "for eve")
    assert not answer.done()
    talk.post("tasks/A.1/unblock", step_in=True, note="it is in the vault")
    assert texts(answer) == ["A.1 can go on: nothing blocks it any more."]
    beat = talk.post("agents/bob/heartbeat", leases=[{"task": "A.1", "fence": fence}])
    assert beat["messages"] == 1
    talk.post(f"messages/{answer.result().json()['messages'][0]['key']}/ack", agent="bob")
    assert talk.post("agents/bob/heartbeat")["messages"] == 0
