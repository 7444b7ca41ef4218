"""What a socket says of an event is what the log holds, to the byte."""

import json
from datetime import UTC, datetime

from django.test import Client

from coordinator.eventlog.models import LogHead
from coordinator.eventlog.store import Recorded
from coordinator.live.entries import entry
from coordinator.live.reading import opening
from tests.support.world import an_administrator

BODY = '{"agent":"ada","key":"A.1","lease_until":"2026-03-02T12:01:30Z","note":"Grüße \\"quoted\\" 🚦"}'
EVENT = Recorded(
    7, "event-id", "task.claimed", 1, "task/A.1", BODY, "agent/ada", "key", "cause", None,
    datetime(2026, 3, 2, 12, 0, tzinfo=UTC), "0" * 64, "f" * 64,
)


def test_the_frame_names_the_type_of_the_event_beside_the_type_of_the_frame() -> None:
    said = json.loads(entry(EVENT, ()).text)
    assert said.pop("data") == json.loads(BODY)
    assert said == {
        "type": "event", "event": "task.claimed", "sequence": 7, "subject": "task/A.1", "actor": "agent/ada",
        "recorded_at": "2026-03-02T12:00:00Z", "hash": "f" * 64, "prev_hash": "0" * 64, "event_id": "event-id",
        "version": 1, "command_key": "key", "correlation_id": "cause", "causation": None,
    }


def test_the_data_is_the_text_that_was_hashed() -> None:
    assert f'"data":{BODY},' in entry(EVENT, ()).text


def test_a_socket_says_of_an_event_what_the_api_says_of_it(project: LogHead, client: Client) -> None:
    client.force_login(an_administrator())
    listed = client.get("/api/v1/projects/web/events").json()["events"]
    newest = opening(project.pk)
    assert newest is not None
    assert [json.loads(one.as_rest) for one in newest.entries] == listed
    for one, drawn in zip(newest.entries, listed, strict=True):
        assert json.loads(one.text) == {**drawn, "type": "event", "event": drawn["type"]}
