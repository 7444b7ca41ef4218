"""Whatever is changed in a log behind its back, verify tells, and names the first event that is not what it was."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from coordinator.eventlog import chain, checkpoints, store
from coordinator.eventlog.models import Checkpoint, Event, LogHead
from coordinator.eventlog.store import COLUMNS, Head
from coordinator.eventlog.verification import Problem, UnknownLog, verify
from tests.support.guards import no_guards
from tests.support.logs import a_log, grown

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def log() -> Head:
    return a_log("web", 6, receipts=False)


@pytest.fixture
def long_log() -> Head:
    """With checkpoints at #1000, #2000 and #2100."""
    head = a_log("web", 2_100, receipts=False)
    checkpoints.sign(head)
    return head


def faults(project: str = "web") -> list[tuple[int, str]]:
    return [(one.sequence, one.problem) for one in verify(project).problems]


def test_an_untouched_log_is_sound(log: Head) -> None:
    verified = verify("web")
    assert (verified.ok, verified.first_bad, verified.problems, verified.notes) == (True, None, [], [])
    assert (verified.events, verified.head, verified.head_hash) == (6, 6, log.hash)
    assert (verified.project, verified.log_id, verified.checkpoints) == ("web", log.log_id, 0)


def test_a_log_longer_than_one_batch_is_sound(long_log: Head, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coordinator.eventlog.walk.BATCH", 500)
    verified = verify("web")
    assert (verified.ok, verified.events, verified.checkpoints) == (True, 2_100, 3)


def test_a_project_that_does_not_exist_has_no_log_to_verify() -> None:
    with pytest.raises(UnknownLog, match="nowhere"):
        verify("nowhere")


def test_logs_do_not_touch_each_other(log: Head) -> None:
    other = a_log("api", 4, receipts=False)
    with no_guards():
        Event.objects.filter(project=other.id, sequence=2).update(actor="mallory")
    assert verify("web").ok
    assert verify("api").first_bad == 2


def bits_flipped(value: bytes) -> Iterator[bytes]:
    """The value with one bit changed: each bit of its first, middle and last byte."""
    for place in {0, len(value) // 2, len(value) - 1} if value else ():
        for bit in range(8):
            yield value[:place] + bytes([value[place] ^ 1 << bit]) + value[place + 1 :]


@pytest.mark.parametrize("column", COLUMNS)
def test_one_changed_bit_in_any_column_is_found_and_the_event_named(log: Head, column: str) -> None:
    found = []
    with no_guards():
        for changed in values_like(Event.objects.get(sequence=4), column):
            before = Event.objects.filter(sequence=4).values("pk", column).get()
            with connection.cursor() as cursor:
                cursor.execute(f"UPDATE eventlog_event SET {column} = {changed[0]} WHERE id = %s", [*changed[1], before["pk"]])
            found.append((changed, verify("web").first_bad))
            Event.objects.filter(pk=before["pk"]).update(**{column: before[column]})
    assert len(found) > 1
    assert {first_bad for _, first_bad in found} == {4}
    assert verify("web").ok


def values_like(event: Event, column: str) -> Iterator[tuple[str, list[Any]]]:
    """SQL for values that differ from the stored one by a bit, or by the least there is."""
    value = getattr(event, column)
    if column == "recorded_at" and connection.vendor == "postgresql":
        yield from (("%s", [value + timedelta(microseconds=1 << bit)]) for bit in range(20))
    elif column == "causation":
        yield from (("%s", [number]) for number in (0, 1, 3))
    elif isinstance(value, int):
        yield from (("%s", [value ^ 1 << bit]) for bit in range(3, 14))
    else:
        text = store.stored_time(value) if column == "recorded_at" else value
        for flipped in bits_flipped(text.encode()):
            if connection.vendor == "sqlite":
                yield f"CAST(x'{flipped.hex()}' AS TEXT)", []
            elif flipped.isascii() and 0 not in flipped:
                yield "%s", [flipped.decode()]


def test_an_altered_event_is_told_once(log: Head) -> None:
    with no_guards():
        Event.objects.filter(sequence=3).update(body='{"key":"A.1","title":"Something else","position":1}')
    assert verify("web").problems == [Problem(3, "its content does not match its hash")]


def test_an_event_hashed_anew_no_longer_fits_the_next_one(log: Head) -> None:
    with no_guards():
        rewrite(log, 3, only=True)
    assert faults() == [(4, "it does not carry the hash of the event before it")]


def test_a_missing_event_is_named(log: Head) -> None:
    with no_guards():
        Event.objects.filter(sequence=3).delete()
    assert faults() == [(3, "it is missing")]


def test_missing_events_are_named_together(log: Head) -> None:
    with no_guards():
        Event.objects.filter(sequence__in=(2, 3, 4)).delete()
    verified = verify("web")
    assert (verified.first_bad, verified.events) == (2, 3)
    assert [one.problem for one in verified.problems] == ["the events from here to #4 are missing"]


def test_events_missing_at_the_end_are_named(log: Head) -> None:
    with no_guards():
        Event.objects.filter(sequence__gt=4).delete()
    assert faults() == [(5, "the events from here to #6 are missing")]


def test_a_log_without_any_event_left_is_not_sound(log: Head) -> None:
    with no_guards():
        Event.objects.all().delete()
    assert faults() == [(1, "the events from here to #6 are missing")]


def test_an_event_before_the_first_is_found(log: Head) -> None:
    with no_guards():
        event = Event.objects.get(sequence=1)
        event.pk, event.sequence = None, 0
        event.save(force_insert=True)
    assert faults() == [(0, "there are events before the first")]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"hash": "f" * 64}, (6, "the head of the log says another hash")),
        ({"sequence": 7}, (7, "it is missing")),
        ({"recorded_at": "2001-01-01T00:00:00Z"}, (6, "the head of the log says another time")),
        ({"log_id": "0b0e7a5e-0000-4000-8000-000000000000"}, (1, "its content does not match its hash")),
    ],
)
def test_a_changed_head_is_found(log: Head, change: dict[str, Any], fault: tuple[int, str]) -> None:
    with no_guards():
        LogHead.objects.update(**change)
    assert faults()[0] == fault


