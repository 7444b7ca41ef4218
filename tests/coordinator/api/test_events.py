"""The log over REST: by sequence, as recorded, in pages, filtered."""

import json
from typing import Any

import pytest

from coordinator.eventlog.chain import event_hash
from coordinator.eventlog.models import Event, LogHead
from tests.support.api import Api, assert_problem, head_of
from tests.support.world import a_task, a_track, by_holder, claimed
from tracks import commands as c


@pytest.fixture(autouse=True)
def history(maria: Api, ada: Api) -> None:
    a_track("A")
    a_task("A.1", track="A")
    by_holder(c.StartTask, "A.1", claimed("A.1"))


def test_events_come_in_order_with_everything_that_was_hashed(maria: Api) -> None:
    log = maria.get("events").json()
    assert [event["sequence"] for event in log["events"]] == list(range(1, head_of() + 1))
    head = LogHead.objects.get(project="web")
    assert (log["head"], log["log_id"], log["next_after"]) == (head.sequence, head.log_id, None)
    assert log["events"][-1]["hash"] == head.hash
    for before, event in zip([None, *log["events"]], log["events"], strict=False):
        assert event["prev_hash"] == (before["hash"] if before else "0" * 64)
        row = Event.objects.get(sequence=event["sequence"])
        assert event["data"] == json.loads(row.body)
        assert event["recorded_at"].endswith("Z")
        assert event["hash"] == event_hash(
            log["log_id"], event["sequence"], event["prev_hash"], row.body, event["event_id"], event["type"],
            event["version"], event["subject"], event["actor"], event["command_key"], event["correlation_id"],
            event["causation"], row.recorded_at,
        )


def test_the_body_goes_out_byte_for_byte(maria: Api) -> None:
    assert Event.objects.get(sequence=head_of()).body.encode() in maria.get("events", after=head_of() - 1).content


def test_pages_follow_each_other_without_a_gap(maria: Api) -> None:
    seen: list[int] = []
    after: int | None = 0
    while after is not None:
        page = maria.get("events", after=after, limit=2).json()
        seen += [event["sequence"] for event in page["events"]]
        after = page["next_after"]
    assert seen == list(range(1, head_of() + 1))


@pytest.mark.parametrize(
    ("query", "types"),
    [
        ({"type": "task.claimed"}, ["task.claimed"]),
        ({"type": "task.claimed,task.started"}, ["task.claimed", "task.started"]),
        ({"type": "task.*,track.added"}, ["track.added", "task.added", "task.claimed", "task.started"]),
        ({"type": "task.*", "actor": "agent/ada"}, ["task.claimed", "task.started"]),
        ({"subject": "track/A"}, ["track.added"]),
        ({"subject": "task/A.1", "actor": "agent/ada"}, ["task.claimed", "task.started"]),
        ({"actor": "nobody"}, []),
        ({"after": 10**9}, []),
        ({"at": "3"}, ["project.created", "agent.registered", "track.added"]),
    ],
    ids=str,
)
def test_events_are_filtered(maria: Api, query: dict[str, Any], types: list[str]) -> None:
    assert [event["type"] for event in maria.get("events", **query).json()["events"]] == types


@pytest.mark.parametrize(
    "query", [{"after": "x"}, {"after": -1}, {"after": 2**60}, {"limit": 0}, {"limit": 10_001}, {"since": 1}, {"at": 10**6}],
    ids=str,
)
def test_a_question_that_makes_no_sense_is_refused(maria: Api, query: dict[str, Any]) -> None:
    problem = assert_problem(maria.get("events", **query), 422, "invalid_field")
    assert problem["errors"][0]["field"] == next(iter(query))


def test_a_sound_log_proves_itself(maria: Api) -> None:
    proof = maria.get("verify").json()
    head = LogHead.objects.get(project="web")
    assert (proof["ok"], proof["first_bad"], proof["events"]) == (True, None, head.sequence)
    assert (proof["head"], proof["head_hash"], proof["checkpoints"]) == (head.sequence, head.hash, 0)
