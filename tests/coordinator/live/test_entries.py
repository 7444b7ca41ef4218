"""What a socket says of an event is what the log holds, to the byte."""

import json
from datetime import UTC, datetime

from coordinator.eventlog.chain import event_hash, timestamp
from coordinator.eventlog.store import Recorded
from coordinator.live.entries import entry

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
        "recorded_at": "2026-03-02T12:00:00.000000Z", "hash": "f" * 64, "prev_hash": "0" * 64,
    }


def test_the_data_is_the_text_that_was_hashed() -> None:
    assert f'"data":{BODY},' in entry(EVENT, ()).text


def test_the_time_is_written_as_it_was_hashed() -> None:
    said = json.loads(entry(EVENT, ()).text)
    one = event_hash("log", 7, "", BODY, "id", "t", 1, "s", "a", "k", "c", None, datetime.fromisoformat(said["recorded_at"]))
    other = event_hash("log", 7, "", BODY, "id", "t", 1, "s", "a", "k", "c", None, EVENT.recorded_at)
    assert one == other
    assert said["recorded_at"] == timestamp(EVENT.recorded_at)


def test_the_same_event_as_the_api_draws_it_has_its_own_type() -> None:
    drawn = json.loads(entry(EVENT, ()).as_rest)
    assert list(drawn) == ["type", "sequence", "subject", "actor", "recorded_at", "data", "hash", "prev_hash"]
    assert drawn["type"] == "task.claimed"
