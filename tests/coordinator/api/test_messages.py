"""Messages over the API: sent, read, answered, resolved, listed, and as they stood at any moment."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agents.models import Delivery, Message
from coordinator.eventlog.models import LogHead
from coordinator.recovery.parity import parity
from coordinator.recovery.rebuild import rebuild
from tests.support.api import Api, assert_problem, head_of
from tests.support.world import PROJECT, a_task, a_track, an_agent


def write(by: Api, to: str = "bob", text: str = "Mind the ports.", **fields: object) -> str:
    """The key of a message that was sent."""
    answer = by.post("messages", {"to": to, "text": text, **fields})
    assert answer.status_code == 201, answer.content
    key: str = answer.json()["key"]
    return key


def texts(by: Api, **query: object) -> list[str]:
    return [one["text"] for one in by.get("messages", **query).json()["messages"]]


def inbox(by: Api, name: str, **query: object) -> list[str]:
    return [one["text"] for one in by.get(f"agents/{name}/inbox", **query).json()["messages"]]


@pytest.fixture(autouse=True)
def team(ada: Api, bob: Api) -> None:
    a_track("A")
    a_task("A.1", track="A")


def test_a_message_is_sent_read_and_seen_as_read(ada: Api, bob: Api) -> None:
    sent = ada.post("messages", {"to": "bob", "text": "Mind the ports.", "about": "A.1"})
    shown = sent.json()
    key = str(head_of())
    assert (sent.status_code, sent.headers["Location"]) == (201, f"/api/v1/projects/{PROJECT}/messages/{key}")
    assert shown | {"sent_at": ""} == {
        "key": key, "kind": "note", "sender": "agent/ada", "to": "agent/bob", "text": "Mind the ports.", "about": "task/A.1",
        "thread": key, "reply_to": None, "sent_at": "", "deadline": None, "unacknowledged": 1, "open": False,
        "recipients": [{"to": "agent/bob", "acknowledged_at": None}], "answer": None, "resolved_by": None,
        "resolved_at": None, "resolution": "", "version": int(key), "reply": None,
    }
    read = bob.post(f"messages/{key}/ack")
    assert read.status_code == 200
    assert read.json()["recipients"][0]["acknowledged_at"]
    assert bob.get(f"messages/{key}").json() == read.json()
    assert bob.post(f"messages/{key}/ack").json() == read.json(), "reading twice is reading once"


def test_the_beat_says_how_many_messages_wait(ada: Api, bob: Api) -> None:
    first = write(ada)
    write(ada, "everyone")
    assert bob.post("agents/bob/heartbeat").json()["messages"] == 2
    bob.post(f"messages/{first}/ack")
    assert bob.post("agents/bob/heartbeat").json()["messages"] == 1
    assert ada.post("agents/ada/heartbeat").json()["messages"] == 0


def test_an_inbox_shows_what_is_unread_first(ada: Api, bob: Api) -> None:
    keys = [write(ada, text=str(number)) for number in range(5)]
    for key in keys[0], keys[2]:
        bob.post(f"messages/{key}/ack")
    assert inbox(bob, "bob") == ["1", "3", "4", "2", "0"]
    assert bob.get("agents/bob/inbox").json()["unacknowledged"] == 3
    found, cursor = [], ""
    while cursor is not None:
        page = bob.get("agents/bob/inbox", limit=1, cursor=cursor).json()
        found += [one["text"] for one in page["messages"]]
        cursor = page["cursor"]
    assert found == ["1", "3", "4", "2", "0"]


def test_an_inbox_that_is_cut_to_a_prompt_says_where_it_goes_on(ada: Api, bob: Api) -> None:
    keys = [write(ada, text=f"{number} " + "word " * 400) for number in range(8)]
    bob.post(f"messages/{keys[3]}/ack")
    for path in ("agents/bob/inbox", "messages"):
        found, cursor = [], ""
        while cursor is not None:
            page = bob.get(path, max_tokens=600, cursor=cursor).json()
            found += [one["key"] for one in page["messages"]]
            cursor = page["cursor"]
        assert found == [one["key"] for one in bob.get(path).json()["messages"]]


def test_an_inbox_is_read_as_it_was(ada: Api, bob: Api) -> None:
    first, second = write(ada, text="1"), write(ada, text="2")
    before = head_of()
    bob.post(f"messages/{first}/ack")
    assert inbox(bob, "bob") == ["2", "1"]
    assert inbox(bob, "bob", at=before) == ["1", "2"]
    assert bob.get("agents/bob/inbox", at=before).json()["unacknowledged"] == 2
    assert inbox(bob, "bob", at=int(second) - 1) == ["1"]


def test_a_question_is_open_until_it_is_answered_now_and_at_any_moment(ada: Api, bob: Api) -> None:
    key = write(ada, kind="question", text="Which?")
    asked = head_of()
    answered = bob.post("messages", {"reply_to": key, "text": "The first."}).json()
    now = ada.get(f"messages/{key}").json()
    assert (now["open"], now["answer"], now["unacknowledged"]) == (False, answered["key"], 0)
    then = ada.get(f"messages/{key}", at=asked).json()
    assert (then["open"], then["answer"], then["unacknowledged"], then["version"]) == (True, None, 1, asked)
    assert texts(ada, thread=key) == ["Which?", "The first."]


def test_a_question_that_waits_where_nobody_can_is_answered_with_itself(ada: Api) -> None:
    said = ada.post("messages", {"to": "bob", "kind": "question", "text": "Which?", "wait": 30})
    assert (said.status_code, said.json()["reply"]) == (201, None)


def test_a_late_answer_to_what_has_left_the_plan_keeps_its_thread(ada: Api, bob: Api, maria: Api) -> None:
    key = write(ada)
    bob.post(f"messages/{key}/ack")
    assert write(bob, "ada", "Done.", reply_to=key) == str(head_of())
    assert texts(maria, thread=key) == ["Mind the ports.", "Done."]
    assert bob.post(f"messages/{key}/ack").status_code == 200
    assert_problem(maria.post(f"messages/{key}/resolve"), 409, "nothing_to_resolve")


def test_a_blocker_is_resolved_with_what_settled_it(ada: Api, olga: Api) -> None:
    key = write(ada, "person", "No key.", kind="blocker", about="A.1")
    before = head_of()
    settled = olga.post(f"messages/{key}/resolve", {"note": "It is in the vault."}).json()
    assert (settled["open"], settled["resolved_by"], settled["resolution"]) == (False, "token/olga", "It is in the vault.")
    then = olga.get(f"messages/{key}", at=before).json()
    assert (then["open"], then["resolved_by"], then["resolved_at"], then["resolution"]) == (True, None, None, "")


def test_messages_are_found_by_whatever_one_knows_of_them(ada: Api, bob: Api, maria: Api) -> None:
    first = write(ada, text="1", about="A.1")
    write(ada, "person", "2", kind="blocker")
    write(bob, "everyone", "3", kind="question", about="track/A")
    bob.post(f"messages/{first}/ack")
    assert texts(maria) == ["1", "2", "3"]
    assert texts(maria, order="newest", limit=2) == ["3", "2"]
    assert texts(maria, about="A.1") == ["1"]
    assert texts(maria, about="A") == ["3"]
    assert texts(maria, kind="blocker") == ["2"]
    assert texts(maria, sender="agent/bob") == ["3"]
    assert texts(maria, to="person") == ["2"]
    assert texts(maria, unacknowledged="agent/ada") == ["3"]
    assert texts(maria, unacknowledged="anybody") == ["2", "3"]
    assert texts(maria, unacknowledged="anybody", at=first) == ["1"]
    page = maria.get("messages", limit=2).json()
    assert texts(maria, cursor=page["cursor"]) == ["3"]


def test_hostile_text_is_kept_and_shown_as_text(ada: Api) -> None:
    text = "<script>alert(1)</script> \u202e \U0001f6a7 {detail} %s"
    assert ada.get(f"messages/{write(ada, text=text)}").json()["text"] == text


def test_an_agent_speaks_and_reads_for_itself_alone(ada: Api, olga: Api) -> None:
    assert_problem(ada.post("messages", {"agent": "bob", "to": "person", "text": "x"}), 403, "not_allowed")
    key = write(ada)
    assert_problem(ada.post(f"messages/{key}/ack", {"agent": "bob"}), 403, "not_allowed")
    assert_problem(ada.post(f"messages/{key}/ack"), 409, "not_addressed")
    assert olga.post(f"messages/{key}/ack", {"agent": "bob"}).json()["unacknowledged"] == 0


def test_who_may_only_look_writes_nothing(vera: Api, ada: Api) -> None:
    key = write(ada, "person")
    assert vera.get(f"messages/{key}").status_code == 200
    for path in ("messages", f"messages/{key}/ack", f"messages/{key}/resolve"):
        assert_problem(vera.post(path, {"to": "ada", "text": "x"} if path == "messages" else {}), 403, "not_allowed")


@pytest.mark.parametrize(("body", "field"), [
    ({"to": "bob"}, "text"), ({"to": "bob", "text": ""}, "text"), ({"to": "bob", "text": "x" * 16_001}, "text"),
    ({"to": "bob", "text": "x", "kind": "rumour"}, "kind"), ({"to": "bob", "text": "x", "wait": 61}, "wait"),
    ({"to": "bob", "text": "x", "deadline": "soon"}, "deadline"), ({"text": "x"}, "to"),
    ({"to": "bob", "text": "x\x00"}, "text"), ({"to": "bob", "text": "x", "deadline": "2020-01-01T00:00:00Z"}, "deadline"),
], ids=str)
def test_a_malformed_message_is_named_to_the_field(ada: Api, body: object, field: str) -> None:
    problem = assert_problem(ada.post("messages", body), 422, "invalid_field")
    assert problem["errors"][0]["field"] == field


@pytest.mark.parametrize(("body", "status", "code"), [
    ({"to": "nobody", "text": "x"}, 422, "unknown_recipient"), ({"to": "track/Z", "text": "x"}, 404, "unknown_track"),
    ({"to": "ada", "text": "x"}, 409, "nobody_to_tell"), ({"reply_to": "999", "text": "x"}, 404, "unknown_message"),
    ({"to": "bob", "text": "x", "about": "Z.9"}, 422, "unknown_reference"),
])
def test_a_message_to_nobody_or_about_nothing_is_refused(ada: Api, body: object, status: int, code: str) -> None:
    assert_problem(ada.post("messages", body), status, code)


def test_what_is_not_there_is_not_found(ada: Api) -> None:
    assert_problem(ada.get("messages/999"), 404, "unknown_message")
    assert_problem(ada.post("messages/999/ack"), 404, "unknown_message")
    assert_problem(ada.get("agents/nobody/inbox"), 404, "unknown_agent")


def test_the_same_message_under_the_same_key_is_sent_once(ada: Api) -> None:
    said = {"to": "bob", "text": "x"}
    first, second = (ada.post("messages", said, Idempotency_Key="k") for _ in range(2))
    assert second.content == first.content
    assert second.headers["Idempotency-Replayed"] == "true"
    assert Message.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_tables_that_lost_messages_get_back_those_that_have_left_the_plan_too(project: LogHead, ada: Api, bob: Api) -> None:
    read, unread = write(ada, text="1"), write(ada, text="2")
    bob.post(f"messages/{read}/ack")
    assert parity(PROJECT).ok
    Message.objects.filter(key=read).delete()
    Message.objects.filter(key=unread).update(text="other")
    Delivery.objects.filter(message=read).update(acknowledged=None)
    assert parity(PROJECT).wrong == 3
    assert sum(rebuild(PROJECT).mended.values()) == 3
    assert parity(PROJECT).ok
    assert texts(ada) == ["1", "2"]


def test_what_a_list_costs_does_not_grow_with_what_was_written(ada: Api) -> None:
    def questions(path: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert ada.get(path).json()["messages"]
        return len(captured)

    write(ada, "everyone")
    for path in ("messages", "agents/bob/inbox"):
        questions(path)
        few = questions(path)
        for number in range(10):
            an_agent(f"{path[0]}-{number}")
            write(ada, "everyone", str(number))
        questions(path)
        assert questions(path) == few
