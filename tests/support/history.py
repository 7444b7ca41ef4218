"""Holds a project's log against what clients remember of it."""

from typing import Any

import httpx

from tests.support.load import Team
from tests.support.processes import Signalbox


def events_of(server: Signalbox, project: str) -> list[dict[str, Any]]:
    """The whole log over the API."""
    events: list[dict[str, Any]] = []
    while True:
        after = events[-1]["sequence"] if events else 0
        answer = httpx.get(
            f"{server.url}/api/v1/projects/{project}/events", params={"after": after, "limit": 1000}, headers=server.headers
        )
        answer.raise_for_status()
        page = answer.json()["events"]
        events += page
        if not page:
            return events


def assert_history_holds(server: Signalbox, project: str, team: Team, tasks: int) -> int:
    """Every acknowledged command is there once, nothing else is, and no task was done twice. Answers the head."""
    assert not team.refusals, team.refusals
    assert not team.errors, team.errors
    events = events_of(server, project)
    assert [event["sequence"] for event in events] == list(range(1, len(events) + 1))
    claims = {event["sequence"]: event["subject"] for event in events if event["type"] == "task.claimed"}
    for verb, task, fence in team.acknowledged:
        if verb == "claim":
            assert claims.get(fence) == f"task/{task}", f"the acknowledged claim {fence} of {task} is not in the log"
    completed = [event["subject"] for event in events if event["type"] == "task.completed"]
    heard = [f"task/{task}" for verb, task, _ in team.acknowledged if verb == "complete"]
    assert sorted(completed) == sorted(set(completed)), "a task was completed twice"
    assert sorted(heard) == sorted(set(heard))
    assert set(heard) <= set(completed), "an acknowledged completion is not in the log"
    assert len(completed) == tasks
    return len(events)
