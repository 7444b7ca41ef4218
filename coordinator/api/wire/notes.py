"""A note on the wire."""

from datetime import datetime

from msgspec import Struct

from coordinator.api.wire.plan import Line
from coordinator.eventlog.rows import Row


class Note(Struct, frozen=True):
    """A text worth keeping.

    `kind`: overview, risk, next_step, criterion, protocol, progress, history, measurement, note, or `unread` for what
    no importer understood. `state`: of a risk open, mitigated or closed, of a next step open or done. A risk may have
    a `severity`: low, medium, high or critical.
    """

    key: str
    kind: str
    text: str
    about: str | None
    date: str | None
    state: str | None
    severity: str | None
    owner: str | None
    author: str
    written_at: datetime | None
    version: int
    source: Line


class NoteList(Struct, frozen=True):
    notes: list[Note]
    cursor: str | None
    head: int


def draw_note(row: Row) -> Note:
    return Note(
        row["key"], row["kind"], row["text"], row["about"] or None, row["date"] or None, row["state"] or None,
        row["severity"] or None, row["owner"] or None, row["author"], row["written_at"], row["version"],
        Line(row["source_line"]),
    )
