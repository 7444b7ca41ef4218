"""The history as a list: older and newer by key, narrowed by choices, searched by beginnings; as fast in a long log."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from coordinator.admin import keyset, searching
from coordinator.admin.events import EventAdmin
from coordinator.catalog import EVENTS
from coordinator.eventlog.models import Event, LogHead
from tests.support.logs import a_log, grown

LIST = "/admin/eventlog/event/"


def sequences(client: Client, query: str = "") -> list[int]:
    response = client.get(LIST + query)
    assert response.status_code == 200, response.headers.get("Location")
    return [event.sequence for event in response.context["cl"].result_list]


def test_the_newest_event_comes_first(auditor: Client, log: LogHead) -> None:
    assert sequences(auditor) == list(range(log.sequence, 0, -1))


def test_older_leads_through_every_event_once_and_newer_leads_back(
    auditor: Client, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(EventAdmin, "list_per_page", 10)
    a_log("web", 35)
    pages, query = [], ""
    while query is not None:
        changes = auditor.get(LIST + query).context["cl"]
        pages.append([event.sequence for event in changes.result_list])
        query = changes.older
    assert sum(pages, []) == list(range(35, 0, -1))
    back, query = [pages[-1]], changes.newer
    while query is not None:
        changes = auditor.get(LIST + query).context["cl"]
        back.append([event.sequence for event in changes.result_list])
        query = changes.newer
    assert sorted({sequence for page in back for sequence in page}) == list(range(1, 36))
    assert changes.older is not None


def test_paging_keeps_what_was_asked_for(auditor: Client, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(EventAdmin, "list_per_page", 2)
    a_log("web", 30)
    first = auditor.get(LIST + "?type=task.added&q=task/A.1").context["cl"]
    second = auditor.get(LIST + first.older).context["cl"]
    assert {event.type for event in second.result_list} == {"task.added"}
    assert all(event.subject.startswith("task/A.1") for event in second.result_list)
    assert second.result_list[0].sequence < first.result_list[-1].sequence


@pytest.mark.parametrize("query", ["?before=x", "?before=", "?before=-4", "?after=99999999999999999999", "?p=3", "?all="])
def test_an_odd_place_shows_the_newest(auditor: Client, log: LogHead, query: str) -> None:
    assert sequences(auditor, query)[0] == log.sequence


def test_a_place_before_everything_is_empty_and_leads_back(auditor: Client, log: LogHead) -> None:
    response = auditor.get(LIST + "?before=1")
    assert list(response.context["cl"].result_list) == []
    assert response.context["cl"].newest == "?"


@pytest.mark.parametrize("query", ["", "?type=task.added", "?q=A.1", "?q=zzz", "?within=hour", "?before=20", "?after=5"])
def test_the_number_of_queries_does_not_grow_with_the_log(auditor: Client, db: None, query: str) -> None:
    head = a_log("web", 30)
    few = queries_of(auditor, query)
    grown(head, 400)
    assert queries_of(auditor, query) == few


def queries_of(client: Client, query: str) -> int:
    client.get(LIST + query)
    with CaptureQueriesContext(connection) as queries:
        client.get(LIST + query)
    return len(queries)


def test_nothing_is_counted_and_no_row_skipped(auditor: Client, db: None) -> None:
    a_log("web", 300)
    with CaptureQueriesContext(connection) as queries:
        auditor.get(LIST + "?before=150&type=task.added")
    asked = [query["sql"] for query in queries if "eventlog_event" in query["sql"]]
    assert asked
    assert not [sql for sql in asked if "OFFSET" in sql]
    assert all("LIMIT" in sql for sql in asked if "COUNT" in sql)


def test_how_many_were_found_is_told_as_far_as_a_glance_needs(auditor: Client, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    a_log("web", 60)
    assert "60 found" in auditor.get(LIST).content.decode()
    assert "1 found" in auditor.get(LIST + "?type=project.created").content.decode()
    monkeypatch.setattr(keyset, "MOST_COUNTED", 20)
    assert "more than 20 found" in auditor.get(LIST + "?type=task.added").content.decode()


# Narrowing -----------------------------------------------------------------------------------------------------------


def test_the_list_is_always_about_one_project_at_first_the_one_that_moved_last(auditor: Client, log: LogHead) -> None:
    a_log("later", 5)
    assert sequences(auditor) == [5, 4, 3, 2, 1]
    assert sequences(auditor, "?project=web") == list(range(log.sequence, 0, -1))
    assert sequences(auditor, "?project=unknown") == []


def test_every_type_of_event_is_a_choice_and_narrows_the_list(auditor: Client, log: LogHead) -> None:
    shown = auditor.get(LIST).content.decode()
    assert {name for name in EVENTS if f"?type={name}" in shown} == set(EVENTS)
    response = auditor.get(LIST + "?type=task.added")
    assert [event.subject for event in response.context["cl"].result_list] == ["task/A.2", "task/A.1"]


def test_spans_of_time_narrow_the_list(auditor: Client, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    head = a_log("web", 48)
    first = head.recorded_at - timedelta(seconds=47)
    monkeypatch.setattr(timezone, "now", lambda: first + timedelta(hours=1, seconds=40))
    assert sequences(auditor, "?within=hour") == list(range(48, 40, -1))
    assert sequences(auditor, "?within=day") == list(range(48, 0, -1))
    assert sequences(auditor, "?within=nonsense") == list(range(48, 0, -1))


def test_from_and_to_are_moments_in_utc_and_include_both(auditor: Client, db: None) -> None:
    head = a_log("web", 20)
    at = [head.recorded_at - timedelta(seconds=20 - sequence) for sequence in range(21)]
    since, until = (moment.isoformat().replace("+00:00", "") for moment in (at[5], at[9]))
    assert sequences(auditor, f"?since={since}&until={until}") == [9, 8, 7, 6, 5]
    assert sequences(auditor, f"?since={since}") == list(range(20, 4, -1))
    assert sequences(auditor, "?since=yesterday") == list(range(20, 0, -1))


@pytest.mark.parametrize("query", ["?body__contains=secret", "?actor__regex=.*", "?project__log_id=1", "?recorded_at__year=2026"])
def test_columns_that_are_no_choice_cannot_be_asked_for(auditor: Client, log: LogHead, query: str) -> None:
    assert auditor.get(LIST + query).status_code == 400


# Searching -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("#3", {"task/A.1"}),
        ("3", {"task/A.1"}),
        ("A.2", {"task/A.2"}),
        ("task/A.", {"task/A.1", "task/A.2"}),
        ("track/A", {"track/A"}),
        ("agent/ada", {"agent/ada", "task/A.1"}),
        ("ada", {"agent/ada", "task/A.1"}),
        ("  A.2 ", {"task/A.2"}),
        ("a.2", set()),
        ("%", set()),
        ("_", set()),
        ("task/A_", set()),
        ("\\", set()),
        ("'; drop table", set()),
        ("#99999999999999999999", set()),
    ],
)
def test_a_search_looks_for_a_number_or_how_a_subject_or_an_actor_begins(
    auditor: Client, log: LogHead, text: str, found: set[str]
) -> None:
    response = auditor.get(LIST, {"q": text})
    assert {event.subject for event in response.context["cl"].result_list} == found


def test_what_is_very_common_is_found_in_another_way_and_just_as_well(
    auditor: Client, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_log("web", 300)
    rare = sequences(auditor, "?q=A.1")
    monkeypatch.setattr(searching, "MOST_COUNTED", 5)
    assert sequences(auditor, "?q=A.1") == rare
    assert len(rare) > 5


def test_text_from_agents_is_never_markup(auditor: Client, log: LogHead) -> None:
    shown = auditor.get(LIST).content.decode()
    assert "&lt;script&gt;alert(1)" in shown
    assert "<script>alert" not in shown
    assert not re.search(r"<b>log", shown)


def test_an_empty_installation_says_so(auditor: Client, db: None) -> None:
    assert Event.objects.count() == 0
    assert "This table is empty" in auditor.get(LIST).content.decode()
