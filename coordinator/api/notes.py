"""Notes: progress, risks, next steps and whatever else is worth keeping. Agents write the first three, and edit their own."""

from typing import Annotated, Any

import msgspec
from django.http import HttpResponse
from msgspec import UNSET, Meta, UnsetType

from coordinator.api.door import Ask, Door, address, answer, gone, operation, told
from coordinator.api.reading import Reference, Strict, Text, given
from coordinator.api.references import typed
from coordinator.api.rows import NOTES, At, Page, moment
from coordinator.api.table import Wanted
from coordinator.api.versions import etag, expected
from coordinator.api.wire.notes import Note, NoteList, draw_note
from coordinator.command_handler import Receipt
from coordinator.projections.texts import note_row
from tracks import commands as c
from tracks import errors

Word = Annotated[str, Meta(max_length=20)]
Owner = Annotated[str, Meta(max_length=160)]
Date = Annotated[str, Meta(max_length=60, description="As people write it.")]


class NewNote(Strict):
    """`kind`: overview, risk, next_step, criterion, protocol, progress, history, measurement or note."""

    kind: Word
    text: Text
    about: Reference | None = None
    date: Date = ""
    severity: Annotated[str, Meta(max_length=20, description="Of a risk: low, medium, high or critical.")] = ""
    owner: Owner = ""


class NoteEdit(Strict):
    """What is to be different; what is left out stays. `state`: of a risk open, mitigated, closed; of a next step open, done."""

    text: Text | UnsetType = UNSET
    about: Reference | None | UnsetType = UNSET
    date: Date | UnsetType = UNSET
    state: Word | UnsetType = UNSET
    severity: Word | UnsetType = UNSET
    owner: Owner | UnsetType = UNSET


class NoteFilter(Page):
    """Which notes: by kind and state (several with commas), and by what they are about."""

    kind: Annotated[str, Meta(max_length=200)] = ""
    state: Annotated[str, Meta(max_length=60)] = ""
    about: Annotated[str, Meta(max_length=180)] = ""


class Notes(Door):
    @operation("List the texts that belong to the plan", query=NoteFilter, answers={200: (NoteList, "In the order they came.")})
    def get(self, ask: Ask) -> HttpResponse:
        place = moment(ask.head(), ask.query.at)
        among = {name: value.split(",") for name in ("kind", "state") if (value := getattr(ask.query, name))}
        if ask.query.about:
            among["about"] = list(typed(ask, [ask.query.about]))
        rows, cursor = place.page(NOTES, ask.query, Wanted(among))
        return answer(NoteList([draw_note(row) for row in rows], cursor, place.sequence))

    @operation(
        "Write a note", needs="work", body=NewNote, answers={201: (Note, "It is kept.")},
        refusals=(errors.UnknownReference,),
        example={"kind": "risk", "text": "the library has no maintainer", "about": "B", "severity": "high", "owner": "maria"},
    )
    def post(self, ask: Ask) -> HttpResponse:
        receipt = ask.tell(c.AddNote(project=ask.project, **stated(ask)))
        event = msgspec.json.decode(receipt.events[0].body)
        return note_told(receipt, event["key"], 201, Location=address(ask, event["key"]))


class OneNote(Door):
    @operation("Read a note", query=At, answers={200: (Note, "Its version is the ETag.")}, refusals=(errors.UnknownNote,))
    def get(self, ask: Ask, key: str) -> HttpResponse:
        place = moment(ask.head(), ask.query.at)
        row = place.known(NOTES, key, errors.UnknownNote(key=key, project=ask.project))
        return answer(draw_note(row), ETag=etag(row["version"]))

    @operation(
        "Edit a note; with If-Match only if nobody else has since", needs="work", body=NoteEdit,
        answers={200: (Note, "The note as it is now.")},
        refusals=(errors.UnknownNote, errors.VersionMismatch, errors.UnknownReference),
        example={"state": "mitigated", "owner": "maria"},
    )
    def patch(self, ask: Ask, key: str) -> HttpResponse:
        command = c.ReviseNote(project=ask.project, key=key, expected_version=expected(ask), **stated(ask))
        return note_told(ask.tell(command), key)

    @operation(
        "Take a note away; its history stays", needs="work", answers={204: (None, "It is gone.")},
        refusals=(errors.UnknownNote, errors.VersionMismatch),
    )
    def delete(self, ask: Ask, key: str) -> HttpResponse:
        return gone(ask.tell(c.RemoveNote(project=ask.project, key=key, expected_version=expected(ask))))


def stated(ask: Ask) -> dict[str, Any]:
    values = given(ask.body)
    if "about" in values:
        values["about"] = typed(ask, [values["about"]])[0] if values["about"] else ""
    return values


def note_told(receipt: Receipt, key: str, status: int = 200, **headers: str) -> HttpResponse:
    note = receipt.plan.notes[key]
    return told(receipt, draw_note(note_row(receipt.plan, note)), status, ETag=etag(note.version), **headers)
