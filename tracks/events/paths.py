"""What happens to holds on paths."""

from dataclasses import dataclass
from datetime import datetime

from tracks.events.about import AboutTask
from tracks.events.meeting import AboutConflictArea


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutReservation:
    key: str

    @property
    def subject(self) -> str:
        return f"reservation/{self.key}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReservationMade(AboutReservation):
    """`agent` holds `paths` until `until`; with a `task` until the lease on it ends, whoever has it by then."""

    agent: str
    paths: tuple[str, ...]
    mode: str = "exclusive"
    task: str = ""
    until: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReservationExtended(AboutReservation):
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReservationReleased(AboutReservation):
    agent: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReservationExpired(AboutReservation):
    """Its time was up and nobody had extended it."""

    agent: str


@dataclass(frozen=True, slots=True)
class PathClash:
    """`ours` meets `theirs`, which `agent` holds as `holder`: task/B.2 or reservation/r12."""

    ours: str
    theirs: str
    holder: str
    agent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictAccepted(AboutTask):
    """`agent` took the task although others hold paths that it touches, and was told so."""

    agent: str
    clashes: tuple[PathClash, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictAreaScoped(AboutConflictArea):
    """Which paths the area is; none at all means everything that its tracks do."""

    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictAreaResolved(AboutConflictArea):
    """How it is resolved now. `ordered`: the other tracks wait for `first`, by the dependencies whose keys are `waits`."""

    resolution: str
    first: str = ""
    ordered: bool = False
    waits: tuple[str, ...] = ()


EVENTS = {
    "reservation.made": ReservationMade,
    "reservation.extended": ReservationExtended,
    "reservation.released": ReservationReleased,
    "reservation.expired": ReservationExpired,
    "conflict.accepted": ConflictAccepted,
    "conflict_area.scoped": ConflictAreaScoped,
    "conflict_area.resolved": ConflictAreaResolved,
}
