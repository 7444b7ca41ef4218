"""Everything that happens arrives, in order, signed, and as often as it takes."""

import base64
import hashlib
import hmac
from typing import Any

import msgspec
import pytest
from django.db import connection

from coordinator.eventlog.models import Event, LogHead
from coordinator.recovery.parity import parity
from coordinator.recovery.rebuild import rebuild
from coordinator.webhooks import cursors
from coordinator.webhooks.models import Attempt, Cursor, Webhook
from tests.support.api import Api, assert_problem, head_of
from tests.support.receiver import Call, Receiver
from tests.support.world import a_task, a_track

pytestmark = pytest.mark.usefixtures("served")


def added(maria: Api, receiver: Receiver, **fields: Any) -> dict[str, Any]:
    answer = maria.post("webhooks", {"key": "ci", "url": receiver.url, **fields})
    assert answer.status_code == 201, answer.content
    webhook: dict[str, Any] = msgspec.json.decode(answer.content)
    return webhook


def add_tasks(name: str, count: int) -> int:
    """The sequence of the last one."""
    for number in range(count):
        a_task(f"{name}.{number}", track="A")
    return head_of()


def is_signed(call: Call, secret: str, place: int = 0) -> bool:
    key = base64.b64decode(secret.removeprefix("whsec_"))
    said = f"{call.headers['webhook-id']}.{call.headers['webhook-timestamp']}.".encode() + call.body
    expected = "v1," + base64.b64encode(hmac.new(key, said, hashlib.sha256).digest()).decode()
    return call.headers["webhook-signature"].split(" ")[place] == expected


def test_what_happens_arrives_as_the_api_tells_it_and_signed(maria: Api, receiver: Receiver, project: LogHead) -> None:
    webhook = added(maria, receiver)
    a_task("A.1", track="A")
    [call] = receiver.until(lambda calls: len(calls) == 1)
    event = msgspec.json.decode(maria.get("events", after=3).content)["events"][0]
    assert call.said == {
        "type": "task.added", "timestamp": event["recorded_at"], "project": "web", "log_id": project.log_id, "data": event,
    }
    assert call.path == "/hook"
    assert call.headers["webhook-id"] == event["event_id"]
    assert call.headers["content-type"] == "application/json"
    assert is_signed(call, webhook["secret"])
    assert webhook["secret"].startswith("whsec_")


def test_it_begins_with_what_comes_after_it_was_added(maria: Api, receiver: Receiver) -> None:
    add_tasks("before", 3)
    added(maria, receiver)
    begun = head_of()
    last = add_tasks("A", 30)
    assert receiver.until_told(last) == list(range(begun + 1, last + 1))


def test_only_what_was_asked_for_arrives(maria: Api, receiver: Receiver) -> None:
    added(maria, receiver, events=["track.*", "task.removed"])
    add_tasks("A", 3)
    a_track("B")
    a_task("B.1", track="B")
    a_track("C")
    calls = receiver.until(lambda calls: len(calls) == 2)
    assert [(call.said["type"], call.said["data"]["subject"]) for call in calls] == [
        ("track.added", "track/B"), ("track.added", "track/C"),
    ]


def test_a_receiver_that_fails_is_tried_again_and_misses_nothing(maria: Api, receiver: Receiver) -> None:
    refused = iter([500, 503, 302, 404])
    receiver.answers = lambda call: next(refused, 204)
    added(maria, receiver)
    begun = head_of()
    last = add_tasks("A", 5)
    told = receiver.until_told(last)
    assert told == [begun + 1] * 4 + list(range(begun + 1, last + 1))
    tries = [call.headers["webhook-id"] for call in receiver.calls[:5]]
    assert len(set(tries)) == 1


