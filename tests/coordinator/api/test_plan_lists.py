"""Sync points, conflict areas, integration points, allocations and notes: as a document brought them."""

import pytest

from tests.support.api import Api, assert_problem, head_of
from tests.support.world import PROJECT, by_holder, claimed, told
from tracks import commands as c
from tracks import document as d

PLAN = d.Document(
    format="markdown", digest="0" * 64, title="A plan",
    tracks=(d.TrackEntry("A", "Schema", line=3), d.TrackEntry("B", "Pages", line=9)),
    tasks=(d.TaskEntry("A.1", "Tables", track="A", line=5), d.TaskEntry("B.1", "Board", track="B", line=11)),
    dependencies=(d.DependencyEntry("task/B.1", "sync/1", "after sync point 1", line=12),),
    sync_points=(d.SyncPointEntry("1", "The schema stands", ("track/A",), "both read it", line=14),),
    conflict_areas=(d.ConflictAreaEntry("settings", ("A", "B"), "A goes first", "A", line=16),),
    integration_points=(d.IntegrationPointEntry("A to B", ("A", "B"), ("the schema",), ("A.1",), line=18),),
    allocations=(d.AllocationEntry("Two people", "Dev 1", "A and B", ("A", "B"), line=20),),
    notes=(d.NoteEntry("risk", "it may rain", "track/A", "today", line=22),),
)


@pytest.fixture(autouse=True)
def plan(maria: Api, ada: Api) -> None:
    told(c.ImportDocument(project=PROJECT, document=PLAN))


@pytest.mark.parametrize(
    ("path", "name", "expected"),
    [
        ("sync-points", "sync_points", {
            "key": "1", "title": "The schema stands", "status": "open", "after": ["A"], "after_refs": ["track/A"],
            "check": "both read it", "source": {"line": 14},
        }),
        ("conflicts", "conflicts", {
            "area": "settings", "tracks": ["A", "B"], "resolution": "A goes first", "first": "A", "source": {"line": 16},
        }),
        ("integration-points", "integration_points", {
            "title": "A to B", "parties": ["A", "B"], "items": ["the schema"], "refs": ["A.1"], "status": "open",
            "source": {"line": 18},
        }),
        ("allocations", "allocations", {
            "scenario": "Two people", "who": "Dev 1", "text": "A and B", "tracks": ["A", "B"], "source": {"line": 20},
        }),
        ("notes", "notes", {
            "kind": "risk", "text": "it may rain", "about": "track/A", "date": "today", "source": {"line": 22},
        }),
    ],
)
def test_a_list_holds_what_the_document_says_now_and_then(
    maria: Api, path: str, name: str, expected: dict[str, object]
) -> None:
    now = maria.get(path).json()
    (one,) = now[name]
    assert expected.items() <= one.items()
    assert one["key"]
    assert (now["cursor"], now["head"]) == (None, head_of())
    assert maria.get(path, at=head_of()).json() == now


def test_a_sync_point_is_passed_when_what_comes_before_is_done_and_opens_the_way(maria: Api) -> None:
    early = assert_problem(maria.post("sync-points/1/pass"), 409, "sync_point_is_early")
    assert "Track A" in early["detail"]
    by_holder(c.CompleteTask, "A.1", claimed("A.1"))
    assert maria.get("tasks/B.1").json()["depends_on"] == ["sync/1"]
    assert maria.get("tasks/B.1").json()["blocked_by"] == ["Blocked by sync point 1"]
    answer = maria.post("sync-points/1/pass", {"note": "both agree"})
    assert (answer.status_code, answer.json()["status"]) == (200, "passed")
    assert answer.json() == maria.get("sync-points").json()["sync_points"][0]
    assert maria.get("tasks/B.1").json()["status"] == "ready"
    reopened = maria.post("sync-points/1/reopen", {"reason": "it changed"})
    assert (reopened.status_code, reopened.json()["status"]) == (200, "open")
    assert maria.get("tasks/B.1").json()["status"] == "pending"


def test_a_sync_point_that_is_not_there_is_named(maria: Api) -> None:
    assert_problem(maria.post("sync-points/9/pass"), 404, "unknown_sync_point")
    assert_problem(maria.post("sync-points/9/reopen"), 404, "unknown_sync_point")
