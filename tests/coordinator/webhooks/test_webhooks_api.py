"""Webhooks over REST: administrators alone see and change them, and no secret is shown twice or written into the log."""

import msgspec
import pytest

from coordinator.access.models import Role
from coordinator.access.tokens import issue
from coordinator.eventlog.models import Event, LogHead
from coordinator.webhooks.models import Attempt, Cursor, Webhook
from tests.support.api import Api, assert_problem, head_of

URL = "https://hooks.example.org/T0/a-secret-of-its-own"
NEW = {"key": "chat", "url": URL, "events": ["task.*"], "description": "the chat"}


@pytest.fixture
def olga(project: LogHead) -> Api:
    return Api(issue("olga", Role.OPERATOR, project)[1])


def test_one_is_added_read_and_listed(maria: Api) -> None:
    answer = maria.post("webhooks", NEW)
    assert answer.status_code == 201
    assert answer.headers["Location"] == "/api/v1/projects/web/webhooks/chat"
    added = msgspec.json.decode(answer.content)
    secret = added.pop("secret")
    assert secret.startswith("whsec_")
    read = maria.get("webhooks/chat")
    assert msgspec.json.decode(read.content) == added
    assert msgspec.json.decode(maria.get("webhooks").content)["webhooks"] == [added]
    assert (added["url"], added["origin"], added["active"], added["told"]) == (URL, "https://hooks.example.org", True, head_of())
    assert secret.encode() not in read.content


def test_neither_secret_nor_address_is_written_down(maria: Api) -> None:
    secret = msgspec.json.decode(maria.post("webhooks", NEW).content)["secret"]
    maria.patch("webhooks/chat", {"url": URL + "2"})
    written = " ".join(map(str, [*Event.objects.values_list(), *Webhook.objects.values_list(), *Cursor.objects.values_list()]))
    assert "hooks.example.org" in written
    assert "a-secret-of-its-own" not in written
    assert secret not in written
    assert secret.removeprefix("whsec_") not in written


def test_the_same_request_again_is_given_the_same_secret(maria: Api) -> None:
    first, again = (maria.post("webhooks", NEW, Idempotency_Key="k1") for _ in range(2))
    assert first.content == again.content
    assert again.headers["Idempotency-Replayed"] == "true"
    first, again = (maria.post("webhooks/chat/secret", Idempotency_Key="k2") for _ in range(2))
    assert first.content == again.content
    assert maria.post("webhooks/chat/secret").content != again.content


def test_a_request_that_was_cut_off_after_the_command_is_made_whole_by_sending_it_again(maria: Api) -> None:
    maria.post("webhooks", NEW, Idempotency_Key="k1")
    Cursor.objects.all().delete()
    assert msgspec.json.decode(maria.get("webhooks/chat").content)["url"] is None
    maria.post("webhooks", NEW, Idempotency_Key="k1")
    assert msgspec.json.decode(maria.get("webhooks/chat").content)["url"] == URL


def test_an_old_request_that_comes_again_does_not_undo_a_newer_one(maria: Api) -> None:
    maria.post("webhooks", NEW, Idempotency_Key="k1")
    maria.patch("webhooks/chat", {"url": URL + "/new"})
    maria.post("webhooks", NEW, Idempotency_Key="k1")
    assert msgspec.json.decode(maria.get("webhooks/chat").content)["url"] == URL + "/new"


def test_a_name_used_before_begins_anew(maria: Api) -> None:
    maria.post("webhooks", NEW)
    left_behind = Cursor.objects.get()
    maria.delete("webhooks/chat")
    left_behind.save()
    added = msgspec.json.decode(maria.post("webhooks", NEW | {"url": URL + "/new"}).content)
    assert (added["url"], added["told"]) == (URL + "/new", head_of())


@pytest.mark.parametrize(
    "fields",
    [{"url": "http://127.0.0.1:x/"}, {"url": "ftp://example.org/"}, {"events": ["everything"]}, {"url": None}, {"secret": "x"}],
)
def test_what_makes_no_sense_is_refused_by_name(maria: Api, fields: dict[str, object]) -> None:
    problem = assert_problem(maria.post("webhooks", NEW | fields), 422, "invalid_field")
    assert problem["errors"][0]["field"] == next(iter(fields))


def test_an_edit_of_what_somebody_else_has_edited_is_refused(maria: Api) -> None:
    maria.post("webhooks", NEW)
    etag = maria.get("webhooks/chat").headers["ETag"]
    assert maria.patch("webhooks/chat", {"description": "ours"}, If_Match=etag).status_code == 200
    assert_problem(maria.patch("webhooks/chat", {"description": "theirs"}, If_Match=etag), 412, "version_mismatch")


def test_the_past_knows_it_without_its_address(maria: Api) -> None:
    maria.post("webhooks", NEW)
    then = head_of()
    maria.delete("webhooks/chat")
    webhook = msgspec.json.decode(maria.get("webhooks/chat", at=then).content)
    assert (webhook["origin"], webhook["url"], webhook["told"]) == ("https://hooks.example.org", None, None)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "webhooks"), ("POST", "webhooks"), ("GET", "webhooks/chat"), ("PATCH", "webhooks/chat"),
        ("DELETE", "webhooks/chat"), ("POST", "webhooks/chat/secret"), ("POST", "webhooks/chat/enable"),
        ("POST", "webhooks/chat/disable"), ("POST", "webhooks/chat/redeliver"), ("POST", "webhooks/chat/test"),
        ("GET", "webhooks/chat/attempts"),
    ],
)
def test_who_does_not_administer_sees_and_does_nothing(maria: Api, olga: Api, method: str, path: str) -> None:
    maria.post("webhooks", NEW)
    before = head_of()
    assert_problem(olga.send(method, path), 403, "not_allowed")
    assert head_of() == before


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "webhooks/no"), ("DELETE", "webhooks/no"), ("POST", "webhooks/no/test"), ("GET", "webhooks/no/attempts"),
     ("POST", "webhooks/no/enable"), ("POST", "webhooks/no/secret")],
)
def test_what_is_not_there_is_said_so(maria: Api, method: str, path: str) -> None:
    assert_problem(maria.send(method, path), 404, "unknown_webhook")


def test_a_test_that_may_not_be_sent_says_why(maria: Api, settings: object) -> None:
    maria.post("webhooks", NEW | {"url": "http://hooks.invalid/"})
    answer = msgspec.json.decode(maria.post("webhooks/chat/test").content)
    assert answer["status"] is None
    assert "hooks.invalid cannot be found" in answer["error"]
    assert Attempt.objects.count() == 1