def test_what_goes_wrong_can_be_read_and_is_forgotten_once_it_is_right(maria: Api, receiver: Receiver) -> None:
    refused = iter([500])
    receiver.answers = lambda call: next(refused, 200)
    added(maria, receiver)
    last = add_tasks("A", 1)
    receiver.until(lambda calls: len(calls) == 2)
    until_settled(last)
    newest, oldest = msgspec.json.decode(maria.get("webhooks/ci/attempts").content)["attempts"]
    assert (oldest["status"], oldest["error"], oldest["sequence"]) == (500, "answered 500", last)
    assert (newest["status"], newest["error"], newest["message_id"]) == (200, "", oldest["message_id"])
    webhook = msgspec.json.decode(maria.get("webhooks/ci").content)
    assert (webhook["told"], webhook["failures"], webhook["failing_since"]) == (last, 0, None)


def until_settled(sequence: int, key: str = "ci") -> Cursor:
    """The row once it has moved that far; the deliverer writes it a moment after the receiver has heard."""
    for _ in range(2_000):
        cursor = Cursor.objects.get(key=key)
        if cursor.sequence >= sequence and cursor.again_until is None and not cursor.holder:
            return cursor
    raise AssertionError(f"told up to {cursor.sequence} only")


def test_only_so_many_attempts_are_kept(maria: Api, receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cursors, "MOST_ATTEMPTS", 5)
    added(maria, receiver)
    last = add_tasks("A", 30)
    receiver.until_told(last)
    until_settled(last)
    assert [attempt.sequence for attempt in Attempt.objects.all()] == list(range(last, last - 5, -1))


def test_one_that_fails_holds_up_no_other(maria: Api, receiver: Receiver) -> None:
    receiver.answers = lambda call: 500 if call.path == "/broken" else 200
    added(maria, receiver, key="broken", url=receiver.url.replace("/hook", "/broken"))
    added(maria, receiver)
    last = add_tasks("A", 3)
    receiver.until(lambda calls: len([call for call in calls if call.path == "/hook"]) == 3)
    until_settled(last)
    assert Cursor.objects.get(key="broken").sequence < last


def test_a_receiver_that_is_gone_is_told_nothing_more_and_the_log_says_why(maria: Api, receiver: Receiver) -> None:
    receiver.answers = lambda call: 410
    added(maria, receiver)
    add_tasks("A", 1)
    off = until_recorded("webhook.disabled")
    assert off.actor == "system/webhooks"
    assert "410" in msgspec.json.decode(maria.get("webhooks/ci").content)["reason"]


def test_one_that_fails_for_too_long_is_switched_off_and_goes_on_where_it_was(
    maria: Api, receiver: Receiver, settings: Any
) -> None:
    settings.SIGNALBOX = settings.SIGNALBOX | {"SIGNALBOX_WEBHOOK_GIVE_UP_HOURS": 0}
    receiver.answers = lambda call: 500
    added(maria, receiver)
    begun = head_of()
    add_tasks("A", 2)
    assert "answered 500" in until_recorded("webhook.disabled").body
    receiver.answers = lambda call: 200
    add_tasks("B", 2)
    receiver.calls.clear()
    assert maria.post("webhooks/ci/enable").status_code == 200
    last = head_of()
    assert receiver.until_told(last) == list(range(begun + 1, last + 1))


def until_recorded(type: str) -> Event:
    for _ in range(5_000):
        if found := Event.objects.filter(type=type).first():
            return found
    raise AssertionError(f"there is no {type}")


def test_while_it_is_off_it_is_told_nothing_and_afterwards_everything(maria: Api, receiver: Receiver) -> None:
    added(maria, receiver, key="other", url=receiver.url + "?other")
    added(maria, receiver)
    begun = head_of()
    maria.post("webhooks/ci/disable", {"reason": "it moves"})
    last = add_tasks("A", 3)
    receiver.until(lambda calls: last in [call.sequence for call in calls if call.path == "/hook?other"])
    assert [call for call in receiver.calls if call.path == "/hook"] == []
    maria.post("webhooks/ci/enable")
    receiver.until(lambda calls: last in [call.sequence for call in calls if call.path == "/hook"])
    told = [call.sequence for call in receiver.calls if call.path == "/hook"]
    assert told[: last - begun] == list(range(begun + 1, last + 1))


