"""Tracks: list, create, read, edit, remove."""

from typing import Annotated, Any

from django.http import HttpResponse
from msgspec import UNSET, Meta, UnsetType

from coordinator.api.door import Ask, Door, address, answer, gone, operation, told
from coordinator.api.reading import Key, Line, Name, Reference, Strict, Text, Words, given
from coordinator.api.references import typed
from coordinator.api.rows import TRACKS, At, Page, moment
from coordinator.api.versions import etag, expected
from coordinator.api.wire.tracks import Track, TrackList, draw_track
from coordinator.command_handler import Receipt
from coordinator.projections.work import track_row
from tracks import errors
from tracks.commands import AddTrack, RemoveTrack, ReviseTrack
from tracks.work import Deliverable

Weeks = Annotated[tuple[Annotated[int, Meta(ge=0, le=10_000)], ...], Meta(max_length=1_000)]


class NewDeliverable(Strict):
    text: Line
    done: bool = False


Deliverables = Annotated[tuple[NewDeliverable, ...], Meta(max_length=1_000)]


class NewTrack(Strict):
    key: Key
    title: Line
    focus: Text = ""
    owner: Name = ""
    weeks: Weeks = ()
    key_files: Words = ()
    working_directory: Line = ""
    notes: Text = ""
    deliverables: Deliverables = ()
    depends_on: Annotated[tuple[Reference, ...], Meta(max_length=1_000)] = ()


class TrackEdit(Strict):
    """What is to be different; what is left out stays. Dependencies have an address of their own."""

    title: Line | UnsetType = UNSET
    focus: Text | UnsetType = UNSET
    owner: Name | UnsetType = UNSET
    weeks: Weeks | UnsetType = UNSET
    key_files: Words | UnsetType = UNSET
    working_directory: Line | UnsetType = UNSET
    notes: Text | UnsetType = UNSET
    deliverables: Deliverables | UnsetType = UNSET


class Tracks(Door):
    @operation("List the tracks in plan order", query=Page, answers={200: (TrackList, "A page of tracks.")})
    def get(self, ask: Ask) -> HttpResponse:
        place = moment(ask.head(), ask.query.at)
        rows, cursor = place.page(TRACKS, ask.query)
        return answer(TrackList([draw_track(row) for row in rows], cursor, place.sequence))

    @operation(
        "Add a track", needs="operate", body=NewTrack, answers={201: (Track, "It is in the plan.")},
        refusals=(errors.TrackExists, errors.UnknownReference),
        example={"key": "B", "title": "Pages", "focus": "What people see", "deliverables": [{"text": "the board"}]},
    )
    def post(self, ask: Ask) -> HttpResponse:
        body: NewTrack = ask.body
        receipt = ask.tell(AddTrack(project=ask.project, **stated(body) | {"depends_on": typed(ask, body.depends_on)}))
        return track_told(receipt, body.key, 201, Location=address(ask, body.key))


class OneTrack(Door):
    @operation(
        "Read a track", query=At, answers={200: (Track, "The track; its version is the ETag.")},
        refusals=(errors.UnknownTrack,),
    )
    def get(self, ask: Ask, key: str) -> HttpResponse:
        place = moment(ask.head(), ask.query.at)
        row = place.known(TRACKS, key, errors.UnknownTrack(key=key, project=ask.project))
        return answer(draw_track(row), ETag=etag(row["version"]))

    @operation(
        "Edit a track; with If-Match only if nobody else has since", needs="operate", body=TrackEdit,
        answers={200: (Track, "The track as it is now.")}, refusals=(errors.UnknownTrack, errors.VersionMismatch),
        example={"owner": "maria", "deliverables": [{"text": "the board", "done": True}]},
    )
    def patch(self, ask: Ask, key: str) -> HttpResponse:
        receipt = ask.tell(ReviseTrack(project=ask.project, key=key, expected_version=expected(ask), **stated(ask.body)))
        return track_told(receipt, key)

    @operation(
        "Take an empty track out of the plan; its history stays", needs="operate", answers={204: (None, "It is gone.")},
        refusals=(errors.UnknownTrack, errors.TrackHasTasks, errors.StillNeeded),
    )
    def delete(self, ask: Ask, key: str) -> HttpResponse:
        return gone(ask.tell(RemoveTrack(project=ask.project, key=key)))


def stated(body: Strict) -> dict[str, Any]:
    values = given(body)
    if "deliverables" in values:
        values["deliverables"] = tuple(Deliverable(one.text, one.done) for one in values["deliverables"])
    return values


def track_told(receipt: Receipt, key: str, status: int = 200, **headers: str) -> HttpResponse:
    """The track as a command left it, drawn from the plan without reading it again."""
    track = receipt.plan.tracks[key]
    return told(receipt, draw_track(track_row(receipt.plan, track)), status, ETag=etag(track.version), **headers)
