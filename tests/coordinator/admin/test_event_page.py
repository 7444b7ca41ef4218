"""One event as an auditor sees it: what it says, whether it is what was recorded, what it changed, what came before and after."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coordinator.eventlog import checkpoints, store
from coordinator.eventlog.models import Checkpoint, Event, LogHead, Receipt
from tests.support.guards import no_guards
from tests.support.logs import a_log, grown


def page(client: Client, event: Event, query: str = "") -> str:
    response = client.get(f"/admin/eventlog/event/{event.pk}/change/{query}")
    assert response.status_code == 200
    shown: str = response.content.decode()
    return shown


def happened(type: str, subject: str = "task/A.1") -> Event:
    return Event.objects.get(type=type, subject=subject)


def test_an_event_shows_who_did_what_when_and_by_which_command(auditor: Client, log: LogHead) -> None:
    event = happened("task.claimed")
    shown = page(auditor, event)
    for part in (f"#{event.sequence}", "task.claimed", "task/A.1", "agent/ada"):
        assert part in shown
    for part in (event.event_id, event.command_key, event.correlation_id, event.hash, event.prev_hash):
        assert part in shown
    receipt = Receipt.objects.get(key=event.command_key)
    assert f'/admin/eventlog/receipt/{receipt.pk}/change/">ClaimTask' in shown


def test_the_payload_is_a_tree_of_names_and_values_and_no_markup(auditor: Client, log: LogHead) -> None:
    shown = page(auditor, happened("task.completed"))
    assert "<dt>summary</dt>" in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
    assert "<script>alert" not in shown


def test_neighbours_by_sequence_and_by_subject_are_a_click_away(auditor: Client, log: LogHead) -> None:
    event = happened("task.claimed")
    response = auditor.get(f"/admin/eventlog/event/{event.pk}/change/")
    assert response.context["previous"].sequence == event.sequence - 1
    assert response.context["next"].sequence == event.sequence + 1
    assert response.context["previous_about"].type == "task.added"
    assert response.context["next_about"].type == "task.completed"


def test_the_first_and_the_last_event_have_one_neighbour(auditor: Client, log: LogHead) -> None:
    first = auditor.get(f"/admin/eventlog/event/{Event.objects.get(sequence=1).pk}/change/").context
    last = auditor.get(f"/admin/eventlog/event/{Event.objects.get(sequence=log.sequence).pk}/change/").context
    assert (first["previous"], first["next"].sequence) == (None, 2)
    assert (last["previous"].sequence, last["next"]) == (log.sequence - 1, None)


def test_an_event_that_is_what_was_recorded_says_so(auditor: Client, log: LogHead) -> None:
    assert "Its hash holds" in page(auditor, happened("task.claimed"))


@pytest.mark.parametrize("body", ['{"agent":"mallory"}', "no JSON", ""])
def test_an_event_that_was_changed_says_so(auditor: Client, log: LogHead, body: str) -> None:
    event = happened("task.claimed")
    with no_guards():
        Event.objects.filter(pk=event.pk).update(body=body)
    shown = page(auditor, event, "?changes")
    assert "This is not the event that was recorded: its content does not match its hash." in shown
    assert "Its hash holds" not in shown


def test_an_event_behind_a_missing_one_says_so(auditor: Client, log: LogHead) -> None:
    event = happened("task.claimed")
    with no_guards():
        Event.objects.filter(sequence=event.sequence - 1).delete()
    assert "it does not carry the hash of the event before it" in page(auditor, event)


def test_an_event_says_which_checkpoint_covers_it(auditor: Client, log: LogHead) -> None:
    event = happened("task.claimed")
    assert "not yet" in page(auditor, event)
    checkpoints.sign(store.find_head("web") or pytest.fail())
    checkpoint = Checkpoint.objects.get()
    assert f'/admin/eventlog/checkpoint/{checkpoint.pk}/change/">with #{log.sequence}' in page(auditor, event)


def test_what_an_event_changed_is_shown_when_asked_for(auditor: Client, log: LogHead) -> None:
    event = happened("task.completed")
    assert auditor.get(f"/admin/eventlog/event/{event.pk}/change/").context["changes"] is None
    changes = auditor.get(f"/admin/eventlog/event/{event.pk}/change/?changes").context["changes"]
    by_reference = {one.reference: {name: (before, after) for name, before, after in one.fields} for one in changes}
    assert changes[0].reference == "task/A.1", "what the event is about comes first"
    assert by_reference["task/A.1"]["status"] == ("claimed", "done")
    assert by_reference["task/A.2"]["status"] == ("pending", "ready"), "what follows from it is shown as well"
    assert by_reference["agent/ada"]["tasks done"] == (0, 1)


def test_what_is_new_has_nothing_before(auditor: Client, log: LogHead) -> None:
    event = happened("task.added", "task/A.2")
    changes = auditor.get(f"/admin/eventlog/event/{event.pk}/change/?changes").context["changes"]
    added = next(one for one in changes if one.reference == "task/A.2")
    assert added.is_new
    assert ("title", None, "Task A.2") in added.fields


def test_an_event_of_a_type_from_the_future_is_shown_all_the_same(auditor: Client, log: LogHead) -> None:
    event = happened("task.claimed")
    with no_guards():
        Event.objects.filter(pk=event.pk).update(type="task.teleported")
    shown = page(auditor, event, "?changes")
    assert "task.teleported: upgrade this program" in shown


def test_the_number_of_queries_does_not_grow_with_the_log(auditor: Client, db: None) -> None:
    head = a_log("web", 30)
    few = queries_of(auditor, Event.objects.get(sequence=20))
    grown(head, 300)
    assert queries_of(auditor, Event.objects.get(sequence=300)) <= few + 1


def queries_of(client: Client, event: Event) -> int:
    page(client, event)
    with CaptureQueriesContext(connection) as queries:
        page(client, event)
    return len(queries)


@pytest.mark.parametrize("key", ["999999", "x", "0"])
def test_an_event_that_does_not_exist_is_not_found(auditor: Client, log: LogHead, key: str) -> None:
    assert auditor.get(f"/admin/eventlog/event/{key}/change/").status_code == 404
