"""Conflicts: areas that people declared, with how they are resolved; what is going to collide; what collides now."""

from datetime import datetime
from typing import Annotated, Any

import msgspec
from django.http import HttpResponse
from msgspec import UNSET, Meta, Struct, UnsetType

from coordinator import plans
from coordinator.api.brief import PLACES
from coordinator.api.cursors import NumberPart, cursor_at, place_behind
from coordinator.api.door import Ask, Door, address, answer, gone, operation, told
from coordinator.api.reading import Key, Line, Name, Strict, Text, given
from coordinator.api.reservations import Path
from coordinator.api.rows import CONFLICT_AREAS, At, Moment, Page, moment
from coordinator.api.versions import etag, expected
from coordinator.api.wire.plan import ConflictArea, draw_conflict_area
from coordinator.api.wire.tasks import plain
from coordinator.command_handler import Receipt
from coordinator.projections.meeting import conflict_area_row
from tracks import commands as c
from tracks import errors
from tracks.collisions import predicted
from tracks.conflicts import Conflict, Party, actual
from tracks.paths import MOST_PATHS
from tracks.plan import Plan

SHOWN = 20  # of each list beside the declared ones
Paths = Annotated[tuple[Path, ...], Meta(max_length=MOST_PATHS, description="None at all: everything the tracks do.")]
TrackKeys = Annotated[tuple[Name, ...], Meta(min_length=2, max_length=100)]


class Side(Struct, frozen=True):
    """One of two: `what` is task/B.2 or reservation/r812, `agent` who has it or is to do it."""

    what: str
    agent: str | None
    path: str
    since: datetime
    until: str


class ConflictOfTwo(Struct, frozen=True):
    """Two that are about the same paths, since when, and what to do about it. `kind`: tasks, or reservation with one."""

    key: str
    kind: str
    summary: str
    between: list[Side]
    since: datetime
    next: str


class ConflictAreaList(Struct, frozen=True):
    """A page of declared areas, and the first of what is `predicted` and `actual`: their own addresses have all of it.

    With `max_tokens` those two are counted and not listed.
    """

    conflicts: list[ConflictArea]
    predicted: list[ConflictOfTwo]
    actual: list[ConflictOfTwo]
    counts: dict[str, int]
    complete: bool
    cursor: str | None
    head: int


class ConflictList(Struct, frozen=True):
    """`total`: how many there are in all. `complete` is false where the plan holds more than is compared."""

    conflicts: list[ConflictOfTwo]
    total: int
    complete: bool
    cursor: str | None
    head: int


class NewArea(Strict):
    key: Key
    area: Line
    tracks: TrackKeys
    paths: Paths = ()


class AreaEdit(Strict):
    """What is to be different; what is left out stays."""

    area: Line | UnsetType = UNSET
    tracks: TrackKeys | UnsetType = UNSET
    paths: Paths | UnsetType = UNSET


class AreaResolution(Strict):
    """`order`: the other tracks wait for `first`, or where the area has paths those of their tasks that touch them."""

    resolution: Text
    first: Name = ""
    order: bool = False


class Conflicts(Door):
    @operation(
        "List declared conflict areas, and what collides or will", query=Page,
        answers={200: (ConflictAreaList, "Declared areas in plan order; actual conflicts the latest first.")},
    )
    def get(self, ask: Ask) -> HttpResponse:
        place = moment(ask.head(), ask.query.at)
        rows, cursor = place.page(CONFLICT_AREAS, ask.query)
        plan, shown = plan_of(place), 0 if ask.query.max_tokens else SHOWN
        now, coming = actual(plan), predicted(plan, shown)
        counts = {"predicted": coming.total, "actual": len(now)}
        return answer(ConflictAreaList(
            [draw_conflict_area(row) for row in rows], drawn(coming.conflicts), drawn(now[:shown]), counts, coming.complete,
            cursor, place.sequence,
        ))

    @operation(
        "Declare that several tracks touch the same thing", needs="operate", body=NewArea,
        answers={201: (ConflictArea, "It is declared.")},
        refusals=(errors.ConflictAreaExists, errors.UnknownTrack),
        example={"key": "schema", "area": "The tables", "tracks": ["A", "B"], "paths": ["db/**"]},
    )
    def post(self, ask: Ask) -> HttpResponse:
        receipt = ask.tell(c.DeclareConflictArea(project=ask.project, **msgspec.structs.asdict(ask.body)))
        return area_told(receipt, ask.body.key, 201, Location=address(ask, ask.body.key))


class PredictedConflicts(Door):
    @operation(
        "List unfinished tasks that will collide: overlapping paths, and neither waits for the other", query=Page,
        answers={200: (ConflictList, "Those with reservations first, then the most urgent tasks.")},
    )
    def get(self, ask: Ask) -> HttpResponse:
        place = moment(ask.head(), ask.query.at)
        beyond = passed_over(ask)
        found = predicted(plan_of(place), ask.query.limit, beyond)
        return page_of(ask, place, found.conflicts, beyond, found.total, found.complete)


