"""Documents into the plan: read, compared, and applied unless it is only a preview. Earlier reports stay readable."""

from datetime import datetime
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from msgspec import Meta, Struct

from coordinator import importing
from coordinator.api.door import Ask, Door, answer, operation, told
from coordinator.api.errors import UnreadableDocument
from coordinator.api.reading import Strict
from coordinator.api.rows import IMPORTS, Page, moment
from coordinator.eventlog.rows import Row
from coordinator.transfer import FORMATS, UnknownFormat, Unreadable, read_document
from tracks import errors
from tracks.document import Document


class ImportProblem(Struct, frozen=True):
    """Something a person should look at. `severity`: error (left out), warning (guessed), info (worth knowing)."""

    line: int
    text: str
    reason: str
    severity: str


class ImportRepair(Struct, frozen=True):
    """A line whose damaged characters were restored."""

    line: int
    before: str
    after: str
    how: str


class ImportAnswer(Struct, frozen=True):
    """What was understood (`counts`), what became of it (`changes`), what was guessed, left out or repaired."""

    format: str
    sequence: int
    counts: dict[str, int]
    changes: dict[str, int]
    problems: list[ImportProblem]
    repairs: list[ImportRepair]
    dry_run: bool


class ImportReport(Struct, frozen=True):
    """An earlier import; `key` is the sequence of its event."""

    key: str
    format: str
    filename: str
    digest: str
    counts: dict[str, int]
    changes: dict[str, int]
    problems: list[ImportProblem]
    repairs: list[ImportRepair]
    actor: str
    recorded_at: datetime


class ImportList(Struct, frozen=True):
    imports: list[ImportReport]
    cursor: str | None
    head: int


class ImportQuery(Strict):
    format: Annotated[str, Meta(description=f"One of {', '.join(FORMATS)}.")] = "auto"
    dry_run: Annotated[bool, Meta(description="Only say what would change.")] = False
    filename: Annotated[str, Meta(max_length=300, description="For the report; a multipart file brings its own.")] = ""


BINARY = {"type": "string", "format": "binary"}


class Imports(Door):
    @operation("List earlier imports", query=Page, answers={200: (ImportList, "A page of reports, the oldest first.")})
    def get(self, ask: Ask) -> HttpResponse:
        place = moment(ask.head(), ask.query.at)
        rows, cursor = place.page(IMPORTS, ask.query)
        return answer(ImportList([draw_report(row) for row in rows], cursor, place.sequence))

    @operation(
        "Import a document: the file as the body, or as file in a form", needs="operate", scope="heavy",
        query=ImportQuery, body=None,
        media={
            "application/octet-stream": BINARY, "text/markdown": {}, "application/json": {},
            "multipart/form-data": {"type": "object", "properties": {"file": BINARY}, "required": ["file"]},
        },
        answers={200: (ImportAnswer, "It is in the plan, or with dry_run would be.")}, refusals=(UnreadableDocument,),
    )
    def post(self, ask: Ask) -> HttpResponse:
        ask.head()
        content, name = uploaded(ask.request)
        if not content:
            raise UnreadableDocument(line=1, column=1, reason="The document is empty.")
        name = (ask.query.filename or name)[:300]
        document = document_of(content, name, ask.query.format)
        if ask.query.dry_run:
            return answer(drawn(importing.preview(ask.project, document), dry_run=True))
        report, receipt = importing.apply(ask.project, document, name, ask.tell)
        return told(receipt, drawn(report, dry_run=False))


def uploaded(request: HttpRequest) -> tuple[bytes, str]:
    """The document and the name of its file."""
    if request.content_type != "multipart/form-data":
        return request.body, ""
    file = request.FILES.get("file")
    if file is None:
        raise errors.InvalidField(field="file", problem="is missing from the form")
    return file.read(), file.name or ""


def document_of(content: bytes, name: str, form: str) -> Document:
    try:
        return read_document(content, name, form)
    except Unreadable as error:
        raise UnreadableDocument(line=error.line, column=error.column, reason=error.reason) from error
    except UnknownFormat as error:
        raise errors.InvalidField(field="format", problem=f"must be one of {', '.join(error.known)}") from error


def drawn(report: importing.Report, dry_run: bool) -> ImportAnswer:
    return ImportAnswer(
        report.format, report.sequence, report.counts, report.changes,
        [ImportProblem(one.line, one.text, one.reason, one.severity) for one in report.problems],
        [ImportRepair(one.line, one.before, one.after, one.how) for one in report.repairs], dry_run,
    )


def draw_report(row: Row) -> ImportReport:
    return ImportReport(
        row["key"], row["format"], row["filename"], row["digest"], row["counts"], row["changes"],
        row["problems"], row["repairs"], row["actor"], row["recorded_at"],
    )