def test_a_head_that_was_set_back_is_found(log: Head) -> None:
    with no_guards():
        fourth = Event.objects.get(sequence=4)
        LogHead.objects.update(sequence=4, hash=fourth.hash, recorded_at=fourth.recorded_at)
    assert faults() == [(5, "it lies beyond the head of the log")]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite keeps what is no number in a column of numbers")
@pytest.mark.parametrize("sequence", ["four", 4.5])
def test_a_sequence_that_is_no_whole_number_is_found(log: Head, sequence: Any) -> None:
    with no_guards(), connection.cursor() as cursor:
        cursor.execute("UPDATE eventlog_event SET sequence = %s WHERE sequence = 4", [sequence])
    assert verify("web").first_bad == 4


def test_a_log_rewritten_from_one_event_on_contradicts_its_checkpoints(long_log: Head) -> None:
    with no_guards():
        rewrite(long_log, 1_500)
    assert faults() == [(2_000, "it is not the event that was signed"), (2_100, "it is not the event that was signed")]


def test_a_rewritten_log_whose_checkpoints_were_taken_away_contradicts_what_this_home_remembers(long_log: Head) -> None:
    with no_guards():
        rewrite(long_log, 1_500)
        Checkpoint.objects.all().delete()
    assert (1_000, "its checkpoint is missing") in faults()
    assert (2_000, "it is not the event that was signed") in faults()


def test_a_rewritten_log_that_is_signed_with_another_key_contradicts_what_this_home_remembers(long_log: Head) -> None:
    with no_guards():
        rewrite(long_log, 1_500)
        sign_with_another_key()
    verified = verify("web")
    assert verified.first_bad == 2_000
    assert "does not know the key" in verified.notes[0]


def test_a_log_cut_off_behind_a_checkpoint_contradicts_the_later_ones(long_log: Head) -> None:
    with no_guards():
        cut_off(long_log, 1_200)
    assert (1_201, "the log ends here, but was signed as far as #2100") in faults()


