"""What leaves as a file: the list as it is filtered, or the whole log with its proof, sent while it is read."""

import csv
import importlib.util
import io
import json
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils.http import urlencode

from coordinator import exporting
from coordinator.eventlog.chain import timestamp
from coordinator.eventlog.models import Event, LogHead
from coordinator.eventlog.store import COLUMNS
from tests.support.guards import no_guards
from tests.support.logs import a_log


def sent(client: Client, format: str, **query: str) -> bytes:
    response = client.get(f"/admin/eventlog/event/export/{format}/?{urlencode(query)}")
    assert response.status_code == 200
    assert response.streaming
    assert response.headers["Content-Disposition"].startswith('attachment; filename="web-')
    body: bytes = b"".join(response.streaming_content)
    return body


def test_csv_holds_every_column_of_every_event_oldest_first(auditor: Client, log: LogHead) -> None:
    rows = list(csv.DictReader(io.StringIO(sent(auditor, "csv").decode(), newline="")))
    events = list(Event.objects.order_by("sequence"))
    assert [int(row["sequence"]) for row in rows] == list(range(1, log.sequence + 1))
    assert tuple(rows[0]) == COLUMNS
    assert [row["body"] for row in rows] == [event.body for event in events]
    assert [row["recorded_at"] for row in rows] == [timestamp(event.recorded_at) for event in events]


def test_json_lines_hold_the_same(auditor: Client, log: LogHead) -> None:
    lines = [json.loads(line) for line in sent(auditor, "jsonl").splitlines()]
    assert [(line["sequence"], line["body"], line["hash"]) for line in lines] == list(
        Event.objects.order_by("sequence").values_list("sequence", "body", "hash")
    )


def test_what_leaves_is_what_the_list_shows(auditor: Client, log: LogHead) -> None:
    rows = list(csv.DictReader(io.StringIO(sent(auditor, "csv", type="task.added", q="A.2").decode(), newline="")))
    assert [row["subject"] for row in rows] == ["task/A.2"]


def test_a_long_list_leaves_whole_in_batches(auditor: Client, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "BATCH", 7)
    a_log("web", 50)
    assert len(sent(auditor, "csv").splitlines()) == 51
    assert len(sent(auditor, "jsonl", q="maria").splitlines()) == 50


@pytest.mark.parametrize("actor", ["=1+1", "+1", "-1", "@cmd"])
def test_what_a_spreadsheet_would_run_is_marked_as_text(auditor: Client, log: LogHead, actor: str) -> None:
    with no_guards():
        Event.objects.filter(sequence=1).update(actor=actor)
    rows = list(csv.DictReader(io.StringIO(sent(auditor, "csv").decode(), newline="")))
    assert rows[0]["actor"] == f"'{actor}"


def test_the_whole_log_leaves_with_its_proof(auditor: Client, log: LogHead) -> None:
    specification = importlib.util.spec_from_file_location("verify_log", settings.CHECKOUT / "static" / "verify_log.py")
    assert specification and specification.loader
    script: Any = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(script)
    result = script.prove(sent(auditor, "proof", type="task.added").splitlines(), [])
    assert (result["ok"], result["events"]) == (True, log.sequence)


@pytest.mark.parametrize("path", ["xml/", "csv/?project=unknown", "proof/?project=unknown"])
def test_what_does_not_exist_is_not_found(auditor: Client, log: LogHead, path: str) -> None:
    assert auditor.get(f"/admin/eventlog/event/export/{path}").status_code == 404
