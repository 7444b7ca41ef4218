"""A claim that waits: over a running server, woken by what happens, holding no thread meanwhile."""

import uuid
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support.processes import Signalbox, manage, signalbox

THREADS = 4
WAITING = 3 * THREADS
LONG = 30.0  # seconds nobody waits unless something is wrong
SOON = 10.0


class Team:
    """Agents of a project of their own on a running server."""

    def __init__(self, server: Signalbox) -> None:
        self.project = f"web-{uuid.uuid4().hex[:8]}"
        self.http = httpx.Client(
            base_url=f"{server.url}/api/v1/projects", headers=server.headers, timeout=2 * LONG,
            limits=httpx.Limits(max_connections=100),
        )
        self.pool = ThreadPoolExecutor(WAITING)
        self.post("", {"slug": self.project, "name": "Web"}, within="")

    def post(self, path: str, body: dict[str, Any], within: str | None = None, **headers: str) -> httpx.Response:
        base = f"/{self.project}/" if within is None else within
        answer = self.http.post(f"{base}{path}", json=body, headers=headers)
        assert answer.is_success, answer.text
        return answer

    def agents(self, *names: str) -> None:
        for name in names:
            self.post("agents", {"name": name})

    def task(self, key: str, **fields: Any) -> None:
        self.post("tasks", {"key": key, "title": key, **fields})

    def waits(self, agent: str, seconds: float = LONG, key: str = "") -> "Future[httpx.Response]":
        """A claim under way, with a thread of its own."""
        headers = {"Idempotency-Key": key} if key else {}
        return self.pool.submit(self.post, "claims", {"agent": agent, "wait": seconds}, None, **headers)

    def until_all_wait(self, *names: str) -> None:
        """Whoever waits for work has been heard of."""
        waiting = set(names)
        while waiting:
            agents = self.http.get(f"/{self.project}/agents").json()["agents"]
            waiting -= {agent["name"] for agent in agents if agent["seen_at"]}


def given(answer: "Future[httpx.Response]") -> list[str]:
    """The keys of the tasks that a claim was given, soon."""
    return [claim["task"]["key"] for claim in answer.result(SOON).json()["claims"]]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(tmp_path_factory.mktemp("long-poll") / "home")


@pytest.fixture(scope="module")
def server(home: Path) -> Iterator[Signalbox]:
    with signalbox(home, SIGNALBOX_THREADS=str(THREADS)) as running:
        yield running


@pytest.fixture
def team(server: Signalbox) -> Iterator[Team]:
    team = Team(server)
    yield team
    team.pool.shutdown(wait=False)
    team.http.close()


def test_a_claim_waits_for_a_task_to_come(team: Team) -> None:
    team.agents("ada")
    answer = team.waits("ada")
    team.until_all_wait("ada")
    assert not answer.done()
    team.task("A.1")
    assert given(answer) == ["A.1"]
    assert answer.result().status_code == 201


def test_a_claim_waits_for_what_others_finish(team: Team) -> None:
    team.agents("ada", "bob")
    team.task("A.1")
    team.task("A.2", depends_on=["A.1"])
    fence = team.post("claims", {"agent": "ada"}).json()["claims"][0]["fence"]
    answer = team.waits("bob")
    team.until_all_wait("bob")
    team.post("tasks/A.1/progress", {"fence": fence, "percent": 50})  # moves the project, but gives bob nothing
    assert not answer.done()
    team.post("tasks/A.1/complete", {"fence": fence})
    assert given(answer) == ["A.2"]


def test_a_claim_waits_for_paths_to_be_free(team: Team) -> None:
    team.agents("ada", "bob")
    team.task("A.1", paths=["src/a.py"])
    held = team.post("reservations", {"agent": "ada", "paths": ["src"]}).json()
    answer = team.waits("bob")
    team.until_all_wait("bob")
    team.task("A.2", paths=["src/b.py"])  # more work, but none that bob could begin
    assert not answer.done()
    assert team.http.delete(f"/{team.project}/reservations/{held['key']}").is_success
    assert given(answer) == ["A.1"]