def test_a_range_is_told_once_more_and_then_what_is_new(maria: Api, receiver: Receiver) -> None:
    added(maria, receiver)
    begun = head_of()
    last = add_tasks("A", 6)
    receiver.until_told(last)
    until_settled(last)
    receiver.calls.clear()
    answer = maria.post("webhooks/ci/redeliver", {"after": begun + 1, "until": begun + 4})
    assert answer.status_code == 200, answer.content
    newest = add_tasks("B", 1)
    assert receiver.until_told(newest) == [begun + 2, begun + 3, begun + 4, newest]


def test_what_was_never_told_cannot_be_told_again(maria: Api, receiver: Receiver) -> None:
    added(maria, receiver)
    assert_problem(maria.post("webhooks/ci/redeliver", {"after": 500}), 422, "invalid_field")


def test_a_test_says_what_the_receiver_says(maria: Api, receiver: Receiver) -> None:
    webhook = added(maria, receiver, events=["sync_point.passed"])
    receiver.answers = lambda call: 418
    answer = msgspec.json.decode(maria.post("webhooks/ci/test").content)
    assert (answer["status"], answer["error"], answer["type"]) == (418, "answered 418", "webhook.test")
    [call] = receiver.calls
    assert call.said["data"] == {"webhook": "ci"}
    assert is_signed(call, webhook["secret"])
    receiver.stop()
    answer = msgspec.json.decode(maria.post("webhooks/ci/test").content)
    assert answer["status"] is None
    assert answer["error"]


def test_another_secret_signs_beside_the_former_one(maria: Api, receiver: Receiver) -> None:
    former = added(maria, receiver)["secret"]
    new = msgspec.json.decode(maria.post("webhooks/ci/secret").content)["secret"]
    assert new != former
    maria.post("webhooks/ci/test")
    call = receiver.calls[-1]
    assert is_signed(call, new, 0)
    assert is_signed(call, former, 1)


def test_one_that_moves_is_told_at_its_new_place(maria: Api, receiver: Receiver) -> None:
    added(maria, receiver)
    assert maria.patch("webhooks/ci", {"url": receiver.url + "/new"}).status_code == 200
    a_task("A.1", track="A")
    receiver.until(lambda calls: any(call.said["type"] == "task.added" and call.path == "/hook/new" for call in calls))


def test_one_that_is_removed_leaves_nothing(maria: Api, receiver: Receiver) -> None:
    added(maria, receiver)
    last = add_tasks("A", 1)
    receiver.until_told(last)
    until_settled(last)
    assert maria.delete("webhooks/ci").status_code == 204
    assert not Cursor.objects.exists()
    assert not Attempt.objects.exists()


def test_tables_that_are_made_anew_tell_nobody_anything_again(maria: Api, receiver: Receiver) -> None:
    added(maria, receiver)
    last = add_tasks("A", 3)
    receiver.until_told(last)
    until_settled(last)
    Webhook.objects.update(description="altered", active=False)
    told = len(receiver.calls)
    assert rebuild("web").mended
    assert parity("web").ok
    newest = add_tasks("B", 1)
    assert receiver.until_told(newest)[told:] == [newest]


def test_a_range_asked_for_while_another_is_told_is_told_whole(
    maria: Api, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cursors, "AT_ONCE", 2)
    added(maria, receiver)
    begun = head_of()
    last = add_tasks("A", 8)
    receiver.until_told(last)
    until_settled(last)
    receiver.calls.clear()
    asked: list[Call] = []

    def asks_for_another(call: Call) -> int:
        if not asked:
            asked.append(call)
            maria.post("webhooks/ci/redeliver", {"after": begun, "until": begun + 3})
            connection.close()  # that of the receiver's thread
        return 200

    receiver.answers = asks_for_another
    maria.post("webhooks/ci/redeliver", {"after": begun + 4})
    receiver.until(lambda calls: {begun + 1, begun + 2, begun + 3} <= set(receiver.sequences()))