class ActualConflicts(Door):
    @operation(
        "List who holds overlapping paths right now, although they keep each other out", query=Page,
        answers={200: (ConflictList, "The latest first.")},
    )
    def get(self, ask: Ask) -> HttpResponse:
        place = moment(ask.head(), ask.query.at)
        beyond, found = passed_over(ask), actual(plan_of(place))
        return page_of(ask, place, found[beyond : beyond + ask.query.limit], beyond, len(found), True)


class OneConflictArea(Door):
    @operation(
        "Read a conflict area", query=At, answers={200: (ConflictArea, "The area; its version is the ETag.")},
        refusals=(errors.UnknownConflictArea,),
    )
    def get(self, ask: Ask, key: str) -> HttpResponse:
        place = moment(ask.head(), ask.query.at)
        row = place.known(CONFLICT_AREAS, key, errors.UnknownConflictArea(key=key, project=ask.project))
        return answer(draw_conflict_area(row), ETag=etag(row["version"]))

    @operation(
        "Edit a conflict area; with If-Match only if nobody else has since", needs="operate", body=AreaEdit,
        answers={200: (ConflictArea, "The area as it is now.")},
        refusals=(errors.UnknownConflictArea, errors.UnknownTrack, errors.VersionMismatch, errors.DependencyCycle),
        example={"paths": ["db/**", "src/models.py"]},
    )
    def patch(self, ask: Ask, key: str) -> HttpResponse:
        command = c.ReviseConflictArea(project=ask.project, key=key, expected_version=expected(ask), **given(ask.body))
        return area_told(ask.tell(command), key)

    @operation(
        "Take a conflict area out of the plan, with the waits it made", needs="operate",
        answers={204: (None, "It is gone.")}, refusals=(errors.UnknownConflictArea, errors.VersionMismatch),
    )
    def delete(self, ask: Ask, key: str) -> HttpResponse:
        return gone(ask.tell(c.RemoveConflictArea(project=ask.project, key=key, expected_version=expected(ask))))


class ResolveArea(Door):
    @operation(
        "Say how a conflict area is resolved, and whether its tracks wait for one of them", needs="operate", body=AreaResolution,
        answers={200: (ConflictArea, "It is resolved so; waits that an earlier resolution made are gone.")},
        refusals=(errors.UnknownConflictArea, errors.UnknownTrack, errors.DependencyCycle, errors.VersionMismatch),
        example={"resolution": "The schema comes first", "first": "B", "order": True},
    )
    def post(self, ask: Ask, key: str) -> HttpResponse:
        command = c.ResolveConflictArea(
            project=ask.project, key=key, expected_version=expected(ask), **msgspec.structs.asdict(ask.body)
        )
        return area_told(ask.tell(command), key)


def plan_of(place: Moment) -> Plan:
    return place.plan or plans.catch_up(place.head)


def passed_over(ask: Ask) -> int:
    """How many the pages before this one had: conflicts are worked out anew each time, so none has a place of its own."""
    return (place_behind(ask.query.cursor, NumberPart) or [0])[0]


def page_of(ask: Ask, place: Moment, found: list[Conflict], beyond: int, total: int, complete: bool) -> HttpResponse:
    end = beyond + len(found)
    if ask.query.max_tokens:
        vars(ask.query)[PLACES] = [[number] for number in range(beyond + 1, end + 1)]
    cursor = cursor_at([end]) if end < total else None
    return answer(ConflictList(drawn(found), total, complete, cursor, place.sequence))


def drawn(conflicts: list[Conflict]) -> list[ConflictOfTwo]:
    return [drawn_one(one, *one.parties) for one in conflicts]


def drawn_one(conflict: Conflict, one: Party, other: Party) -> ConflictOfTwo:
    kind = "tasks" if one.reference.startswith("task/") and other.reference.startswith("task/") else "reservation"
    summary = f"{plain(one.reference)} ({one.path}) meets {plain(other.reference)} ({other.path})"
    between = [side(one), side(other)]
    return ConflictOfTwo(f"{one.reference} {other.reference}", kind, summary, between, conflict.since, conflict.next)


def side(party: Party) -> Side:
    return Side(party.reference, party.agent or None, party.path, party.since, party.until)


def area_told(receipt: Receipt, key: str, status: int = 200, **headers: str) -> HttpResponse:
    area: Any = receipt.plan.conflict_areas[key]
    row = conflict_area_row(receipt.plan, area)
    return told(receipt, draw_conflict_area(row), status, ETag=etag(area.version), **headers)
