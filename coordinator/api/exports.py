"""The log as a file that proves itself, streamed: its length costs no memory."""

from dataclasses import replace

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from coordinator import archive
from coordinator.api.door import Ask, Door, operation
from coordinator.api.rows import At
from coordinator.eventlog import store
from coordinator.eventlog.export import lines
from coordinator.eventlog.store import Head
from coordinator.travelling import sequence_of

JSONL = "application/jsonl"
ZIP = "application/zip"


def head_at(ask: Ask) -> Head:
    """Where the log stands, or stood at the moment that is asked for."""
    head = ask.head()
    if not ask.query.at:
        return head
    (event,) = store.read(head.id, sequence_of(head, ask.query.at) - 1, limit=1)
    return replace(head, sequence=event.sequence, hash=event.hash, recorded_at=event.recorded_at)


class ExportLog(Door):
    @operation(
        "Export the log as lines of JSON that can be verified offline", scope="heavy", query=At, offers=JSONL,
        answers={200: (str, "A header, every event with what was hashed, each checkpoint, an end.")},
    )
    def get(self, ask: Ask) -> HttpResponseBase:
        head = head_at(ask)
        headers = {"Content-Disposition": f'attachment; filename="{head.project}-{head.sequence}.jsonl"'}
        if ask.request.method == "HEAD":
            return HttpResponse(content_type=JSONL, headers=headers)
        return StreamingHttpResponse(lines(head), content_type=JSONL, headers=headers)


class ExportProject(Door):
    @operation(
        "Export everything of a project as a zip: the log, the script that proves it, every table", scope="heavy",
        query=At, offers=ZIP, answers={200: (str, "A zip file; README.txt in it says what is what.")},
    )
    def get(self, ask: Ask) -> HttpResponseBase:
        head = head_at(ask)
        headers = {"Content-Disposition": f'attachment; filename="{head.project}-{head.sequence}.zip"'}
        if ask.request.method == "HEAD":
            return HttpResponse(content_type=ZIP, headers=headers)
        return StreamingHttpResponse(archive.zipped(head), content_type=ZIP, headers=headers)
