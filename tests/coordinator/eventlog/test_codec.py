"""What enters the log comes out again, byte for byte, from both databases; what could not is refused at the door."""

import json
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st

from coordinator.catalog import CODEC
from coordinator.eventlog import store
from coordinator.eventlog.codec import LARGEST_BODY, LARGEST_INTEGER, BodyRefused, Codec, UnknownEventType
from coordinator.eventlog.verification import verify
from tests.support.logs import unrecorded
from tracks.events import NoteAdded, TaskClaimed

troublesome = st.sampled_from(["\0", "\ud800", "\\", '"', "\\u0000", "é", "e\u0301", "\U0001f600", "\u2028", "1e400", "\x7f"])
any_text = st.text(max_size=200) | st.lists(troublesome, max_size=20).map("".join)
any_integer = st.integers(-(2**60), 2**60) | st.integers(-(2**53) - 2, -(2**53) + 2) | st.integers(2**53 - 2, 2**53 + 2)


def note(text: str = "hello", position: int = 0) -> NoteAdded:
    return NoteAdded(key="1", kind="note", text=text, position=position)


def is_writable(text: str) -> bool:
    return "\0" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)


@given(text=any_text, position=any_integer)
def test_an_event_is_written_down_or_refused_and_comes_back_equal(text: str, position: int) -> None:
    event = note(text, position)
    try:
        body = CODEC.encode(event)
    except BodyRefused:
        assert not is_writable(text) or abs(position) > LARGEST_INTEGER
        return
    assert is_writable(text)
    assert abs(position) <= LARGEST_INTEGER
    assert CODEC.decode("note.added", 1, body) == event
    assert CODEC.encode(event) == body


@given(text=any_text.filter(is_writable))
def test_a_body_is_canonical_json(text: str) -> None:
    body = CODEC.encode(note(text))
    parsed = json.loads(body)
    assert parsed["text"] == text
    assert list(parsed) == sorted(parsed)
    assert body == json.dumps(parsed, ensure_ascii=False, separators=(",", ":"))


@pytest.mark.django_db
@hypothesis(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(texts=st.lists(any_text.filter(is_writable), min_size=1, max_size=10), position=st.integers(-(2**53), 2**53))
def test_the_database_gives_back_the_very_bytes(texts: list[str], position: int) -> None:
    """Run on both databases: what both give back is what was hashed."""
    with transaction.atomic():
        head = store.open_log("bytes")
        events = [unrecorded(note(text, position), "maria") for text in texts]
        recorded = list(store.number(head, events, store.clock()))
        store.append(head, recorded)
        assert [one.body for one in store.read(head.id)] == [one.body for one in events]
        assert store.read(head.id) == recorded
        assert verify("bytes").ok
        transaction.set_rollback(True)


@pytest.mark.parametrize("text", ["\0", "a\0b", "\\\0"])
def test_a_nul_is_refused(text: str) -> None:
    with pytest.raises(BodyRefused, match="NUL"):
        CODEC.encode(note(text))


@pytest.mark.parametrize("text", ["\\u0000", "\\\\u0000", "u0000"])
def test_text_that_only_looks_like_a_nul_is_not(text: str) -> None:
    assert json.loads(CODEC.encode(note(text)))["text"] == text


def test_half_a_surrogate_pair_is_refused() -> None:
    with pytest.raises(BodyRefused, match="surrogate"):
        CODEC.encode(note("\ud83d"))


@pytest.mark.parametrize("number", [1.5, 1e22, float("nan"), 2**53 + 1, -(2**53) - 1])
def test_what_is_no_integer_within_2_to_the_53_is_refused(number: Any) -> None:
    with pytest.raises(BodyRefused):
        CODEC.encode(note(position=number))


def test_a_body_of_64_kib_is_taken_and_not_a_byte_more() -> None:
    room = LARGEST_BODY - len(CODEC.encode(note("")))
    assert len(CODEC.encode(note("x" * room))) == LARGEST_BODY
    with pytest.raises(BodyRefused, match="65,537"):
        CODEC.encode(note("x" * (room + 1)))


def test_composed_and_decomposed_letters_stay_as_they_are() -> None:
    assert json.loads(CODEC.encode(note("é e\u0301")))["text"] == "é e\u0301"


def test_an_event_of_an_unknown_type_stops_the_reader() -> None:
    with pytest.raises(UnknownEventType, match=r"task\.teleported"):
        CODEC.decode("task.teleported", 1, "{}")


def test_an_old_body_is_lifted_one_version_at_a_time() -> None:
    lifts = {
        ("task.claimed", 1): lambda body: {**body, "worker": body["who"]},
        ("task.claimed", 2): lambda body: {"key": body["key"], "agent": body["worker"], "lease_until": body["until"]},
    }
    codec = Codec({"task.claimed": TaskClaimed}, lifts)
    assert codec.version_of("task.claimed") == 3
    old = '{"key":"A.1","who":"ada","until":"2026-01-01T00:00:00Z"}'
    newest = codec.decode("task.claimed", 1, old)
    assert (newest.key, newest.agent) == ("A.1", "ada")
    assert codec.decode("task.claimed", 3, codec.encode(newest)) == newest
