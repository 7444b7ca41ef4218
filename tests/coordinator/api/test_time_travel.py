"""?at= on reads: every list and every thing as it stood at a sequence or a time."""

from typing import Any

import pytest
from django.test import Client

from tests.support.api import Api, assert_problem, head_of
from tests.support.world import a_task, a_track, by_holder, claimed
from tracks import commands as c

LISTS = [
    "tracks", "tasks", "agents", "dependencies", "sync-points", "deliverables", "conflicts", "notes", "imports",
    "measurements", "criteria", "integration-points",
]


@pytest.fixture(autouse=True)
def history(maria: Api, ada: Api) -> None:
    a_track("A")
    a_task("A.1", track="A")
    a_task("A.2", track="A", depends_on=("task/A.1",))


@pytest.mark.parametrize("path", ["", "tasks/A.1", "tracks/A", "agents/ada", *LISTS])
def test_the_newest_moment_reads_like_now(maria: Api, path: str) -> None:
    claimed("A.1")
    now, then = maria.get(path).json(), maria.get(path, at=head_of()).json()
    for agent in now.get("agents", [now] if path == "agents/ada" else []):
        agent |= {"seen_at": None, "beat": "", "verdict": ""}  # signs of life are not history
    assert now == then


def test_a_moment_stays_as_it_was_whatever_happens_later(maria: Api) -> None:
    paths = ["", *LISTS, "tasks/A.1"]
    at = head_of()
    before = {path: maria.get(path, at=at).json() for path in paths}
    fence = claimed("A.1")
    by_holder(c.CompleteTask, "A.1", fence)
    maria.patch("tracks/A", {"title": "Renamed"})
    maria.delete("tasks/A.2")
    assert {path: maria.get(path, at=at).json() for path in paths} == before
    assert maria.get("tasks/A.2", at=at).json()["blocked_by"] == ["Blocked by A.1"]
    assert_problem(maria.get("tasks/A.2"), 404, "unknown_task")


def test_a_lease_of_the_past_is_told_as_it_was_granted(maria: Api) -> None:
    fence = claimed("A.1")
    by_holder(c.CompleteTask, "A.1", fence)
    lease = maria.get("tasks/A.1", at=fence).json()["lease"]
    assert (lease["agent"], lease["fence"]) == ("ada", fence)


def test_a_time_means_the_newest_event_at_or_before_it(maria: Api) -> None:
    event = maria.get("events", after=3, limit=1).json()["events"][0]
    assert maria.get("tasks", at=event["recorded_at"]).json()["head"] == event["sequence"]
    assert maria.get("tasks", at="2200-01-01T00:00:00+01:00").json()["head"] == head_of()


def test_what_did_not_exist_yet_is_not_there(maria: Api) -> None:
    assert_problem(maria.get("tasks/A.1", at=2), 404, "unknown_task")
    assert maria.get("tasks", at=2).json()["tasks"] == []


@pytest.mark.parametrize(
    "at",
    ["0", "1000000", "9" * 40, "9" * 41, "-1", "1.5", "yesterday", "2200-13-01T00:00:00Z", "2026-01-01T00:00:00",
     "1999-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00", "²"],
)
def test_a_moment_outside_the_history_is_refused(maria: Api, at: str) -> None:
    problem = assert_problem(maria.get("tasks", at=at), 422, "invalid_field")
    assert problem["errors"][0]["field"] == "at"


def test_pages_of_the_past_are_pages_too(maria: Api) -> None:
    at = head_of()
    first: dict[str, Any] = maria.get("tasks", at=at, limit=1).json()
    maria.delete("tasks/A.2")
    second = maria.get("tasks", at=at, limit=1, cursor=first["cursor"]).json()
    assert [task["key"] for page in (first, second) for task in page["tasks"]] == ["A.1", "A.2"]
    assert second["cursor"] is None


OF_NO_MOMENT = {
    "diff": "compares two moments, each said by name",
    "events/stream": "follows what is yet to happen",
    "webhooks/{key}/attempts": "tells of the last few calls, which are kept beside the log",
    "members": "rights hold now, and are kept beside the log",
    "tokens": "rights hold now, and are kept beside the log",
    "access-log": "has moments of its own",
    "verify": "proves the whole log, of which any moment is a part",
}


def test_every_read_takes_a_moment() -> None:
    document = Client().get("/api/schema/").json()
    tried = 0
    for path, methods in document["paths"].items():
        within = path.removeprefix("/api/v1/projects/{project}/")
        if "get" in methods and within != path and within not in OF_NO_MOMENT:
            assert "at" in {parameter["name"] for parameter in methods["get"]["parameters"]}, path
            tried += 1
    assert tried > 20


def test_the_log_is_exported_as_it_stood(maria: Api) -> None:
    at = head_of() - 1
    lines = b"".join(maria.get("exports/log", at=at).streaming_content).splitlines()
    assert len(lines) == at + 2 and f'"sequence":{at},' in lines[0].decode()
