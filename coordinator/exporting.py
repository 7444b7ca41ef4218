"""What a list shows, whole, as a file: CSV or JSON lines, oldest first, sent in batches while it is read."""

import csv
import io
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import StreamingHttpResponse

from coordinator.csv_file import harmless
from coordinator.eventlog.chain import timestamp
from coordinator.eventlog.export import event_line, lines
from coordinator.eventlog.models import Event, LogHead
from coordinator.eventlog.store import BATCH, COLUMNS, Head, Recorded


def as_csv(events: QuerySet[Event]) -> Iterator[bytes]:
    yield (",".join(COLUMNS) + "\r\n").encode()
    for batch in batches(events):
        page = io.StringIO()
        csv.writer(page).writerows(map(cell, row) for row in batch)
        yield page.getvalue().encode()


def cell(value: Any) -> Any:
    return timestamp(value) if isinstance(value, datetime) else harmless(value)


def as_jsonl(events: QuerySet[Event]) -> Iterator[bytes]:
    for batch in batches(events):
        yield b"".join(event_line(Recorded(*row)) for row in batch)


def batches(events: QuerySet[Event]) -> Iterator[list[tuple[Any, ...]]]:
    """Rows of COLUMNS, by sequence, which costs the same for the last batch as for the first."""
    rows, after = events.order_by("sequence").values_list(*COLUMNS), 0
    while batch := list(rows.filter(sequence__gt=after)[:BATCH]):
        yield batch
        after = batch[-1][0]


FORMATS: dict[str, tuple[str, Callable[[QuerySet[Event]], Iterator[bytes]]]] = {
    "csv": ("text/csv; charset=utf-8", as_csv),
    "jsonl": ("application/x-ndjson", as_jsonl),
}


def download(name: str, events: QuerySet[Event], format: str) -> StreamingHttpResponse:
    content_type, parts = FORMATS[format]
    return attached(parts(events), content_type, f"{name}-events.{format}")


def download_proof(head: LogHead) -> StreamingHttpResponse:
    """The whole log in the form that proves itself."""
    stands = Head(head.pk, head.project, head.log_id, head.incarnation, head.sequence, head.hash, head.recorded_at)
    return attached(lines(stands), "application/x-ndjson", f"{head.project}-log.jsonl")


def attached(parts: Iterator[bytes], content_type: str, filename: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(parts, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response
