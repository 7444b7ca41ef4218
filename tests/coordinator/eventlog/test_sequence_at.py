"""The moment that somebody asks for is found in the log without reading it."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from coordinator.eventlog import store
from tests.support.logs import a_log, unrecorded
from tracks.events import NoteRemoved

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)


@pytest.mark.parametrize("length", [1, 2, 3, 7, 8, 9])
def test_every_moment_of_a_log_is_found(length: int) -> None:
    head = a_log("web", length, receipts=False)
    a_log("api", 3, receipts=False)
    first = head.recorded_at - (length - 1) * SECOND
    for sequence in range(1, length + 1):
        at = first + (sequence - 1) * SECOND
        assert store.sequence_at(head.id, at) == sequence
        assert store.sequence_at(head.id, at + SECOND / 2) == sequence
    assert store.sequence_at(head.id, first - SECOND) == 0
    assert store.sequence_at(head.id, head.recorded_at + timedelta(days=9)) == length


def test_of_events_recorded_at_one_moment_it_is_the_last() -> None:
    head = a_log("web", 2, receipts=False)
    with transaction.atomic():
        events = [unrecorded(NoteRemoved(key="1"), "maria")] * 4
        store.append(head, list(store.number(head, events, head.recorded_at)))
    assert store.sequence_at(head.id, head.recorded_at) == 6


def test_a_log_without_events_has_no_moment() -> None:
    assert store.sequence_at(404, store.clock()) == 0


def test_it_is_one_query() -> None:
    head = a_log("web", 50, receipts=False)
    with CaptureQueriesContext(connection) as queries:
        store.sequence_at(head.id, head.recorded_at - 20 * SECOND)
    assert len(queries) == 1
