"""Reservations: who holds which paths, for how long, and whether these files may be touched now."""

from collections.abc import Iterable, Iterator
from typing import Annotated, Literal

from django.http import HttpResponse
from msgspec import Meta, Struct

from coordinator import plans
from coordinator.api.claims import AgentName, who_claims
from coordinator.api.door import Ask, Door, address, answer, gone, operation, told
from coordinator.api.reading import Fence, Line, Strict
from coordinator.api.rows import RESERVATIONS, At, Moment, Page, moment
from coordinator.api.table import Wanted
from coordinator.api.tasks import ends_of_leases
from coordinator.api.versions import etag
from coordinator.api.wire.reservations import Reservation, ReservationList, draw_reservation
from coordinator.command_handler import Receipt
from coordinator.eventlog.rows import Row
from coordinator.projections.holding import reservation_row
from tracks import errors
from tracks.commands import ExtendReservation, ReleaseReservation, ReservePaths
from tracks.contention import since, until
from tracks.holds import covering, hold_of
from tracks.paths import MOST_PATHS, BadPath, normal_file
from tracks.plan import Plan
from tracks.reserving import LONGEST_TIME, USUAL_TIME

Path = Annotated[str, Meta(min_length=1, max_length=500)]
Seconds = Annotated[int, Meta(ge=1, le=LONGEST_TIME, description=f"Until then from now, in seconds; usually {USUAL_TIME:,}.")]
MOST_FILES = 2_000


class Whose(Page):
    """Which reservations: of one agent, for one task, or all."""

    agent: Annotated[str, Meta(max_length=100)] = ""
    task: Annotated[str, Meta(max_length=100)] = ""


class NewReservation(Strict):
    """With `task` and the `fence` of its lease it lives as long as the lease; else it ends by itself."""

    paths: Annotated[tuple[Path, ...], Meta(min_length=1, max_length=MOST_PATHS, description="Patterns: src/api, src/**/*.sql")]
    agent: AgentName = ""
    mode: Annotated[Literal["exclusive", "shared"], Meta(description="Shared ones overlap each other, exclusive ones none.")] = (
        "exclusive"
    )
    task: Annotated[str, Meta(max_length=100)] = ""
    fence: Fence | None = None
    expires_in: Seconds | None = None
    reason: Annotated[str, Meta(max_length=2_000)] = ""


class Extend(Strict):
    expires_in: Seconds


class Why(Strict):
    reason: Line = ""


class Files(Strict):
    """Files as they are, not patterns: nothing in them is special."""

    paths: Annotated[tuple[Path, ...], Meta(min_length=1, max_length=MOST_FILES)]
    agent: AgentName = ""


class HeldBy(Struct, frozen=True):
    """Somebody holds it: as `holder` (task/B.2 or reservation/r812), by the pattern `path`."""

    agent: str
    holder: str
    path: str
    mode: str
    since: str
    until: str


class FileChecked(Struct, frozen=True):
    """`held_by` are others that hold it; `covered`: one of the agent's own leases or reservations is about it."""

    path: str
    covered: bool
    held_by: list[HeldBy]


class FilesChecked(Struct, frozen=True):
    """`clear`: nobody else holds any of them. `next` says what to do now."""

    clear: bool
    covered: bool
    next: str
    paths: list[FileChecked]
    head: int


class Reservations(Door):
    @operation("List who holds which paths", query=Whose, answers={200: (ReservationList, "The oldest first.")})
    def get(self, ask: Ask) -> HttpResponse:
        place = moment(ask.head(), ask.query.at)
        among = {name: [value] for name in ("agent", "task") if (value := getattr(ask.query, name))}
        rows, cursor = place.page(RESERVATIONS, ask.query, Wanted(among))
        return answer(ReservationList(drawn(place, rows), cursor, place.sequence))

    @operation(
        "Reserve paths: nobody else is given work on them", needs="work", body=NewReservation,
        answers={201: (Reservation, "They are held.")},
        refusals=(
            errors.PathsAreHeld, errors.UnknownAgent, errors.AgentHasStopped, errors.UnknownTask, errors.TaskIsNotClaimed,
            errors.Fenced, errors.TooManyReservations,
        ),
        example={"paths": ["src/api/**", "docs/api.md"], "task": "B.4", "fence": 812, "reason": "the API is being renamed"},
    )
    def post(self, ask: Ask) -> HttpResponse:
        body: NewReservation = ask.body
        receipt = ask.tell(ReservePaths(
            project=ask.project, agent=who_claims(ask), paths=body.paths, mode=body.mode, task=body.task, fence=body.fence,
            expires_in=body.expires_in, reason=body.reason,
        ))
        key = receipt.events[0].subject.partition("/")[2]
        return reservation_told(receipt, key, 201, Location=address(ask, key))


