"""kill -9 of the server in the middle of load: what was acknowledged is there once, and everybody goes on."""

import json
import threading
from pathlib import Path

import httpx

from agents.runtime.client import Client
from tests.support.history import assert_history_holds
from tests.support.load import Team, reading
from tests.support.processes import Signalbox, manage

TASKS = 150


def test_what_was_acknowledged_survives_three_kills_of_the_server(home: Path, empty_database: str) -> None:
    server = Signalbox(home, empty_database)
    port = str(httpx.URL(server.url).port)
    prepare(server)
    team = Team(server.url, server.token, "web", size=6)
    with reading(server.url, server.token, "web") as reader:
        working = threading.Thread(target=team.run)
        working.start()
        for answers in (40, 120, 200):
            team.wait_for(answers)
            server.kill()
            server = Signalbox(home, empty_database, "--port", port)
        working.join(120)
        assert not working.is_alive()
        head = assert_history_holds(server, "web", team, tasks=TASKS)
        reader.wait_for(head)
        first = reader.sequences[0]
        assert reader.sequences == list(range(first, head + 1)), "the socket lost or repeated an event"
        assert reader.connections >= 4
        assert not reader.resets
    assert server.stop() == 0
    for command in ("verify", "parity"):
        checked = manage(home, command, "--json", database=empty_database)
        assert checked.returncode == 0, f"{command}: {checked.stdout}{checked.stderr}"
        assert json.loads(checked.stdout), command


def prepare(server: Signalbox) -> None:
    answer = httpx.post(f"{server.url}/api/v1/projects", json={"slug": "web", "name": "Web"}, headers=server.headers)
    assert answer.status_code == 201, answer.text
    client = Client(server.url, server.token, "web")
    client.post("tracks", {"key": "A", "title": "Pages"})
    for number in range(TASKS):
        needs = [f"A.{number - 10}"] if number >= 10 else []
        client.post("tasks", {"key": f"A.{number}", "title": f"Page {number}", "track": "A", "depends_on": needs})
    client.close()