def test_a_claim_waits_for_a_task_of_the_tracks_it_names(team: Team) -> None:
    team.agents("ada")
    for key in ("A", "B"):
        team.post("tracks", {"key": key, "title": key})
    answer = team.pool.submit(team.post, "claims", {"agent": "ada", "wait": LONG, "tracks": ["B"]})
    team.until_all_wait("ada")
    team.task("A.1", track="A")
    assert not answer.done()
    team.task("B.1", track="B")
    assert given(answer) == ["B.1"]


@pytest.mark.parametrize("prefix", ["", "claim of "], ids=["without a key", "under a key"])
def test_more_may_wait_than_there_are_threads_and_each_task_goes_to_one(team: Team, prefix: str) -> None:
    names = [f"agent-{number}" for number in range(WAITING)]
    team.agents(*names)
    answers = [team.waits(name, key=prefix and prefix + name) for name in names]
    team.until_all_wait(*names)
    keys = [f"A.{number}" for number in range(WAITING)]
    for key in keys:
        team.task(key)
    assert sorted(key for answer in answers for key in given(answer)) == sorted(keys)
    if prefix:  # who lost a race for one task and won the next is told of that one again
        again = [team.waits(name, key=prefix + name) for name in names]
        assert [answer.result(SOON).content for answer in again] == [answer.result().content for answer in answers]


def test_a_wait_that_was_for_nothing_says_why(team: Team) -> None:
    team.agents("ada")
    team.task("A.1", capabilities=["cobol"])
    answer = team.waits("ada", 0.3).result(SOON)
    assert (answer.status_code, answer.json()["claims"]) == (200, [])
    assert answer.json()["reason"]["code"] == "capability_missing"


def test_what_another_process_writes_ends_the_wait(team: Team, home: Path) -> None:
    team.agents("ada")
    answer = team.waits("ada")
    team.until_all_wait("ada")
    plan = home / "plan.md"
    plan.write_text("# Plan\n\n## Track A: Schema\n\n- [ ] **A.1** Draw the tables\n")
    imported = manage(home, "import", team.project, str(plan))
    assert imported.returncode == 0, imported.stderr
    assert given(answer) == ["A.1"]


def test_a_wait_under_a_key_is_answered_again_under_it(team: Team) -> None:
    team.agents("ada")
    answer = team.waits("ada", key="k")
    team.until_all_wait("ada")
    team.task("A.1")
    assert given(answer) == ["A.1"]
    again = team.waits("ada", key="k").result(SOON)
    assert again.content == answer.result().content
    assert again.headers["Idempotency-Replayed"] == "true"


def test_a_wait_for_nothing_under_a_key_stays_nothing(team: Team) -> None:
    team.agents("ada")
    first = team.waits("ada", 0.2, "k").result(SOON)
    team.task("A.1")
    again = team.waits("ada", 0.2, "k").result(SOON)
    assert (again.status_code, again.content) == (200, first.content)


def test_an_agent_that_is_stopped_while_it_waits_is_told_so(team: Team) -> None:
    team.agents("ada")
    answer = team.pool.submit(team.http.post, f"/{team.project}/claims", json={"agent": "ada", "wait": LONG})
    team.until_all_wait("ada")
    team.post("agents/ada/stop", {})
    assert (answer.result(SOON).status_code, answer.result().json()["code"]) == (409, "agent_has_stopped")


def test_a_server_that_is_told_to_stop_does_not_wait_for_those_who_wait(tmp_path: Path) -> None:
    with signalbox(tmp_path / "home") as server:
        team = Team(server)
        team.agents("ada")
        answer = team.pool.submit(team.http.post, f"/{team.project}/claims", json={"agent": "ada", "wait": LONG})
        team.until_all_wait("ada")
        assert server.stop() == 0
        assert answer.result(SOON).status_code in (200, 503)
