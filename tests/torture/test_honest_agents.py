"""An agent that beats as it should keeps its lease, whatever happens to the server meanwhile; a frozen one loses it."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from tests.support.processes import Signalbox

LEASE = 4
BEAT = LEASE / 8
TOO_LONG = 2 * LEASE  # seconds in which a lease would have ended twice


class Honest:
    """An agent that claims a task and beats until it is told to stop, over a server that may be away."""

    def __init__(self, server: Signalbox) -> None:
        self.http = httpx.Client(base_url=f"{server.url}/api/v1/projects", headers=server.headers, timeout=TOO_LONG)
        self.post("", slug="web", name="Web")
        self.post("web/agents", name="ada")
        self.post("web/tasks", key="A.1", title="Schema")
        self.fence: int = self.post("web/claims", agent="ada")["claims"][0]["fence"]
        self.stopping, self.kept, self.heard = threading.Event(), 0, threading.Condition()

    def post(self, path: str, **body: Any) -> dict[str, Any]:
        answer = self.http.post(f"/{path}".rstrip("/"), json=body)
        assert answer.is_success, answer.text
        said: dict[str, Any] = answer.json()
        return said

    def run(self) -> None:
        while not self.stopping.wait(BEAT):
            try:
                said = self.post("web/agents/ada/heartbeat", leases=[{"task": "A.1", "fence": self.fence}])
            except httpx.TransportError:
                continue  # it is away: a beat that cannot arrive is nobody's silence
            with self.heard:
                self.kept += len(said["leases"])
                self.heard.notify_all()

    def is_heard_again(self) -> None:
        """Waits for a few more beats to be answered."""
        with self.heard:
            wanted = self.kept + 3
            assert self.heard.wait_for(lambda: self.kept >= wanted, 60), "no beat keeps the lease any more"

    def events(self, type: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.http.get("/web/events", params={"type": type}).json()["events"]
        return found


@contextmanager
def beating(server: Signalbox) -> Iterator[Honest]:
    agent = Honest(server)
    thread = threading.Thread(target=agent.run)
    thread.start()
    try:
        agent.is_heard_again()
        threading.Event().wait(LEASE)  # until the sweeper may judge: one lease length after the start
        yield agent
    finally:
        agent.stopping.set()
        thread.join(60)
        agent.http.close()


def test_a_server_that_was_frozen_holds_nobodys_silence_against_it(home: Path, empty_database: str) -> None:
    server = Signalbox(home, empty_database, SIGNALBOX_LEASE_SECONDS=str(LEASE))
    try:
        with beating(server) as agent:
            server.process.send_signal(signal.SIGSTOP)
            threading.Event().wait(TOO_LONG)
            server.process.send_signal(signal.SIGCONT)
            agent.is_heard_again()
            assert agent.events("lease.expired") == []
            agent.post("web/tasks/A.1/complete", fence=agent.fence)
    finally:
        server.kill()


def test_a_server_that_was_away_holds_nobodys_silence_against_it(home: Path, empty_database: str) -> None:
    server = Signalbox(home, empty_database, SIGNALBOX_LEASE_SECONDS=str(LEASE))
    port = str(httpx.URL(server.url).port)
    try:
        with beating(server) as agent:
            server.kill()
            threading.Event().wait(TOO_LONG)
            server = Signalbox(home, empty_database, "--port", port, SIGNALBOX_LEASE_SECONDS=str(LEASE))
            agent.is_heard_again()
            assert agent.events("lease.expired") == []
            agent.post("web/tasks/A.1/complete", fence=agent.fence)
    finally:
        server.kill()


def test_an_agent_that_stops_beating_loses_its_lease_and_is_told_so_when_it_comes_back(home: Path, empty_database: str) -> None:
    server = Signalbox(home, empty_database, SIGNALBOX_LEASE_SECONDS=str(LEASE), SIGNALBOX_LOST_SECONDS=str(LEASE))
    try:
        with beating(server) as agent:
            agent.stopping.set()
            while not (agent.events("lease.expired") and agent.events("agent.lost")):
                assert server.process.poll() is None
            said = agent.post("web/agents/ada/heartbeat", leases=[{"task": "A.1", "fence": agent.fence}])
            assert [(one["task"], one["fence"]) for one in said["lost"]] == [("A.1", agent.fence)]
            assert len(agent.events("agent.lost")) == len(agent.events("agent.returned")) == 1
    finally:
        server.kill()
