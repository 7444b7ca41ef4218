"""What may be asked about paths: to hold them, for how long, and where they are known to clash."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ReservePaths:
    """For a `task` that the agent holds under `fence`: for as long as its lease. Else for `expires_in` seconds."""

    project: str
    agent: str
    paths: tuple[str, ...]
    mode: str = "exclusive"
    task: str = ""
    fence: int | None = None
    expires_in: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtendReservation:
    """Let it end `expires_in` seconds from now, and not before it would have."""

    project: str
    key: str
    expires_in: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseReservation:
    project: str
    key: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpireReservation:
    """End a reservation whose time is up."""

    project: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclareConflictArea:
    """Say that several tracks touch the same thing: everything they do, or only `paths`."""

    project: str
    key: str
    area: str
    tracks: tuple[str, ...]
    paths: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviseConflictArea:
    """Edit what an area is: what is None stays as it is. One whose tracks are in order is put in order anew."""

    project: str
    key: str
    area: str | None = None
    tracks: tuple[str, ...] | None = None
    paths: tuple[str, ...] | None = None
    expected_version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolveConflictArea:
    """Say how it is resolved. With `order` the other tracks wait for `first`; what an earlier resolution ordered is undone."""

    project: str
    key: str
    resolution: str
    first: str = ""
    order: bool = False
    expected_version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveConflictArea:
    project: str
    key: str
    expected_version: int | None = None