class OneReservation(Door):
    @operation(
        "Read a reservation", query=At, answers={200: (Reservation, "Who holds what, until when.")},
        refusals=(errors.UnknownReservation,),
    )
    def get(self, ask: Ask, key: str) -> HttpResponse:
        place = moment(ask.head(), ask.query.at)
        row = place.known(RESERVATIONS, key, errors.UnknownReservation(key=key, project=ask.project))
        return answer(drawn(place, [row])[0], ETag=etag(row["version"]))

    @operation(
        "Let go of reserved paths", needs="work", query=Why, answers={204: (None, "They are free.")},
        refusals=(errors.UnknownReservation,),
    )
    def delete(self, ask: Ask, key: str) -> HttpResponse:
        return gone(ask.tell(ReleaseReservation(project=ask.project, key=key, reason=ask.query.reason)))


class ExtendOne(Door):
    @operation(
        "Hold reserved paths for longer", needs="work", body=Extend, answers={200: (Reservation, "It ends later now.")},
        refusals=(errors.UnknownReservation, errors.ReservationFollowsItsTask), example={"expires_in": 3600},
    )
    def post(self, ask: Ask, key: str) -> HttpResponse:
        receipt = ask.tell(ExtendReservation(project=ask.project, key=key, expires_in=ask.body.expires_in))
        return reservation_told(receipt, key)


class CheckFiles(Door):
    @operation(
        "Ask whether an agent may touch these files: made for hooks", needs="work", body=Files,
        answers={200: (FilesChecked, "Who holds which of them.")}, refusals=(errors.UnknownAgent,),
        example={"paths": ["src/api/views.py", "README.md"]},
    )
    def post(self, ask: Ask) -> HttpResponse:
        agent = who_claims(ask)
        plan = plans.catch_up(ask.head())
        if agent not in plan.agents:
            raise errors.UnknownAgent(name=agent, project=ask.project)
        files = [checked(plan, agent, path) for path in files_of(ask.body.paths)]
        clear, covered = not any(one.held_by for one in files), all(one.covered for one in files)
        return answer(FilesChecked(clear, covered, what_next(clear, covered), files, plan.sequence))


def files_of(paths: Iterable[str]) -> Iterator[str]:
    for place, path in enumerate(paths):
        try:
            yield normal_file(path)
        except BadPath as reason:
            raise errors.InvalidField(field=f"paths[{place}]", problem=str(reason)) from reason


def checked(plan: Plan, agent: str, path: str) -> FileChecked:
    holds = [(entry, hold_of(plan, entry[2])) for entry in covering(plan.holds, path)]
    others = [
        HeldBy(hold.agent, hold.holder, entry[1], hold.mode, f"{since(plan, hold.holder):%Y-%m-%dT%H:%M:%SZ}",
               until(plan, hold.holder))
        for entry, hold in holds if hold.agent != agent
    ]
    return FileChecked(path, any(hold.agent == agent for _, hold in holds), others)


def what_next(clear: bool, covered: bool) -> str:
    if not clear:
        return "Leave the files that others hold alone, or settle it with those who hold them."
    return "Go on." if covered else "Go on; reserve what is not covered with POST reservations, so that nobody else begins there."


def drawn(place: Moment, rows: Iterable[Row]) -> list[Reservation]:
    """With the ends of the leases they live with: one more query where any does."""
    rows = list(rows)
    ends = ends_of_leases(place, [row["task"] for row in rows if row["task"]])
    return [draw_reservation(row, ends.get(row["task"])) for row in rows]


def reservation_told(receipt: Receipt, key: str, status: int = 200, **headers: str) -> HttpResponse:
    reservation = receipt.plan.reservations[key]
    task = receipt.plan.tasks.get(reservation.task)
    lease = task.lease if task else None
    drawn_now = draw_reservation(reservation_row(receipt.plan, reservation), lease.until if lease else None)
    return told(receipt, drawn_now, status, ETag=etag(reservation.version), **headers)
