"""Five agents and a lead work off one plan over REST: a lost agent, a conflict, a handover, a sync point, a rollback.

Leases are short here, so that silence is seen within seconds. Nobody sleeps: whoever waits, waits at a door.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support.processes import Signalbox, signalbox

AGENTS = {"ada": ["sql"], "bob": ["python", "sql"], "cyd": ["python"], "dan": ["html"], "eve": ["html"]}
QUICK = {"SIGNALBOX_LEASE_SECONDS": "4", "SIGNALBOX_STALE_SECONDS": "5", "SIGNALBOX_LOST_SECONDS": "6"}
SHA = "0" * 64


class Door:
    """One caller's view of the project: verbs that fail where the answer is not the expected one."""

    def __init__(self, server: Signalbox, token: str) -> None:
        self.client = httpx.Client(
            base_url=f"{server.url}/api/v1/projects/site/", headers={"Authorization": f"Bearer {token}"}, timeout=60
        )

    def get(self, path: str, **query: Any) -> Any:
        answer = self.client.get(path, params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def post(self, path: str, status: int = 200, **body: Any) -> Any:
        answer = self.client.post(path, json=body)
        assert answer.status_code == status, answer.text
        return answer.json()

    def put(self, path: str, **body: Any) -> Any:
        answer = self.client.put(path, json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def take(self, **asked: Any) -> tuple[str, int]:
        """The next task that fits, and its fence."""
        (claim,) = self.post("claims", 201, **asked)["claims"]
        return claim["task"]["key"], claim["fence"]

    def first(self, type: str) -> dict[str, Any]:
        """The first event of this type there was or will be, as the stream tells it."""
        log_id = self.get("events", limit=1)["log_id"]
        with self.client.stream("GET", "events/stream", params={"since": f"{log_id}:0", "type": type}) as lines:
            for line in lines.iter_lines():
                if line.startswith("data: ") and json.loads(line[6:])["type"] == "event":
                    event: dict[str, Any] = json.loads(line[6:])
                    return event
        raise AssertionError("the stream ended")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Signalbox]:
    with signalbox(tmp_path / "home", **QUICK) as running:
        yield running


@pytest.fixture
def lead(server: Signalbox) -> Door:
    """Maria's door, once her plan stands: three tracks, and a gate before the last task."""
    projects = f"{server.url}/api/v1/projects"
    httpx.post(projects, json={"slug": "site", "name": "The site"}, headers=server.headers).raise_for_status()
    lead = Door(server, server.token)
    for key, title in (("A", "Schema"), ("B", "API"), ("C", "Pages")):
        lead.post("tracks", 201, key=key, title=title)
    lead.post("tasks", 201, key="A.1", title="Draw the tables", track="A", capabilities=["sql"], paths=["db/**"])
    lead.post("tasks", 201, key="B.1", title="Routes", track="B", capabilities=["python"], paths=["api/**"], depends_on=["A.1"])
    lead.post("tasks", 201, key="B.2", title="Errors", track="B", capabilities=["python"], paths=["api/errors.py"])
    lead.post("tasks", 201, key="C.1", title="Layout", track="C", capabilities=["html"])
    lead.post("sync-points", 201, key="gate", title="Pages and API agree", after=["B.1", "C.1"],
              checks=[{"kind": "text", "text": "somebody has looked at both"}])
    lead.post("tasks", 201, key="C.2", title="Join them", track="C", capabilities=["html"], depends_on=["sync/gate"])
    return lead


@pytest.fixture
def team(server: Signalbox, lead: Door) -> dict[str, Door]:
    return {
        name: Door(server, lead.post("agents", 201, name=name, kind="llm", capabilities=able)["token"])
        for name, able in AGENTS.items()
    }


def test_a_team_of_five_works_off_a_plan(server: Signalbox, lead: Door, team: dict[str, Door]) -> None:
    ada, bob, cyd, dan, eve = team.values()

    # Dan takes the layout and falls silent: his lease ends, Eve waits for it, his late work is kept, he counts as lost.
    key, dans = dan.take()
    assert key == "C.1"
    dan.post("agents/dan/heartbeat", leases=[{"task": key, "fence": dans, "progress": 30}])
    assert eve.post("claims", wait=0)["reason"]["code"]
    key, eves = eve.take(wait=30)
    assert key == "C.1" and eves > dans
    late = dan.post("tasks/C.1/complete", 409, fence=dans, summary="the layout, nearly")
    assert late["code"] == "fenced" and late["holder"]["agent"] == "eve" and "kept" in late["next"]
    (offer,) = eve.get("tasks/C.1/offers")["offers"]
    eve.post(f"tasks/C.1/offers/{offer['offer']}/accept", fence=eves)
    assert eve.post("tasks/C.1/complete", fence=eves, summary="the layout, whole")["status"] == "done"
    assert lead.first("agent.lost")["subject"] == "agent/dan"
    assert dan.post("claims", 409)["code"] == "agent_is_lost"
    dan.post("agents/dan/heartbeat")
    assert lead.get("agents/dan")["status"] == "idle"

    # Ada holds the tables for herself and hands them over to Bob, who holds what she reserved and finishes.
    key, adas = ada.take()
    ada.post("tasks/A.1/start", fence=adas)
    ada.post("reservations", 201, paths=["docs/schema.md"], task="A.1", fence=adas)
    held = cyd.post("reservations", 409, paths=["db/tables.sql"])
    assert held["code"] == "paths_are_held" and "ada" in held["detail"]
    fence = ada.post("tasks/A.1/handover", fence=adas, to="bob", note="the joins are missing")["lease"]["fence"]
    assert ada.post("tasks/A.1/progress", 409, fence=adas, percent=90)["code"] == "fenced"
    assert cyd.post("reservations", 409, paths=["docs/schema.md"])["holder"]["agent"] == "bob"
    assert bob.get("agents/bob/inbox")["messages"] is not None
    bob.post("tasks/A.1/complete", fence=fence, summary="with joins")

    # Two tasks about the same files: foretold, kept apart, taken all the same by one who was told, and shown.
    (foretold,) = lead.get("conflicts/predicted")["conflicts"]
    assert {"task/B.1", "task/B.2"} <= set(json.dumps(foretold).replace('"', " ").split())
    key, bobs = bob.take()
    assert key == "B.1"
    assert "api/" in cyd.post("claims")["reason"]["detail"]
    assert cyd.post("tasks/B.2/claim", 409)["code"] == "paths_are_held"
    cyds = cyd.post("tasks/B.2/claim", 201, despite_conflicts=True)["fence"]
    assert len(lead.get("conflicts/actual")["conflicts"]) == 1
    question = cyd.post("messages", 201, to="bob", kind="question", text="Do you touch errors.py?", about="B.2")
    bob.post("messages", 201, reply_to=question["key"], text="No, it is yours.")
    assert cyd.get(f"messages/{question['key']}")["open"] is False
    cyd.post("tasks/B.2/complete", fence=cyds)

    # The lead asks for proof of the routes: without it Bob is refused, and told what to send.
    lead.put("tasks/B.1/terms", check="make test")
    refused = bob.post("tasks/B.1/complete", 409, fence=bobs)
    assert "make test" in refused["detail"] + refused["next"]
    proof = {"kind": "command", "text": "make test", "exit_status": 0, "digest": SHA}
    done = bob.post("tasks/B.1/complete", fence=bobs, evidence=[proof])
    assert done["status"] == "done" and done["verified"] is True

    # The gate holds Eve back until a person has looked.
    reason = eve.post("claims")["reason"]
    assert "gate" in reason["detail"]
    assert "sync/gate" in [item["about"] for item in lead.get("attention")["items"]]
    lead.post("sync-points/gate/pass", note="looked at both")
    key, eves = eve.take(wait=30)
    assert key == "C.2"
    eve.post("tasks/C.2/release", fence=eves, reason="for tomorrow")

    # A slip of the hand: cancelled tasks come back, after a look at what that would do; nothing is ever deleted.
    before = lead.get("tasks")
    for key in ("C.2", "B.2"):
        lead.client.post(f"tasks/{key}/cancel" if key == "C.2" else f"tasks/{key}/reopen", json={})
    preview = lead.post("rollback?dry_run=1", to=before["head"])
    assert preview["changes"] and lead.get("tasks/C.2")["status"] == "cancelled"
    lead.post("rollback", to=before["head"])
    told = [(task["key"], task["status"]) for task in before["tasks"]]
    assert [(task["key"], task["status"]) for task in lead.get("tasks")["tasks"]] == told
    lead.post("tasks/C.2/defer")
    lead.post("undo", sequence=lead.get("events", limit=1)["head"])
    assert lead.get("tasks/C.2")["status"] == "ready"

    verified = lead.get("verify")
    assert verified["ok"] and verified["events"] == verified["head"]