def test_a_log_cut_off_with_its_checkpoints_contradicts_what_this_home_remembers(long_log: Head) -> None:
    with no_guards():
        cut_off(long_log, 1_200)
        Checkpoint.objects.filter(sequence__gt=1_200).delete()
    assert (1_201, "the log ends here, but was signed as far as #2100") in faults()


def test_a_forged_signature_is_found(long_log: Head) -> None:
    with no_guards():
        other = Checkpoint.objects.get(sequence=2_000)
        Checkpoint.objects.filter(sequence=1_000).update(signature=other.signature)
    assert faults() == [(1_000, "the signature of its checkpoint does not hold")]


@pytest.mark.parametrize("field", ["signature", "public_key"])
def test_what_is_no_signature_at_all_is_found(long_log: Head, field: str) -> None:
    with no_guards():
        Checkpoint.objects.filter(sequence=1_000).update(**{field: "not base64"})
    assert faults() == [(1_000, "the signature of its checkpoint does not hold")]


def test_a_checkpoint_that_was_taken_away_is_missed(long_log: Head) -> None:
    with no_guards():
        Checkpoint.objects.filter(sequence=1_000).delete()
    assert faults() == [(1_000, "its checkpoint is missing")]


def test_a_hole_among_checkpoints_is_found_without_any_memory(long_log: Head) -> None:
    checkpoints.witness_file().unlink()
    with no_guards():
        Checkpoint.objects.filter(sequence=1_000).delete()
    assert faults() == [(1_000, "its checkpoint is missing")]


def test_many_faults_are_counted_and_the_first_hundred_told(long_log: Head) -> None:
    with no_guards():
        Event.objects.filter(sequence__gt=1_900).update(actor="mallory")
    verified = verify("web")
    assert (verified.faults, len(verified.problems), verified.first_bad) == (200, 100, 1_901)


def test_a_log_that_grows_meanwhile_is_sound(log: Head) -> None:
    stop = threading.Event()

    def write() -> None:
        head = log
        while not stop.is_set():
            head = grown(head, 3, receipts=False)
        connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        seen = [verify("web") for _ in range(30)]
    finally:
        stop.set()
        writer.join()
    assert all(one.ok for one in seen)
    assert seen[-1].events > seen[0].events


# What somebody may do who owns the database and knows how hashes are made -------------------------------------------


def rewrite(head: Head, sequence: int, only: bool = False) -> None:
    """Changes an event and makes the hashes fit again: its own only, or all to the end and the head."""
    events = list(Event.objects.filter(project=head.id, sequence__gte=sequence).order_by("sequence"))
    events[0].actor = "mallory"
    previous = events[0].prev_hash
    for event in events[:1] if only else events:
        event.prev_hash = previous
        event.hash = previous = chain.event_hash(
            head.log_id, event.sequence, event.prev_hash, event.body, event.event_id, event.type, event.version,
            event.subject, event.actor, event.command_key, event.correlation_id, event.causation, event.recorded_at,
        )  # fmt: skip
    Event.objects.bulk_update(events, ["actor", "prev_hash", "hash"], batch_size=100)
    if not only:
        LogHead.objects.filter(pk=head.id).update(hash=previous)


def cut_off(head: Head, sequence: int) -> None:
    Event.objects.filter(project=head.id, sequence__gt=sequence).delete()
    last = Event.objects.get(project=head.id, sequence=sequence)
    LogHead.objects.filter(pk=head.id).update(sequence=sequence, hash=last.hash, recorded_at=last.recorded_at)


def sign_with_another_key() -> None:
    """New checkpoints in the places of the old ones, as another installation would make them."""
    key, head = checkpoints.Ed25519PrivateKey.generate(), store.find_head("web")
    assert head is not None
    for old in Checkpoint.objects.all():
        at = Event.objects.get(sequence=old.sequence)
        new = checkpoints.signed_checkpoint(key, head, old.sequence, at.hash, store.clock())
        old.delete()
        new.save()
