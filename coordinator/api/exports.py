"""The log as a file that proves itself, streamed: its length costs no memory."""

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from coordinator.api.door import Ask, Door, operation
from coordinator.eventlog.export import lines

JSONL = "application/jsonl"


class ExportLog(Door):
    @operation(
        "Export the log as lines of JSON that can be verified offline", offers=JSONL,
        answers={200: (str, "A header, every event with what was hashed, each checkpoint, an end.")},
    )
    def get(self, ask: Ask) -> HttpResponseBase:
        head = ask.head()
        headers = {"Content-Disposition": f'attachment; filename="{head.project}-{head.sequence}.jsonl"'}
        if ask.request.method == "HEAD":
            return HttpResponse(content_type=JSONL, headers=headers)
        return StreamingHttpResponse(lines(head), content_type=JSONL, headers=headers)
